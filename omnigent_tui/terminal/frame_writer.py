"""Writes a frame as the difference to what the terminal shows: rows moved, then changed cells, in few bytes.

Pieces of one colour are written one after the other, wherever they stand: with 24-bit colours a change of pen is three
times as long as a cursor movement.
"""

from collections.abc import Iterator
from itertools import compress
from operator import is_not, ne, or_

from omnigent_tui.terminal.cursor import Cursor
from omnigent_tui.terminal.pens import Pen, Pens
from omnigent_tui.terminal.rows import WIDE_REST, Row, is_certain, is_narrow
from omnigent_tui.terminal.scrolling import find_shift

_CHEAP_GAP = 6
_GAP = 2
_ERASE_TO_END = "\x1b[K"
_MIN_ERASED_INSIDE = 12
_SHORT_CODE = 5
_TO_END = -1
# Full screen scroll region, default pen, no link: whatever ran in between may have left others.
_FRESH_START = "\x1b[r\x1b[m\x1b]8;;\x1b\\"

Piece = tuple[Pen, int, int, int]
"""What is to be written in one pen: row, first column, and the column behind the last one or `_TO_END` (erased)."""


class FrameWriter:
    """Knows what the terminal shows and returns the bytes that turn it into the next frame.

    `erases_with_background`: the terminal fills erased cells with the current background (terminfo `bce`).
    """

    def __init__(self, pens: Pens, *, erases_with_background: bool) -> None:
        self._pens = pens
        self._bce = erases_with_background
        self._shown: list[Row | None] = []
        self._cursor = Cursor()
        self._pen = pens.default
        self._fresh = True
        self._parts: list[str] = []

    def forget(self) -> None:
        """Take nothing for granted: the next frame writes every cell."""
        self._shown = [None] * len(self._shown)
        self._fresh = True

    def frame(self, rows: list[Row], cursor: tuple[int, int]) -> str:
        """Return what makes the terminal show `rows` with its cursor at column, row `cursor`; "" if it does.

        The rows must not be changed afterwards.
        """
        if len(rows) != len(self._shown) or (self._shown and self._width() not in (None, len(rows[0].cells))):
            self._shown = [None] * len(rows)
            self._fresh = True
        self._parts = parts = []
        if self._fresh:
            parts.append(_FRESH_START)
            self._cursor.forget()
            self._pen = self._pens.default
            self._fresh = False
        self._scroll(rows)
        pieces: list[Piece] = []
        for y, (old, new) in enumerate(zip(self._shown, rows, strict=True)):
            if old is None or not old.same(new):
                of_row = self._pieces(y, old, new)
                if new.risky or (old is not None and old.risky):
                    # What comes out wider than thought is put right by what is written after it.
                    self._draw(rows, of_row)
                else:
                    pieces += of_row
        for group in self._by_colour(pieces):
            self._draw(rows, group)
        self._shown = [*rows]
        parts.append(self._cursor.go(*cursor))
        return "".join(parts)

    def _width(self) -> int | None:
        return next((len(row.cells) for row in self._shown if row is not None), None)

    def _scroll(self, rows: list[Row]) -> None:
        known = [row for row in self._shown if row is not None]
        if len(known) != len(rows):
            return
        changed = [y for y, (old, new) in enumerate(zip(known, rows, strict=True)) if not old.same(new)]
        if (shift := find_shift(known, rows, changed)) is not None:
            self._shown = shift.moved(self._shown)
            self._parts.append(shift.sequence())
            self._cursor.forget()

    def _pieces(self, y: int, old: Row | None, new: Row) -> list[Piece]:
        width = len(new.cells)
        spans = [(0, width)] if old is None or old.risky or new.risky else _changed_spans(old, new)
        blank_from = _trailing_blanks(new)
        end_pen = self._pens.blank(new.pens[-1])
        erase_from = max(blank_from, spans[0][0]) if spans else width
        can_erase = self._can_erase(end_pen) and spans[-1][1] - erase_from > len(_ERASE_TO_END)
        pieces: list[Piece] = []
        for start, end in spans:
            if can_erase and end > blank_from:
                if start < blank_from:
                    pieces += _runs(y, new, start, blank_from)
                pieces.append((end_pen, y, max(start, blank_from), _TO_END))
                break
            pieces += _runs(y, new, start, end)
        return pieces

    def _by_colour(self, pieces: list[Piece]) -> Iterator[list[Piece]]:
        """Yield all pieces, those of one colour together; next comes the colour that takes the shortest change."""
        groups: dict[tuple[str, str, str], list[Piece]] = {}
        key: tuple[str, str, str] | None = None
        for piece in pieces:
            pen = piece[0]
            # Blanks show their background only: they go with what stands before them.
            if key is None or self._pens.blank(pen) is not pen or _long(pen.background) != key[1]:
                key = _long(pen.foreground), _long(pen.background), pen.link
            groups.setdefault(key, []).append(piece)
        rest = list(groups.values())
        while rest:
            group = min(rest, key=lambda each: len(self._pens.change(self._pen, each[0][0])))
            rest.remove(group)
            yield group

    def _draw(self, rows: list[Row], pieces: list[Piece]) -> None:
        for pen, y, left, right in pieces:
            if right == _TO_END:
                self._erase_to_end(left, y, pen)
            else:
                self._write(y, rows[y], left, right, pen)

    def _can_erase(self, blank: Pen) -> bool:
        return blank.is_plain and (self._bce or not blank.background)

    def _erase_to_end(self, x: int, y: int, blank: Pen) -> None:
        self._parts += (self._cursor.go(x, y), self._take_for_blanks(blank), _ERASE_TO_END)

    def _take(self, pen: Pen) -> str:
        sequence = self._pens.change(self._pen, pen)
        self._pen = pen
        return sequence

    def _take_for_blanks(self, blank: Pen) -> str:
        """Change only what shows on blanks; what is left of the colours and attributes may fit the next text."""
        pen = self._pen
        if self._pens.blank(pen) is blank:
            return ""
        if pen.is_plain and blank.is_plain:
            return self._take(self._pens.make(pen.attributes, pen.foreground, blank.background, ""))
        return self._take(blank)

    def _write(self, y: int, row: Row, left: int, right: int, pen: Pen) -> None:
        text = "".join(row.cells[left:right])
        if text.isspace() and pen.is_plain:
            self._blanks(left, right, y, self._pens.blank(pen), len(row.cells))
            return
        self._parts += (self._cursor.go(left, y), self._take(pen))
        if is_narrow(text):
            self._parts.append(text)
            self._moved_to(right, len(row.cells))
        else:
            self._write_measured(y, row.cells, left, right)

    def _blanks(self, left: int, right: int, y: int, blank: Pen, width: int) -> None:
        self._parts += (self._cursor.go(left, y), self._take_for_blanks(blank))
        if right - left >= _MIN_ERASED_INSIDE and self._can_erase(blank):
            self._parts.append(f"\x1b[{right - left}X")
        else:
            self._parts.append(" " * (right - left))
            self._moved_to(right, width)

    def _write_measured(self, y: int, cells: list[str], left: int, right: int) -> None:
        """Write cells of which some are wide, or of a width terminals disagree on."""
        parts, width = self._parts, len(cells)
        for x in range(left, right):
            cell = cells[x]
            if cell == WIDE_REST:
                continue
            stop = x + 1
            while stop < right and cells[stop] == WIDE_REST:
                stop += 1
            parts.append(self._cursor.go(x, y))
            if is_certain(cell):
                parts.append(cell)
                self._moved_to(stop, width)
                continue
            # Should it come out narrower, blanks show and not what was there before; wider: the rest of the row
            # is written after it, at columns given in absolute numbers.
            if stop - x > 1:
                parts.append(" " * (stop - x))
                self._moved_to(stop, width)
                parts.append(self._cursor.go(x, y))
            parts.append(cell)
            self._cursor.x = None

    def _moved_to(self, x: int, width: int) -> None:
        # After the last column terminals differ in where the cursor is.
        self._cursor.x = x if x < width else None


def _long(code: str) -> str:
    """Return a colour's code if it is so long that moving the cursor is cheaper than changing to it and back."""
    return code if len(code) > _SHORT_CODE else ""


def _runs(y: int, row: Row, start: int, end: int) -> Iterator[Piece]:
    pens = row.pens
    while start < end:
        pen, stop = pens[start], start + 1
        while stop < end and pens[stop] is pen:
            stop += 1
        yield pen, y, start, stop
        start = stop


def _trailing_blanks(row: Row) -> int:
    """Return the column from which on the row is blank in one pen."""
    cells, pens, x = row.cells, row.pens, len(row.cells)
    pen = pens[-1]
    while x and cells[x - 1] == " " and pens[x - 1] is pen:
        x -= 1
    return x


def _changed_spans(old: Row, new: Row) -> list[tuple[int, int]]:
    """Return the changed columns as start, end; close ones are joined where writing costs less than moving."""
    differs = map(or_, map(ne, old.cells, new.cells), map(is_not, old.pens, new.pens))
    changed = list(compress(range(len(new.cells)), differs))
    if changed[-1] - changed[0] + 1 == len(changed):
        return [_whole_characters(old.cells, new.cells, changed[0], changed[-1] + 1)]
    spans: list[tuple[int, int]] = []
    start = last = changed[0]
    for x in changed:
        if x - last > 1 and not _is_cheap(new.pens[last : x + 1]):
            spans.append((start, last + 1))
            start = x
        last = x
    spans.append((start, last + 1))
    return [_whole_characters(old.cells, new.cells, start, end) for start, end in spans]


def _is_cheap(gap: list[Pen]) -> bool:
    return len(gap) - 2 <= (_CHEAP_GAP if gap.count(gap[0]) == len(gap) else _GAP)


def _whole_characters(old: list[str], new: list[str], start: int, end: int) -> tuple[int, int]:
    """Widen a span so that no wide character, of the old row or the new one, is cut in half."""
    while start and WIDE_REST in (old[start], new[start]):
        start -= 1
    while end < len(new) and WIDE_REST in (old[end], new[end]):
        end += 1
    return start, end
