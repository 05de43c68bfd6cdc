"""The runner of the open session: starting it, and saying which sessions are on the screen."""

from omnigent_tui.screens.actions.sessions import SessionActions
from omnigent_tui.screens.runner_start import start_runner
from omnigent_tui.state.intents import LookAtSessions
from omnigent_tui.widgets.session_list import SessionsSeen


class RunnerActions(SessionActions):
    """What is on the screen is kept fresh, and only that."""

    _seen: tuple[str, ...] = ()

    def action_runner_start(self) -> None:
        """Start the runner of the open session, asking where if it never had one."""
        session_id = self.surroundings.state().open_session_id
        if session_id is None:
            self.say("No session is open.")
            return
        form_or_words = start_runner(self.surroundings, session_id)
        if isinstance(form_or_words, str):
            self.say(form_or_words)
        else:
            self.visit(form_or_words)

    def on_sessions_seen(self, event: SessionsSeen) -> None:
        """Ask about these sessions' runners."""
        event.stop()
        self._seen = event.session_ids
        self.surroundings.perform(LookAtSessions(self._seen))

    def on_screen_resume(self) -> None:
        """Another screen may have shown other sessions."""
        self.surroundings.perform(LookAtSessions(self._seen))
