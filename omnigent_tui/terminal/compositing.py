"""Composes a frame out of the widgets that can be seen in what changed, not of all that lie around or behind it.

Private in Textual 8.2 and overridden or called here: `Compositor._get_renders`, `Screen._compositor`.
"""

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class _Covered:
    """Which cells are drawn already: for each row an integer with a bit for each column."""

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}

    def hides(self, region: Region) -> bool:
        """Whether nothing of `region` can be seen any more."""
        columns = _columns_of(region)
        return all(self._rows.get(y, 0) & columns == columns for y in region.line_range)

    def add(self, region: Region, strips: list[Strip]) -> None:
        """Note that `strips` are drawn in `region`. Those of a widget that was just resized may not fill it yet."""
        columns = _columns_of(region)
        for y, strip in zip(region.line_range, strips, strict=False):
            if strip.cell_length >= region.width:
                self._rows[y] = self._rows.get(y, 0) | columns


def _columns_of(region: Region) -> int:
    return ((1 << region.width) - 1) << max(0, region.x)


class NarrowCompositor(Compositor):
    """Textual's compositor asks every widget for its rows whose container overlaps the change, and all behind it.

    Containers and the screen itself lie wholly behind what is in them: they are not asked at all.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders(crop)
            return
        # Not narrower than the screen: cells are handed over between the edges of widgets only.
        rows = Region(0, crop.y, self.size.width, crop.height)
        covered = _Covered()
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(rows)
            if not seen.overlaps(crop) or covered.hides(seen):
                continue
            strips = widget.render_lines(seen.translate(-region.offset))
            yield region, seen, strips
            # From front to back: what is drawn first is in front, and covers all of what comes later.
            covered.add(seen, strips)
            if covered.hides(crop):
                return
