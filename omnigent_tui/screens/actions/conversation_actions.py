"""The base of the main screen's actions: what is said above the composer, and opening a session."""

from collections.abc import Callable
from functools import partial

from omnigent_tui.screens.interrupting import InterruptKey
from omnigent_tui.screens.main_layout import MainLayout
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import OpenSession

SAID_SECONDS = 10.0
"""So long stand remarks that are of no use for longer."""


class ConversationActions(MainLayout):
    """Each action takes the session that is on the screen when the key goes down."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.interrupt_key = InterruptKey()
        self.remark = ""
        """What the last action has to say; shown above the composer until the next one."""
        self._passing: tuple[str, Callable[[State], bool]] | None = None

    def say(self, remark: str) -> None:
        """Show a remark above the composer; empty takes it away."""
        self.remark = remark
        self.show_now()

    def say_briefly(self, remark: str) -> None:
        """Show a remark that is of no use for long: that something worked, or that there is no more."""
        self.say(remark)
        self.set_timer(SAID_SECONDS, partial(self._take_away, remark))

    def _take_away(self, remark: str) -> None:
        if self.remark == remark:
            self.say("")

    def say_while(self, remark: str, holds: Callable[[State], bool]) -> None:
        """Show a remark above the composer for as long as it holds."""
        self._passing = remark, holds
        self.say(remark)

    def current_remark(self, state: State) -> str:
        """Return what the last action has to say, if that still holds."""
        if self._passing is not None and self.remark == self._passing[0] and not self._passing[1](state):
            self.remark = ""
        return self.remark

    def open_session(self, session_id: str | None) -> None:
        """Open a session and go to the composer; does nothing without one."""
        if session_id is None:
            return
        self.surroundings.perform(OpenSession(session_id))
        if self.is_narrow:
            self.set_sidebar(shown=None)
        self.show_now()
