"""One question on the whole screen: everything there is to read before an answer, none of it cut."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class FullView(ModalScreen[None]):
    """Scrolls with the arrow and page keys; Esc or the key that opened it closes it. Nothing is answered here."""

    AUTO_FOCUS = "#full-view"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "close", "Close")]
    DEFAULT_CSS = """
    FullView { background: $surface; }
    FullView #full-view { padding: 0 1; }
    """

    def __init__(self, text: Content, close_keys: Sequence[str]) -> None:
        super().__init__()
        self._text = text
        for key in close_keys:
            self._bindings.bind(key, "close", show=False)

    def compose(self) -> ComposeResult:
        """Lay the text out."""
        with VerticalScroll(id="full-view"):
            yield Static(Content.assemble(("Read only; Esc closes\n\n", "dim"), self._text), markup=False)

    def action_close(self) -> None:
        """Go back to the card."""
        self.dismiss()
