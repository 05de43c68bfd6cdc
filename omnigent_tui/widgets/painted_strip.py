"""`PaintedStrip`: a strip for rows that are painted once and kept.

A strip of Textual's brings seven caches of what is made of it, and each of those strips seven more: 1.3 KB with nothing
in them, several times what a row says. Rows here are made anew when they change, and cut once when they are shown.

Private in Textual 8.2 and set here: `Strip._segments`, `_cell_length`, `_cell_count`, `_render_cache`, `_link_ids`, and
the seven caches.
"""

from collections.abc import Iterable
from typing import Any

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip


class _NothingKept(FIFOCache[Any, Any]):
    """A cache that forgets at once."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


_NOTHING = _NothingKept(0)


class PaintedStrip(Strip):
    """A strip that has been through the app's line filters. What is made of it (cut, joined) is a plain strip again."""

    __slots__ = ()

    def __init__(self, segments: Iterable[Segment], cell_length: int) -> None:
        self._segments = list(segments)
        self._cell_length = cell_length
        self._cell_count = None
        self._render_cache = None
        self._link_ids = None
        self._divide_cache = _NOTHING
        self._crop_cache = _NOTHING
        self._style_cache = _NOTHING
        self._filter_cache = _NOTHING
        self._line_length_cache = _NOTHING
        self._crop_extend_cache = _NOTHING
        self._offsets_cache = _NOTHING
