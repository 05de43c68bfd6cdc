"""The rows of a transcript: one for each entry, with its height in lines, kept through changes by entry and key."""

from collections.abc import Iterable, Sequence
from itertools import islice, repeat, takewhile
from operator import is_
from typing import Any

from omnigent_tui.state.transcript import Entry
from omnigent_tui.values import Value
from omnigent_tui.widgets.transcript.face import Face
from omnigent_tui.widgets.transcript.registry import FACES

SERIAL_STEP = 1 << 20
FIRST_SERIAL = 1 << 50


class Row:
    """An entry on show. `lines` is the number of its lines: estimated until `is_exact`. `gap` blank lines stand above.

    `serial` grows in reading order and never changes: text selections hang on it. `is_failure` is None until asked.
    """

    __slots__ = ("entry", "face", "folded", "gap", "is_exact", "is_failure", "kind", "lines", "serial")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.kind = FACES[type(entry)]
        self.folded = self.kind.starts_folded
        self.face: Face[Any] | None = None
        self.lines = 1
        self.gap = 0
        self.is_exact = False
        self.serial = 0
        self.is_failure: bool | None = None

    @property
    def key(self) -> str:
        """The entry's identity."""
        return self.entry.key

    def change(self, entry: Entry) -> None:
        """Show another state of the entry."""
        self.entry = entry
        self.is_exact, self.is_failure = False, None
        if self.face is not None:
            self.face.update(entry)


class Merge(Value):
    """What a merge did: the `old` rows from `start` on became rows[start:new_end], `added` of them new."""

    start: int
    old: tuple[Row, ...]
    new_end: int
    added: tuple[Row, ...]

    @property
    def old_end(self) -> int:
        """The index behind the last old row."""
        return self.start + len(self.old)


class RowList:
    """All rows in reading order, with the sum of their heights."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.heights: list[int] = []
        self._entries: list[Entry] = []
        self.total = 0
        self.width = 0
        self.first_gap = 0

    def __len__(self) -> int:
        return len(self.rows)

    def clear(self) -> None:
        """Forget all rows."""
        self.rows, self.heights, self._entries, self.total = [], [], [], 0

    def update(self, start: int, entries: Sequence[Entry]) -> list[Merge]:
        """Make rows[start:] show `entries`: older ones in front first, then the rest, so that both stay cheap."""
        merges: list[Merge | None] = []
        if start == 0 and self._entries:
            is_first = list(map(is_, entries, repeat(self._entries[0])))
            older = is_first.index(True) if True in is_first else 0
            if older:
                merges.append(self.merge(0, (*entries[:older], *self._entries)))
                start, entries = older, entries[older:]
        merges.append(self.merge(start, entries))
        return [merge for merge in merges if merge is not None]

    def merge(self, start: int, entries: Sequence[Entry]) -> Merge | None:
        """Make rows[start:] show `entries`. Unchanged entries (the same objects) cost a comparison each.

        Returns None when nothing changed. Rows whose entry changed are found by key and keep their fold and face.
        """
        old = self.rows
        old_count, new_count = len(old), start + len(entries)
        first = start + _same(islice(self._entries, start, None), entries)
        most = min(old_count, new_count) - first
        last = min(most, _same(reversed(self._entries), reversed(entries)))
        old_end, new_end = old_count - last, new_count - last
        if first == old_end == new_end:
            return None
        replaced = tuple(old[first:old_end])
        known = {row.key: row for row in replaced}
        rows: list[Row] = []
        added: list[Row] = []
        for entry in entries[first - start : new_end - start]:
            row = known.pop(entry.key, None)
            if row is None or type(row.entry) is not type(entry):
                row = Row(entry)
                added.append(row)
            elif row.entry is not entry:
                row.change(entry)
            rows.append(row)
        self.total -= sum(self.heights[first:old_end])
        self.rows[first:old_end] = rows
        self._entries[first:old_end] = entries[first - start : new_end - start]
        self.heights[first:old_end] = [0] * len(rows)
        for index in range(first, new_end):
            self._estimate(index)
        if new_end < len(self.rows):
            self._set_gap(new_end)
        self._number(first, new_end)
        return Merge(first, replaced, new_end, tuple(added))

    def _estimate(self, index: int) -> None:
        row = self.rows[index]
        row.gap = self._gap(index)
        if not row.is_exact:
            row.lines = max(1, row.kind.estimate(row.entry, self.width, row.folded))
        self._set_height(index)

    def _gap(self, index: int) -> int:
        if index == 0:
            return self.first_gap
        return 0 if self.rows[index].kind.compact and self.rows[index - 1].kind.compact else 1

    def _set_gap(self, index: int) -> None:
        self.rows[index].gap = self._gap(index)
        self._set_height(index)

    def _set_height(self, index: int) -> None:
        row = self.rows[index]
        height = row.gap + row.lines
        self.total += height - self.heights[index]
        self.heights[index] = height

    def set_first_gap(self, gap: int) -> None:
        """Set how many lines stand above the first row."""
        self.first_gap = gap
        if self.rows and self.rows[0].gap != gap:
            self._set_gap(0)

    def set_lines(self, index: int, lines: int) -> None:
        """Set the exact number of lines of a row."""
        row = self.rows[index]
        row.lines, row.is_exact = lines, True
        self._set_height(index)

    def set_width(self, width: int) -> None:
        """Estimate all heights anew for `width` cells."""
        self.width = width
        for index, row in enumerate(self.rows):
            row.is_exact = False
            self._estimate(index)

    def _number(self, first: int, end: int) -> None:
        """Give the new rows of rows[first:end] serials between those of their neighbours, which keep theirs."""
        rows = self.rows
        before = rows[first - 1].serial if first else 0
        start = first
        for index in range(first, end + 1):
            after = rows[index].serial if index < len(rows) else 0
            if index < end and after <= before:
                continue
            if not self._fill(start, index, before, after):
                self._fill(0, len(rows), 0, 0)
                return
            before, start = after, index + 1

    def _fill(self, start: int, end: int, before: int, after: int) -> bool:
        """Number rows[start:end] between two serials (0: no neighbour); return whether there was room."""
        count = end - start
        if not before:
            before = after - SERIAL_STEP * (count + 1) if after else FIRST_SERIAL
        step = (after - before) // (count + 1) if after else SERIAL_STEP
        for number, row in enumerate(self.rows[start:end], 1):
            row.serial = before + number * step
        return step > 0 or not count

    def index_of_serial(self, serial: int) -> int:
        """Return the index of the row with `serial`, or of the one after where it would be."""
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            if self.rows[middle].serial < serial:
                low = middle + 1
            else:
                high = middle
        return low


def _same(entries: Iterable[Entry], others: Iterable[Entry]) -> int:
    """Return how many of the first entries are the same objects (10,000 comparisons take a third of a millisecond)."""
    return len(list(takewhile(bool, map(is_, entries, others))))
