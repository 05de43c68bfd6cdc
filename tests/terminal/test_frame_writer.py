"""The frame writer alone: whatever rows follow one another, a terminal ends up showing the last ones."""

from __future__ import annotations

import unicodedata

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from omnigent_tui.terminal.frame_writer import FrameWriter
from omnigent_tui.terminal.pens import Pens
from omnigent_tui.terminal.rows import Row, cells_of

WIDTH, HEIGHT = 24, 9

STYLES = [
    None,
    Style(color="#ff0000"),
    Style(bgcolor="#101010"),
    Style(bold=True, bgcolor="#101010"),
    Style(bold=True, dim=True, italic=True),
    Style(underline=True, color="#00ff00", bgcolor="#202020"),
    Style(reverse=True),
    Style(link="https://example.org/a"),
]

texts = st.text(alphabet="ab  日🎉é─", max_size=12)
segments = st.lists(st.tuples(texts, st.sampled_from(STYLES)), max_size=4)
screens = st.lists(segments, min_size=HEIGHT, max_size=HEIGHT)


def row_of(parts: list[tuple[str, Style | None]], pens: Pens) -> Row:
    row = Row.blank(WIDTH, pens.default)
    cells, looks, risky = cells_of([Segment(text, style) for text, style in parts], pens)
    row.put(0, cells, looks)
    row.risky = risky
    return row


class Terminal:
    """pyte, fed by a writer."""

    def __init__(self, erases_with_background: bool) -> None:
        self.pens = Pens(ColorSystem.TRUECOLOR)
        self.writer = FrameWriter(self.pens, erases_with_background=erases_with_background)
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.screen.reset_mode(7, private=True)
        self.stream = pyte.Stream(self.screen)

    def show(self, rows: list[Row], cursor: tuple[int, int] = (0, 0)) -> str:
        data = self.writer.frame(rows, cursor)
        self.stream.feed(data)
        assert (self.screen.cursor.x, self.screen.cursor.y) == cursor
        return data

    def check(self, rows: list[Row]) -> None:
        for y, row in enumerate(rows):
            for x, (cell, pen) in enumerate(zip(row.cells, row.pens, strict=True)):
                shown = self.screen.buffer[y][x]
                marks = (bool(pen.attributes >> 3 & 1), bool(pen.attributes >> 6 & 1))
                background = "default" if not pen.background else hex_of(pen.background)
                assert shown.data == unicodedata.normalize("NFC", cell), (x, y)
                assert (shown.bg, (shown.underscore, shown.reverse)) == (background, marks), (x, y)
                if cell.strip():
                    assert shown.fg == ("default" if not pen.foreground else hex_of(pen.foreground))
                    assert (shown.bold, shown.italics) == (bool(pen.attributes & 1), bool(pen.attributes >> 2 & 1))


def hex_of(code: str) -> str:
    return "".join(f"{int(part):02x}" for part in code.split(";")[2:])


@given(st.lists(screens, min_size=1, max_size=4), st.booleans())
def test_any_screen_after_any_other(frames: list[list[list[tuple[str, Style | None]]]], erases: bool) -> None:
    terminal = Terminal(erases)
    for frame in frames:
        rows = [row_of(parts, terminal.pens) for parts in frame]
        terminal.show(rows)
        terminal.check(rows)
        assert terminal.show([row.copy() for row in rows]) == ""


@given(st.lists(segments, min_size=HEIGHT * 3, max_size=HEIGHT * 3), st.lists(st.integers(0, HEIGHT * 2), max_size=6))
def test_moved_rows(lines: list[list[tuple[str, Style | None]]], tops: list[int]) -> None:
    terminal = Terminal(True)
    rows = [row_of([(f"{n:02}", None), *parts], terminal.pens) for n, parts in enumerate(lines)]
    for top in [0, *tops]:
        view = rows[top : top + HEIGHT]
        terminal.show(view, (3, 4))
        terminal.check(view)


def test_scrolling_by_one_line_writes_one_line() -> None:
    terminal = Terminal(True)
    rows = [row_of([(f"line number {n} {'x' * (n % 7)}", STYLES[1])], terminal.pens) for n in range(HEIGHT + 1)]
    terminal.show(rows[:-1])
    data = terminal.show(rows[1:])
    terminal.check(rows[1:])
    assert len(data) < 60
    assert "number 3" not in data


def test_one_wide_character_for_another() -> None:
    terminal = Terminal(True)
    for text in ("日b日日f", "🎉b🎉🎉f", "日b🎉🎉f", "日b🎉日f"):
        rows = [row_of([(text, None)], terminal.pens), *[Row.blank(WIDTH, terminal.pens.default)] * (HEIGHT - 1)]
        # Short relative moves follow the last character: its width must be known.
        terminal.show(rows, (12, 0))
        terminal.check(rows)


def test_forgetting_writes_everything_again() -> None:
    terminal = Terminal(True)
    rows = [row_of([(f"line {n}", None)], terminal.pens) for n in range(HEIGHT)]
    terminal.show(rows)
    terminal.screen.reset()
    terminal.writer.forget()
    terminal.show(rows)
    terminal.check(rows)


def test_a_character_of_doubtful_width_leaves_nothing_behind() -> None:
    terminal = Terminal(True)
    before = [row_of([("abcdefghijkl", None)], terminal.pens)] * HEIGHT
    after = [row_of([("a👍🏽z🇩🇪y", None)], terminal.pens)] * HEIGHT
    terminal.show(before)
    terminal.show(after)
    for line in terminal.screen.display:
        assert not set("cdefghijkl") & set(line)
        assert line.rstrip().endswith("y")
