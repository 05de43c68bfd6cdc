"""A widget for a sentence that matters to its end: it takes as many rows as that needs, up to a few."""

from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from omnigent_tui.rendering.wrapping import wrap_offsets

SHORT_BELOW = 16
"""Screens with fewer rows than this have none to spare."""


def few_lines(text: str, width: int, rows: int) -> list[str]:
    """Return `text` in at most `rows` lines (1 or more) of `width` cells; an ellipsis ends what is cut."""
    text, width = " ".join(text.splitlines()), max(1, width)
    breaks = [0, *wrap_offsets(text, width)[: rows - 1], len(text)]
    lines = [text[start:end].rstrip() for start, end in pairwise(breaks)]
    if cell_len(lines[-1]) > width:
        lines[-1] = set_cell_size(lines[-1], width - 1).rstrip() + "…"
    return lines


class FewLines(Widget):
    """Shows a sentence in up to three rows (one on a short screen); takes no focus."""

    DEFAULT_CSS = """
    FewLines { height: auto; width: 1fr; }
    """

    can_focus = False
    most_rows = 3

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.line = ""
        """The sentence, also what of it is cut."""

    def show(self, sentence: str) -> None:
        """Show this sentence; an empty one hides the widget."""
        self.display = bool(sentence)
        if sentence != self.line:
            self.line = sentence
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as the sentence needs and may have."""
        return len(few_lines(self.line, width, 1 if viewport.height < SHORT_BELOW else self.most_rows))

    def render(self) -> Content:
        """Return the lines for Textual to draw."""
        size = self.content_size
        return Content("\n".join(few_lines(self.line, size.width, max(1, size.height))))
