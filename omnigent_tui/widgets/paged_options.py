"""A list of options that takes page keys at any time."""

from typing import Literal

from textual.widgets import OptionList


class PagedOptions(OptionList):
    """Turns its pages once it is laid out: before, Textual looks for lines that are not there yet, and raises."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        # Private in Textual 8.2: what both page keys do.
        if self.scrollable_content_region:
            super()._move_page(direction)
