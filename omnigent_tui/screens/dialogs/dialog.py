"""The base of the dialogs: a framed box in the middle that belongs to one session, by its id."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.selectors import session_title


class Dialog(StateScreen, ModalScreen[None]):
    """Closes with Esc, which changes nothing. What it does is done to `session_id`, whatever is open meanwhile."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog:ansi { background: transparent; }
    Dialog > #dialog {
        width: 76;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        border: round $primary;
        background: $surface;
        padding: 0 1;
    }
    Dialog Input { border: none; padding: 0; height: 1; margin: 0 0 1 0; background: $boost; }
    Dialog Input:focus { border: none; }
    Dialog #dialog-hints { color: $text-muted; }
    Dialog #dialog-problem { color: $text-error; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]

    def __init__(self, surroundings: Surroundings, session_id: str) -> None:
        super().__init__(surroundings)
        self.session_id = session_id

    def on_mount(self) -> None:
        """Show the state there is."""
        self.show_now()

    def title_of(self, state: State) -> str:
        """The name of the session this is about."""
        return session_title(state, self.session_id)

    def action_close(self) -> None:
        """Close, and do nothing."""
        self.dismiss()
