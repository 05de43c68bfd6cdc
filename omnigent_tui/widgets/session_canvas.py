"""The session list's rows on the screen: which sessions are visible, painted, and aged without idle work."""

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from textual.strip import Strip
from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.rendering.lines import Line, Run, crop_runs, wrap_text
from omnigent_tui.rendering.looks import CURRENT, CURRENT_BLURRED, MUTED, WARNING
from omnigent_tui.state.badges import SidebarRow
from omnigent_tui.state.sessions import ListPhase
from omnigent_tui.widgets.line_view import LineView, bar_cells
from omnigent_tui.widgets.session_row import lines_per_row, row_ages, row_lines


class _Drawn(NamedTuple):
    """A row as lines, and all that they come from; whether the cursor is on it comes first."""

    row: SidebarRow
    how: tuple[object, ...]
    lines: list[Line]


def _reads(lines: list[Line]) -> list[tuple[Run, ...]]:
    return [line.runs for line in lines]


class SessionCanvas(LineView):
    """Paints sessions; which and in what order, and where the cursor is, is decided by `SessionList`."""

    def __init__(
        self,
        *,
        glyphs: Glyphs = UNICODE,
        empty: str = "No sessions yet.",
        clock: Callable[[], float] = monotonic,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._empty = empty
        self._clock = clock
        self._rows: tuple[SidebarRow, ...] = ()
        self._open_id: str | None = None
        self._cursor_id: str | None = None
        self._cursor = 0
        self._top = 0
        self._now = 0.0
        self._footer = ""
        self._phase = ListPhase.UNKNOWN
        self._failure = ""
        self._drawn: dict[str, _Drawn] = {}
        self._notes: dict[tuple[str, int, int], Line] = {}
        self._blank = Line(())

    def _list_height(self) -> int:
        return max(0, self._rows_high - (1 if self._footer else 0))

    def _page_rows(self) -> int:
        return max(1, self._list_height() // lines_per_row(max(1, self._columns)))

    @override
    def show_rows(self) -> None:
        width, height = self.measure()
        if not width or not height:
            return
        list_height, each = self._list_height(), lines_per_row(width)
        self._top = max(0, min(self._top, len(self._rows) - list_height // each))
        strips = self._row_strips(list_height, each) if self._rows else self._empty_strips(list_height)
        if self._footer:
            strips.append(self.paint(self._note(self._footer, MUTED)))
        self.put(strips[:height])
        self.shown()

    def shown(self) -> None:
        """Hook: the rows on show may have changed."""

    def _row_strips(self, height: int, each: int) -> list[Strip]:
        total = len(self._rows) * each
        bars = bar_cells(height, total, self._top * each) if total > height else [0] * height
        width = self._columns - (1 if total > height else 0)
        current = CURRENT if self.has_focus else CURRENT_BLURRED
        drawn: dict[str, _Drawn] = {}
        strips: list[Strip] = []
        for index in range(self._top, min(len(self._rows), self._top + -(-height // each))):
            row = self._rows[index]
            is_current = row.session_id == self._cursor_id
            drawn[row.session_id] = lines = self._draw(row, width, is_current=is_current)
            for line in lines.lines:
                if len(strips) < height:
                    strips.append(self.paint(line, bars[len(strips)], extra=current if is_current else 0))
        self._drawn = drawn
        strips.extend(self.paint(self._blank, bars[at]) for at in range(len(strips), height))
        return strips

    def _draw(self, row: SidebarRow, width: int, *, is_current: bool) -> _Drawn:
        is_open = row.session_id == self._open_id
        how = (is_current, is_open, width, self.glyphs, *row_ages(row, self._now))
        before = self._drawn.get(row.session_id)
        if before is not None and before.row is row and before.how == how:
            return before
        lines = row_lines(row, width, self._now, self.glyphs, is_current=is_current, is_open=is_open)
        # Lines that read the same are the ones drawn before: then their strips are, too, and nothing is repainted.
        if before is not None and before.how[0] == is_current and _reads(before.lines) == _reads(lines):
            lines = before.lines
        return _Drawn(row, how, lines)

    def _note(self, words: str, look: int) -> Line:
        key = (words, look, self._columns)
        line = self._notes.get(key)
        if line is None:
            if len(self._notes) > 20:
                self._notes.clear()
            line = Line(crop_runs(((clean_line(words), look),), self._columns - 1, self.glyphs.ellipsis), ((" ", 0),))
            self._notes[key] = line
        return line

    def _empty_strips(self, height: int) -> list[Strip]:
        words, look = self._empty, MUTED
        if self._phase in {ListPhase.UNKNOWN, ListPhase.LOADING}:
            words = f"Loading sessions{self.glyphs.ellipsis}"
        elif self._phase is ListPhase.FAILED:
            words, look = f"The sessions did not load. {self._failure}".rstrip(), WARNING
        lines = wrap_text(((words, look),), self._columns - 1, ((" ", 0),))
        return [self.paint(line) for line in (*lines, *[self._blank] * height)[:height]]
