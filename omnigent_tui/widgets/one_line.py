"""A widget of one row that shows one line of content and repaints only when the line is another one."""

from textual.content import Content
from textual.widget import Widget


class OneLine(Widget):
    """Shows `content`, cut at the right edge with an ellipsis; takes no focus."""

    DEFAULT_CSS = """
    OneLine {
        height: 1;
        width: 1fr;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._content = Content()

    def set_line(self, content: Content) -> None:
        """Show this line."""
        if not content.is_same(self._content):
            self._content = content
            self.refresh()

    @property
    def line(self) -> str:
        """What is shown, as plain text."""
        return self._content.plain

    def render(self) -> Content:
        """Return the line for Textual to draw."""
        return self._content
