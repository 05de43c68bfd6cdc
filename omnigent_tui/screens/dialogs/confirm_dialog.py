"""Asking before something is done to a session that cannot be taken back: the session is named, one key does it."""

import time

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from omnigent_tui.screens.dialogs.dialog import Dialog
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import Intent
from omnigent_tui.widgets.approval.key_guard import KeyGuard


class ConfirmDialog(Dialog):
    """`verb` begins the question (“Delete”), `words` say what comes of it, `intent` is performed on `y`.

    A key typed into the composer a moment ago is no answer: the question must have been read, the keyboard quiet.
    """

    def __init__(self, surroundings: Surroundings, session_id: str, verb: str, words: str, intent: Intent) -> None:
        super().__init__(surroundings, session_id)
        self._verb = verb
        self._words = words
        self._intent = intent
        self._guard = KeyGuard(surroundings.rhythm)
        self._was_too_soon = False
        self._question = Static(markup=False)
        self._hints = Static(markup=False, id="dialog-hints")

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        with Vertical(id="dialog"):
            yield self._question
            yield self._hints

    def on_mount(self) -> None:
        """Ask."""
        super().on_mount()
        self._guard.focused(time.monotonic())
        self.call_after_refresh(lambda: self._guard.painted(self.session_id, time.monotonic()))

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Name the session."""
        if not self.is_mounted:
            return
        title = self.title_of(state)
        self._question.update(Content.assemble((f"{self._verb} “{title}”?", "bold"), f"\n\n{self._words}\n"))
        self._show_hints()

    def _show_hints(self) -> None:
        again = "That came too soon to be an answer to this: press again.\n" if self._was_too_soon else ""
        self._hints.update(Content(f"{again}y {self._verb.lower()} · any other key leaves it as it is"))

    def on_key(self, event: events.Key) -> None:
        """Do it on `y`; every other key closes, but one that came too soon does neither."""
        event.stop()
        event.prevent_default()
        if not self._guard.allows(self.session_id, event.time):
            if event.key == "escape":
                self.dismiss()
            else:
                self._was_too_soon = True
                self._show_hints()
            return
        if event.key == "y":
            self.surroundings.perform(self._intent)
        self.dismiss()
