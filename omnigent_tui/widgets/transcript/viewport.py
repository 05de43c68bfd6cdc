"""Where the reader is: a place is a row and a line in it, so nothing that happens elsewhere moves it."""

from collections.abc import Callable

from msgspec import Struct

from omnigent_tui.widgets.transcript.rows import Merge, Row, RowList

STEP, FAST_STEP = 4, 2
"""The part of the height by which the view moves on at least and at most, one in so many, while text rushes by."""

FLOOD = 4
"""The part of the height that one frame has to add, one in so many, to be more than anybody reads."""

Position = tuple[int, int]
"""Index of a row, and a line in it; the blank lines above a row have negative numbers."""


class Place(Struct):
    """The first line on show. `offset` is the character there, set while the width changes: rows wrap anew then."""

    row: Row
    line: int
    offset: int | None = None


class Viewport:
    """Chooses which lines are on show. `measure` has to return the exact number of lines of the row at an index.

    `following` means the last line stays on show. Only the reader's own moves change place and following; what has
    to be shown otherwise (because rows went away, or the screen grew) is worked out anew each time.

    While text is `rushing` by and followed, the view moves on in steps that leave rows free below the last line: the
    lines stand still in between, for the reader and for the terminal. Without such a rush the last line stands in the
    last row.
    """

    def __init__(self, rows: RowList, measure: Callable[[int], int]) -> None:
        self.rows = rows
        self.height = 0
        self.following = True
        self.held = False
        self.rushing = False
        self.place: Place | None = None
        self.visible: list[Position] = []
        self._measure = measure
        self._hint = 0
        self._total = 0
        self._grown = 0

    def settle(self) -> None:
        """Work out the visible positions for the current rows and height."""
        if not self.rows.rows or self.height <= 0:
            self.visible = []
            return
        if self.following or self.place is None:
            self._settle_at_end()
            return
        self.visible = self._from(self._start())
        if self.height - len(self.visible) > (self._free_rows() if self.held else 0):
            self.visible = self._from(self._bottom())

    def _settle_at_end(self) -> None:
        bottom = self._bottom()
        self._grown, self._total = self.rows.total - self._total, self.rows.total
        top = bottom if self.place is None else self._start()
        self.visible = self._from(top)
        if top != bottom and not (self.is_at_end() and self.height - len(self.visible) <= self._free_rows()):
            if self.rushing and top < bottom:
                step = max(self.height // STEP, min(self.height // FAST_STEP, 6 * self._grown))
                # An even number of lines: what stands beside the transcript has two lines each, so more of it fits.
                moved = self._lines_above(*bottom) - self._lines_above(*top) + step
                bottom = self._down(*bottom, step + moved % 2)
            self.visible = self._from(bottom)
        if self.following:
            self.hold()

    def _free_rows(self) -> int:
        """How many rows may stay free below the last line."""
        return self.height // FAST_STEP if self.rushing else 0

    @property
    def is_flooded(self) -> bool:
        """Whether what is followed grew by so much at once that nobody can have read it."""
        return self.rushing and self.following and self._grown * FLOOD >= self.height > 0

    def is_at_end(self) -> bool:
        """Whether the last line is on show."""
        if not self.visible:
            return True
        index, line = self.visible[-1]
        return index == len(self.rows) - 1 and line == self.rows.rows[index].lines - 1

    def lines_above(self) -> int:
        """Return the number of lines above the first one on show, estimates included."""
        if not self.visible:
            return 0
        return self._lines_above(*self.visible[0])

    def _lines_above(self, index: int, line: int) -> int:
        return sum(self.rows.heights[:index]) + line + self.rows.rows[index].gap

    def scroll(self, lines: int) -> None:
        """Move by `lines` (negative: up)."""
        if not self.visible:
            return
        index, line = self.visible[0]
        target = self._up(index, line, -lines) if lines < 0 else self._down(index, line, lines)
        if lines < 0 and self.following:
            # Where rows are free below the last line, upwards still means away from it.
            target = min(target, self._up(*self._bottom(), 1))
        stays = self.held and lines < 0
        self.go_to(*target)
        if stays:
            self.stay()

    def go_to(self, index: int, line: int) -> None:
        """Put that line first, as far as there is enough below it to fill the screen."""
        self.place = Place(self.rows.rows[index], line)
        self._hint = index
        self.following = self.held = False
        self.settle()
        self.hold()
        self.following = self.is_at_end()

    def stay(self) -> None:
        """Follow no more, even if the last line is on show, until the reader moves on."""
        self.hold()
        self.following, self.held = False, True

    def release(self) -> None:
        """Follow again if the last line is on show."""
        self.following, self.held = self.is_at_end(), False

    def hold(self) -> None:
        """Make the first line on show the reader's place."""
        if self.visible:
            index, line = self.visible[0]
            self.place = Place(self.rows.rows[index], line)
            self._hint = index

    def hold_at(self, index: int, place: Place) -> None:
        """Make `place`, in the row at `index`, the reader's; its line may be one above that row."""
        self._hint, self.place = index, place

    def follow(self) -> None:
        """Go to the last line and stay there."""
        self.following, self.held = True, False
        self.place = None
        self.settle()

    def merged(self, merge: Merge) -> None:
        """Find the place again after rows changed: the same row, else the nearest that is still there."""
        if self.place is None:
            return
        index = self._hint
        if index >= merge.old_end:
            self._hint = index + merge.new_end - merge.old_end
        elif index >= merge.start:
            numbered = list(enumerate(self.rows.rows[merge.start : merge.new_end], merge.start))
            at = {row.key: number for number, row in numbered}
            index -= merge.start
            for row in (*merge.old[index:], *reversed(merge.old[:index])):
                found = at.get(row.key)
                if found is not None:
                    line = self.place.line if row is self.place.row else 0
                    self._hint, self.place = found, Place(self.rows.rows[found], line, self.place.offset)
                    return
            self._hint = max(0, min(merge.start, len(self.rows) - 1))
            self.place = Place(self.rows.rows[self._hint], 0) if self.rows.rows else None

    def _start(self) -> Position:
        assert self.place is not None
        index, line = self._hint, self.place.line
        lines = self._measure(index)
        line = min(line, lines - 1)
        if line < -self.rows.rows[index].gap:
            return self._up(index, 0, -line)
        return index, line

    def _bottom(self) -> Position:
        filled = 0
        for index in range(len(self.rows) - 1, -1, -1):
            gap = self.rows.rows[index].gap
            filled += self._measure(index) + gap
            if filled >= self.height:
                return index, filled - self.height - gap
        return 0, -self.rows.rows[0].gap

    def _from(self, position: Position) -> list[Position]:
        index, line = position
        visible: list[Position] = []
        while len(visible) < self.height and index < len(self.rows):
            lines = self._measure(index)
            last = min(lines, line + self.height - len(visible))
            visible.extend((index, number) for number in range(line, last))
            index += 1
            line = -self.rows.rows[index].gap if index < len(self.rows) else 0
        return visible

    def _up(self, index: int, line: int, count: int) -> Position:
        while count > (room := line + self.rows.rows[index].gap):
            if index == 0:
                return 0, -self.rows.rows[0].gap
            count -= room + 1
            index -= 1
            line = self._measure(index) - 1
        return index, line - count

    def _down(self, index: int, line: int, count: int) -> Position:
        while count > (room := self._measure(index) - 1 - line):
            if index == len(self.rows) - 1:
                return index, line + room
            count -= room + 1
            index += 1
            line = -self.rows.rows[index].gap
        return index, line + count
