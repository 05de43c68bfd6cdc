"""The base of the main screen's actions: what is said above the composer, and opening a session."""

from omnigent_tui.screens.interrupting import InterruptKey
from omnigent_tui.screens.main_layout import MainLayout
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.intents import OpenSession


class ConversationActions(MainLayout):
    """Each action takes the session that is on the screen when the key goes down."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.interrupt_key = InterruptKey()
        self.remark = ""
        """What the last action has to say; shown above the composer until the next one."""

    def say(self, remark: str) -> None:
        """Show a remark above the composer; empty takes it away."""
        self.remark = remark
        self.show_now()

    def open_session(self, session_id: str | None) -> None:
        """Open a session and go to the composer; does nothing without one."""
        if session_id is None:
            return
        self.surroundings.perform(OpenSession(session_id))
        if self.is_narrow:
            self.set_sidebar(shown=None)
        self.show_now()
