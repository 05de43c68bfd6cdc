"""Finding rows that only moved up or down, so that the terminal can move them instead of getting them again."""

from collections import Counter
from itertools import compress, count
from operator import ne

from omnigent_tui.terminal.rows import Row

_MIN_CHANGED = 3
_MIN_VOTES = 2
_MIN_SHARE = 8
"""Of so many changed rows one must have moved: a page that is turned keeps two or three, too few to gain anything."""
_MAX_GAP = 3
_MAX_PLACES = 6
_MAX_CANDIDATES = 2
_COST_OF_SCROLL = 24
_COST_OF_ROW = 8


class Shift:
    """Rows `top` (included) to `bottom` (excluded) move by `by` rows, up if positive."""

    __slots__ = ("bottom", "by", "top")

    def __init__(self, top: int, bottom: int, by: int) -> None:
        self.top = top
        self.bottom = bottom
        self.by = by

    def moved(self, rows: "list[Row | None]") -> "list[Row | None]":
        """Return `rows` as they are after the move; `None` where it is unknown what the terminal shows."""
        region = rows[self.top : self.bottom]
        count = min(abs(self.by), len(region))
        fresh: list[Row | None] = [None] * count
        region = region[count:] + fresh if self.by > 0 else fresh + region[: len(region) - count]
        return rows[: self.top] + region + rows[self.bottom :]

    def sequence(self) -> str:
        """Return the terminal sequence; the cursor is at an unknown place afterwards."""
        # Deleting and inserting lines within a scroll region is understood by everything since the VT102.
        margins = f"\x1b[{self.top + 1};{self.bottom}r\x1b[{self.top + 1}H"
        count = abs(self.by) if abs(self.by) > 1 else ""
        return f"{margins}\x1b[{count}{'M' if self.by > 0 else 'L'}\x1b[r"


def find_shift(old: list[Row], new: list[Row], changed: list[int]) -> Shift | None:
    """Return the move of rows that makes `new` out of `old` cheaper to write, if there is one.

    `changed` are the rows that differ, ascending. Both lists have the same length.
    """
    if len(changed) < _MIN_CHANGED:
        return None
    left, right = _columns(old, new, changed)
    where: dict[str, list[int]] = {}
    for y in changed:
        if (key := "".join(old[y].cells[left:right])).strip():
            where.setdefault(key, []).append(y)
    votes: Counter[int] = Counter()
    for y in changed:
        for was in where.get("".join(new[y].cells[left:right]), ())[:_MAX_PLACES]:
            votes[was - y] += 1
    del votes[0]
    best: Shift | None = None
    saved = 0
    least = max(_MIN_VOTES, len(changed) // _MIN_SHARE)
    for by, voices in votes.most_common(_MAX_CANDIDATES):
        if voices < least or (best is not None and voices * 2 < votes[best.by]):
            break
        shift = _region(old, new, by, slice(left, right))
        if (gain := _gain(old, new, shift)) > saved:
            best, saved = shift, gain
    return best


def _columns(old: list[Row], new: list[Row], changed: list[int]) -> tuple[int, int]:
    """Return the columns most changed rows differ in: a sidebar that stays still must not hide the move."""
    firsts: list[int] = []
    lasts: list[int] = []
    for y in changed:
        before, after = old[y].cells, new[y].cells
        if before != after:
            firsts.append(next(compress(count(), map(ne, before, after))))
            lasts.append(len(after) - 1 - next(compress(count(), map(ne, reversed(before), reversed(after)))))
    if not firsts:
        return 0, 0
    outliers = len(firsts) // 8
    return sorted(firsts)[outliers], sorted(lasts)[-1 - outliers] + 1


def _region(old: list[Row], new: list[Row], by: int, columns: slice) -> Shift:
    """Return the longest run of rows that moved by `by` (small gaps allowed) as a shift."""
    runs: list[tuple[int, int]] = []
    start = last = -1
    for y in range(max(0, -by), min(len(new), len(new) - by)):
        if new[y].cells[columns] != old[y + by].cells[columns]:
            continue
        if start < 0 or y - last > _MAX_GAP:
            runs.append((start, last))
            start = y
        last = y
    runs.append((start, last))
    first, last = max(runs, key=lambda run: run[1] - run[0])
    # A line that moved and grew belongs to the region too: only what was added to it needs to be written.
    while first > max(0, -by) and _moved_rather(old, new, first - 1, by):
        first -= 1
    while last + 1 < min(len(new), len(new) - by) and _moved_rather(old, new, last + 1, by):
        last += 1
    return Shift(min(first, first + by), max(last, last + by) + 1, by)


def _moved_rather(old: list[Row], new: list[Row], y: int, by: int) -> bool:
    return _cost(old[y + by], new[y]) < _cost(old[y], new[y])


def _gain(old: list[Row], new: list[Row], shift: Shift) -> int:
    moved = shift.moved([*old])
    before = sum(_cost(old[y], new[y]) for y in range(shift.top, shift.bottom))
    after = sum(_cost(moved[y], new[y]) for y in range(shift.top, shift.bottom))
    return before - after - _COST_OF_SCROLL


def _cost(old: Row | None, new: Row) -> int:
    if old is None:
        return len("".join(new.cells).rstrip()) + _COST_OF_ROW
    if old.same(new):
        return 0
    return _COST_OF_ROW + list(map(ne, old.cells, new.cells)).count(True)
