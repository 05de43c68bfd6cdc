"""Asks where a session is to be written."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class ExportPath(ModalScreen[str | None]):
    """Returns the path that was written there; None after Esc."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]
    DEFAULT_CSS = """
    ExportPath { align: center middle; }
    ExportPath #export-path {
        width: 90%; max-width: 110; height: auto;
        background: $surface; border: round $accent; padding: 0 1;
    }
    ExportPath Static { height: 1; }
    ExportPath .export-path-keys { color: $text-muted; }
    """

    def __init__(self, suggested: str) -> None:
        super().__init__()
        self._suggested = suggested

    def compose(self) -> ComposeResult:
        """Lay the question out."""
        with Vertical(id="export-path"):
            yield Static(Content("Write the whole session to a new file:"), markup=False)
            yield Input(self._suggested, select_on_focus=False, compact=True)
            yield Static(Content("Enter writes it · Esc cancels"), classes="export-path-keys", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the path."""
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_cancel(self) -> None:
        """Write nothing."""
        self.dismiss(None)
