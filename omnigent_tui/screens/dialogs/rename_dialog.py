"""Giving a session another title."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from omnigent_tui.screens.dialogs.dialog import Dialog
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import RenameSession
from omnigent_tui.widgets.one_line import OneLine

MOST_CHARACTERS = 200
"""The server refuses longer titles."""


class RenameDialog(Dialog):
    """The title is there to be changed, cursor at its end."""

    AUTO_FOCUS = "Input"

    def __init__(self, surroundings: Surroundings, session_id: str, title: str) -> None:
        super().__init__(surroundings, session_id)
        self._frame = Vertical(id="dialog")
        self._input = Input(title, max_length=MOST_CHARACTERS, compact=True, select_on_focus=False)
        self._input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        with self._frame:
            yield self._input
            yield OneLine(id="dialog-hints")

    def on_mount(self) -> None:
        """Say what the keys do."""
        super().on_mount()
        words = "Enter renames · empty: the server makes a title of the first message · Esc closes"
        self.query_one("#dialog-hints", OneLine).set_line(Content(words))

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Name the session."""
        if self.is_mounted:
            self._frame.border_title = Content(f"Rename · {self.title_of(state)}")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Rename."""
        event.stop()
        self.surroundings.perform(RenameSession(self.session_id, event.value.strip()))
        self.dismiss()
