"""The screen as Textual last composed it, kept as rows of cells that updates of the compositor are applied to."""

from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from omnigent_tui.terminal.pens import Pens
from omnigent_tui.terminal.rows import Row, cells_of, is_certain

# `_compositor` is private in Textual: its two kinds of update are the only way to learn what changed.
Update = LayoutUpdate | ChopsUpdate


class FrameModel:
    """What the screen should show; `rows` are replaced, never changed, once `share` handed them out."""

    def __init__(self, pens: Pens) -> None:
        self.pens = pens
        self.width = 0
        self.rows: list[Row] = []
        self._shared: list[Row | None] = []

    def matches(self, update: Update) -> bool:
        """Whether `update` can be applied: a full one always, a partial one to a screen of the same size."""
        if isinstance(update, LayoutUpdate):
            return True
        ends = update.chop_ends
        return len(ends) == len(self.rows) and bool(ends) and ends[0][-1] == self.width

    def apply(self, update: Update) -> None:
        """Take over what the update draws."""
        if isinstance(update, LayoutUpdate):
            self._resize(update.region.width, update.region.height)
            for y, strips in enumerate(update.strips, update.region.y):
                segments: list[Segment] = []
                for strip in strips:
                    segments += strip
                self._put(update.region.x, y, segments)
            return
        for y, start, end in update.spans:
            if y < len(self.rows):
                self._put_span(update, y, start, end)

    def _put_span(self, update: ChopsUpdate, y: int, start: int, end: int) -> None:
        for x, stop, strip in _chops(update, y):
            if x < end and stop > start:
                self._put(x, y, strip if stop <= end else strip.crop(0, end - x))

    def share(self) -> list[Row]:
        """Return the rows as they are now; later updates leave them alone."""
        self._shared = list(self.rows)
        return list(self.rows)

    def _resize(self, width: int, height: int) -> None:
        if (width, height) != (self.width, len(self.rows)):
            self.width = width
            self.rows = [Row.blank(width, self.pens.default) for _ in range(height)]
            self._shared = [None] * height

    def _put(self, x: int, y: int, segments: "list[Segment] | Strip") -> None:
        if not 0 <= y < len(self.rows) or x >= self.width:
            return
        cells, looks, risky = cells_of(segments, self.pens)
        if x == 0 and len(cells) == self.width:
            self.rows[y] = Row(cells, looks, risky)
            return
        row = self.rows[y]
        if row is self._shared[y]:
            row = self.rows[y] = row.copy()
        row.put(x, cells, looks)
        row.risky = risky or (row.risky and not all(not cell or is_certain(cell) for cell in row.cells))


def _chops(update: ChopsUpdate, y: int) -> list[tuple[int, int, Strip]]:
    """Return the drawn pieces of line `y`: start column, end column, content."""
    pieces = zip(update.chop_ends[y], update.chops[y].items(), strict=False)
    return [(x, end, strip) for end, (x, strip) in pieces if strip is not None]
