"""Which rows keep their rendered lines: the most recently shown ones, up to an amount of memory."""

from collections import OrderedDict

from omnigent_tui.rendering.lines import Line
from omnigent_tui.widgets.transcript.rows import Row

LINE_BYTES = 1_000
"""What a line holds in memory while it is not painted, measured."""


class RenderedRows:
    """Rows with a face, least recently shown first; `limit` bytes of lines are kept."""

    def __init__(self, limit: int = 2_000_000) -> None:
        self._limit = limit
        self._used = 0
        self._costs: OrderedDict[Row, int] = OrderedDict()

    def touch(self, row: Row, lines: list[Line]) -> None:
        """Note that `row` is on show with `lines`."""
        cost = 1_000 + LINE_BYTES * len(lines)
        self._used += cost - self._costs.pop(row, 0)
        self._costs[row] = cost

    def trim(self, kept: int) -> None:
        """Forget the lines of rows that were not shown for longest; the `kept` most recent ones stay in any case."""
        while self._used > self._limit and len(self._costs) > kept:
            row, cost = self._costs.popitem(last=False)
            row.face = None
            self._used -= cost

    def rows(self) -> list[Row]:
        """Return the rows that have a face."""
        return list(self._costs)

    def clear(self) -> None:
        """Forget everything."""
        for row in self._costs:
            row.face = None
        self._costs.clear()
        self._used = 0
