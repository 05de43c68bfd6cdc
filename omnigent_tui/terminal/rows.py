"""Rows of cells: the form in which frames are compared, made from Textual's strips."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import split_graphemes
from rich.segment import Segment

from omnigent_tui.terminal.output_filter import is_safe, safe_text
from omnigent_tui.terminal.pens import Pen, Pens

WIDE_REST = ""
"""The cell to the right of a wide character."""

# Characters every terminal draws one cell wide; a text of only these needs no measuring.
_NARROW = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0400-\u0482\u2010-\u2027"
    r"\u2190-\u21ff\u2500-\u25fc\u2800-\u28ff]*"
)


class Row:
    """One line of the screen: `cells` (text per cell, `WIDE_REST` right of a wide one) and `pens`, equally long.

    `risky`: some cell may come out with another width than rich computes, so columns after it are uncertain.
    """

    __slots__ = ("cells", "pens", "risky")

    def __init__(self, cells: list[str], pens: list[Pen], risky: bool = False) -> None:
        self.cells = cells
        self.pens = pens
        self.risky = risky

    @classmethod
    def blank(cls, width: int, pen: Pen) -> "Row":
        """Return a row of spaces."""
        return cls([" "] * width, [pen] * width)

    def copy(self) -> "Row":
        """Return a row that can be changed apart from this one."""
        return Row(self.cells[:], self.pens[:], self.risky)

    def same(self, other: "Row") -> bool:
        """Whether both rows look alike."""
        return self is other or (self.cells == other.cells and self.pens == other.pens)

    def put(self, x: int, cells: list[str], pens: list[Pen]) -> None:
        """Overwrite the cells from column `x` on; halves of wide characters that lose the other become blank."""
        mine, end = self.cells, x + len(cells)
        if end > len(mine):
            end = len(mine)
            cells, pens = cells[: end - x], pens[: end - x]
        if not cells:
            return
        if mine[x] == WIDE_REST and x:
            mine[x - 1] = " "
        if end < len(mine) and mine[end] == WIDE_REST:
            mine[end] = " "
        mine[x:end] = cells
        self.pens[x:end] = pens
        if mine[end - 1] != WIDE_REST and end == len(mine) and _is_wide(mine[end - 1]):
            mine[end - 1] = " "


@lru_cache(maxsize=4096)
def _is_wide(cell: str) -> bool:
    return sum(width for _, _, width in split_graphemes(cell)[0]) > 1


@lru_cache(maxsize=4096)
def is_certain(cell: str) -> bool:
    """Whether terminals agree with rich on the width of this cell: one assigned character, east-asian rules."""
    if len(cell) != 1:
        return False
    if unicodedata.category(cell) == "Cn" or "\U0001f1e6" <= cell <= "\U0001f1ff":
        return False
    return _is_wide(cell) == (unicodedata.east_asian_width(cell) in "WF")


@lru_cache(maxsize=512)
def _measured(text: str) -> tuple[tuple[str, ...], bool]:
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        if width:
            cells += [text[start:end]] + [WIDE_REST] * (width - 1)
    return tuple(cells), not all(cell == WIDE_REST or is_certain(cell) for cell in cells)


def is_narrow(text: str) -> bool:
    """Whether every character of `text` takes exactly one cell on every terminal."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def cells_of(segments: Iterable[Segment], pens: Pens) -> tuple[list[str], list[Pen], bool]:
    """Return cells, pens and riskiness of some segments; dangerous characters do not get through here either."""
    cells: list[str] = []
    looks: list[Pen] = []
    risky = False
    for segment in segments:
        if segment.control or not segment.text:
            continue
        text = segment.text if is_safe(segment.text) else safe_text(segment.text)
        pen = pens.of(segment.style)
        if is_narrow(text):
            visible = text.rstrip(" ")
            cells += text
            looks += [pen] * len(visible)
            if (blanks := len(text) - len(visible)) > 0:
                looks += [pens.blank(pen)] * blanks
        else:
            measured, uncertain = _measured(text)
            cells += measured
            looks += [pen] * len(measured)
            risky = risky or uncertain
    return cells, looks, risky
