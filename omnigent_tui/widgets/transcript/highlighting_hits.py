"""Hits of a search in rendered lines: where they are, and the runs with those characters marked."""

import re
from collections.abc import Sequence

from omnigent_tui.rendering.lines import Line, Run, Runs, split_runs
from omnigent_tui.rendering.looks import HIT, HIT_CURRENT
from omnigent_tui.state.search import spans_in
from omnigent_tui.widgets.transcript.selecting import entry_text, line_starts

Mark = tuple[int, int, int]
"""First character and end in a line's text, and the number of the hit among those of the entry."""


class MarkedLines:
    """The hits in the lines of one entry."""

    def __init__(self, pattern: re.Pattern[str], lines: Sequence[Line]) -> None:
        self.lines = lines
        self.places: list[int] = []
        """The number of the line each hit begins in."""
        self._marks: dict[int, list[Mark]] = {}
        starts = line_starts(lines)
        number = 0
        for hit, (first, end) in enumerate(spans_in(pattern, entry_text(lines))):
            while number + 1 < len(lines) and starts[number + 1] <= first:
                number += 1
            self.places.append(number)
            self._mark(hit, number, first, end, starts)

    def _mark(self, hit: int, number: int, first: int, end: int, starts: Sequence[int]) -> None:
        """A hit may go on in the lines that follow: they are one text."""
        while number < len(self.lines) and starts[number] < end:
            length = sum(len(text) for text, _ in self.lines[number].runs)
            begin, stop = max(0, first - starts[number]), min(length, end - starts[number])
            if begin < stop:
                self._marks.setdefault(number, []).append((begin, stop, hit))
            number += 1

    def of_line(self, number: int) -> Sequence[Mark]:
        """Return the marks in a line, in order."""
        return self._marks.get(number, ())


def mark_runs(runs: Sequence[Run], marks: Sequence[Mark], current: int | None) -> Runs:
    """Return `runs` with the hits marked, the one with the number `current` in another way."""
    marked: list[Run] = []
    rest: Sequence[Run] = runs
    position = 0
    for first, end, hit in marks:
        look = HIT_CURRENT if hit == current else HIT
        cuts = [first - position, end - position]
        before, inside, rest = split_runs(rest, cuts) if cuts[0] else ((), *split_runs(rest, cuts[1:]))
        marked += before
        marked += [(text, run_look | look) for text, run_look in inside]
        position = end
    return (*marked, *rest)
