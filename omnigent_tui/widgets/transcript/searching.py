"""Searching in the transcript view: the hits in what is loaded, their highlights, and going to one."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from typing_extensions import override

from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.rendering.lines import Line, Runs
from omnigent_tui.state.search import FoundEntry, found_in
from omnigent_tui.state.search_hits import Hit, HitList
from omnigent_tui.state.transcript import Entry
from omnigent_tui.values import Value
from omnigent_tui.widgets.transcript.highlighting_hits import MarkedLines, mark_runs
from omnigent_tui.widgets.transcript.navigating import TranscriptNavigation
from omnigent_tui.widgets.transcript.rows import Row

MOST_MARKED = 200
"""Entries whose hits in rendered lines are remembered."""

Part = tuple[Entry, ...]


class _SearchedPart(Value):
    part: Part
    known: dict[str, tuple[Entry, FoundEntry | None]]
    found: tuple[FoundEntry, ...]


class LoadedHits:
    """The hits in loaded entries, worked out once for each state of an entry."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._parts: list[_SearchedPart] = []

    def of(self, *parts: Part) -> tuple[FoundEntry, ...]:
        """Return the entries with hits, in order; parts that are the same objects as last time cost nothing."""
        before = self._parts
        self._parts = [
            before[number] if number < len(before) and before[number].part is part else self._searched(part, before)
            for number, part in enumerate(parts)
        ]
        return tuple(found for searched in self._parts for found in searched.found)

    def _searched(self, part: Part, before: Sequence[_SearchedPart]) -> _SearchedPart:
        """Search what is new of the part; of what it had before nothing is kept."""
        now: dict[str, tuple[Entry, FoundEntry | None]] = {}
        for entry in part:
            known = next((each for searched in before if (each := searched.known.get(entry.key)) is not None), None)
            now[entry.key] = known if known and known[0] is entry else (entry, found_in(self.pattern, entry))
        return _SearchedPart(part, now, tuple(found for _, found in now.values() if found is not None))


class TranscriptSearch(TranscriptNavigation):
    """Adds hits."""

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._loaded_hits: LoadedHits | None = None
        self._marked: dict[str, MarkedLines] = {}
        self._hit: tuple[str, int] | None = None

    def parts_on_show(self) -> tuple[Part, ...]:
        """Return what is shown, in order, in parts that stay the same objects while they do not change."""
        raise NotImplementedError

    @property
    def entry_count(self) -> int:
        """How many entries are on show or can be scrolled to."""
        return len(self._rows)

    def look_for(self, pattern: re.Pattern[str] | None) -> None:
        """Highlight what the pattern finds, from now on; None: nothing any more."""
        self._loaded_hits = LoadedHits(pattern) if pattern is not None else None
        self._marked.clear()
        self._hit = None
        self.show_rows()

    def loaded_hits(self) -> tuple[FoundEntry, ...]:
        """Return the entries on show that have hits, oldest first."""
        return self._loaded_hits.of(*self.parts_on_show()) if self._loaded_hits is not None else ()

    def nearest_hit(self, hits: HitList) -> int | None:
        """Return the number of the lowest hit on show, else of the last one above that, else of the next one below."""
        rows, shown = self._rows.rows, self._lines_on_show()
        on_show: list[int | None] = []
        above: list[int | None] = []
        for index, (first, end) in shown.items():
            row, lines = rows[index], self._lines(index)
            places = self._marks(row, lines).places
            before = bisect_left(places, end)
            if before:
                hit = Hit(FoundEntry(row.key, row.entry.item_ids, 0), before - 1, is_loaded=True)
                (on_show if places[before - 1] >= first else above).append(hits.number_of(hit))
            elif end == len(lines):
                # What is folded away stands before the end of its entry.
                above.append(hits.last_of({row.key}))
        nearest = max(filter(None, on_show), default=None) or max(filter(None, above), default=None)
        keys = [row.key for row in rows]
        return nearest or hits.last_of(set(keys[: min(shown, default=None)])) or hits.first_of(set(keys))

    def _lines_on_show(self) -> dict[int, tuple[int, int]]:
        """The rows of which a line is on show, each with the first of those lines and their end."""
        shown: dict[int, tuple[int, int]] = {}
        for index, line in self._viewport.visible:
            if line >= 0:
                shown[index] = (shown.get(index, (line, 0))[0], line + 1)
        return shown

    def go_to_hit(self, hit: Hit) -> bool:
        """Show a hit in a loaded entry, unfolded if need be; false if its entry is not here.

        Where the hit is in a part that is not shown (the end of a very long output), its entry is shown.
        """
        index = self._index_of(hit.entry)
        if index is None:
            return False
        row = self._rows.rows[index]
        places = self._marks(row, self._lines(index)).places
        if len(places) <= hit.ordinal and row.folded and self.face(row).is_foldable():
            row.folded, row.is_exact = False, False
            places = self._marks(row, self._lines(index)).places
        ordinal = min(hit.ordinal, len(places) - 1)
        self._hit = (row.key, ordinal)
        self._cursor = row
        line = places[ordinal] if places else 0
        if (index, line) not in self._viewport.visible:
            self._viewport.go_to(index, line - self._rows_high // 3)
        self._viewport.stay()
        self.moved()
        return True

    def _index_of(self, found: FoundEntry) -> int | None:
        index = self._find(found.key)
        if index is not None or not found.item_ids:
            return index
        wanted = frozenset(found.item_ids)
        rows = enumerate(self._rows.rows)
        return next((number for number, row in rows if not wanted.isdisjoint(row.entry.item_ids)), None)

    def _marks(self, row: Row, lines: Sequence[Line]) -> MarkedLines:
        assert self._loaded_hits is not None
        marked = self._marked.get(row.key)
        if marked is None or marked.lines is not lines:
            if len(self._marked) >= MOST_MARKED:
                self._marked.clear()
            marked = self._marked[row.key] = MarkedLines(self._loaded_hits.pattern, lines)
        return marked

    @override
    def highlighted(self, row: Row, number: int, lines: Sequence[Line]) -> Runs | None:
        if self._loaded_hits is None:
            return None
        marks = self._marks(row, lines).of_line(number)
        if not marks:
            return None
        current = self._hit[1] if self._hit is not None and self._hit[0] == row.key else None
        return mark_runs(lines[number].runs, marks, current)
