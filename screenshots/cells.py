"""What the screen shows, as runs of cells: text, place, and the colours after dim and reverse are worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from rich.cells import split_graphemes
from rich.color import Color
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from textual._compositor import LayoutUpdate
from textual.app import App

from screenshots.line_art import is_line_art


@dataclass(frozen=True)
class Look:
    """Colours as `#rrggbb` and the marks of a text."""

    colour: str
    background: str
    bold: bool
    italic: bool
    underline: bool
    strike: bool


@dataclass(frozen=True)
class Run:
    """Neighbouring cells of one look that hold one piece of text; `row` and `column` count from 0."""

    row: int
    column: int
    width: int
    text: str
    look: Look


def runs(app: App[None]) -> Iterator[Run]:
    """Yield the runs of the screen, with those beneath it that show through, row by row."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    for row, strips in enumerate(update.strips):
        column = 0
        for segment in chain.from_iterable(strips):
            look = _look(segment.style or Style.null())
            for text, width in _pieces(segment.text):
                yield Run(row, column, width, text, look)
                column += width


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Split so that no piece begins or ends with a blank, and whatever fonts draw in another width stands alone."""
    spans, _ = split_graphemes(text)
    word, blanks = "", ""
    for start, end, width in spans:
        cluster = text[start:end]
        if cluster == " ":
            blanks += " "
            continue
        alone = width != 1 or is_line_art(cluster)
        # One blank between words may stay inside; more are a gap between columns.
        if blanks and (not word or alone or len(blanks) > 1):
            if word:
                yield word, len(word)
            yield blanks, len(blanks)
            word, blanks = "", ""
        if alone:
            if word:
                yield word, len(word)
                word = ""
            yield cluster, width
        else:
            word += blanks + cluster
            blanks = ""
    if word:
        yield word, len(word)
    if blanks:
        yield blanks, len(blanks)


def _look(style: Style) -> Look:
    colour, background = _rgb(style.color, foreground=True), _rgb(style.bgcolor, foreground=False)
    if style.reverse:
        colour, background = background, colour
    if style.dim:
        colour = tuple((one + other) // 2 for one, other in zip(colour, background, strict=True))
    return Look(
        _hex(colour), _hex(background), bool(style.bold), bool(style.italic), bool(style.underline), bool(style.strike)
    )


def _rgb(colour: Color | None, *, foreground: bool) -> tuple[int, ...]:
    theme = DIMMED_MONOKAI
    if colour is None:
        return tuple(theme.foreground_color if foreground else theme.background_color)
    return tuple(colour.get_truecolor(theme, foreground=foreground))


def _hex(colour: tuple[int, ...]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
