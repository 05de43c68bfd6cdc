"""Going from session to session, and the screens that lead to one."""

from omnigent_tui.screens.actions.places import PlaceActions
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.state.intents import LoadMoreSessions, RetryNow
from omnigent_tui.state.selectors import neighbour_session, next_needing_attention


class SessionActions(PlaceActions):
    """Sessions and the server they are on."""

    def action_session_next(self) -> None:
        """Open the session below."""
        self.open_session(neighbour_session(self.surroundings.state(), 1))

    def action_session_previous(self) -> None:
        """Open the session above."""
        self.open_session(neighbour_session(self.surroundings.state(), -1))

    def action_attention_next(self) -> None:
        """Open the next session that waits for the person."""
        self._go_where_needed(1)

    def action_attention_previous(self) -> None:
        """Open the previous session that waits for the person."""
        self._go_where_needed(-1)

    def _go_where_needed(self, step: int) -> None:
        found = next_needing_attention(self.surroundings.state(), step)
        if found is not None:
            self.open_session(found)
        elif self.approval.pending is not None:
            self.say(f"Only this session waits for you; {self.surroundings.key_of('approval.focus')} answers it.")
        else:
            self.say("No session waits for you.")

    def action_attention_queue(self) -> None:
        """Show everything that waits for the person, in every session."""
        from omnigent_tui.screens.attention.queue import AttentionScreen

        self.app.push_screen(AttentionScreen(self.surroundings))

    def action_session_open(self) -> None:
        """Open the session under the cursor of the list, when the list has the focus."""
        if self.sidebar.has_focus:
            self.sidebar.action_open()

    def action_sidebar_load_more(self) -> None:
        """Fetch more sessions."""
        self.surroundings.perform(LoadMoreSessions())

    def action_connection_retry(self) -> None:
        """Reconnect at once."""
        self.surroundings.perform(RetryNow())

    def action_session_new(self) -> None:
        """Open the form that starts a session."""
        from omnigent_tui.screens.new_session.screen import NewSessionScreen

        self.visit(NewSessionScreen(self.surroundings))

    def action_files_open(self) -> None:
        """Show the files of the open session."""
        from omnigent_tui.screens.files import FilesScreen

        session_id = self.surroundings.state().open_session_id
        if session_id is None:
            self.say("No session is open: there are no files to show.")
        else:
            self.app.push_screen(FilesScreen(self.surroundings, session_id))

    def action_fleet_open(self) -> None:
        """Show hosts, runners and AgentsMesh."""
        from omnigent_tui.screens.fleet.screen import FleetScreen

        self.visit(FleetScreen(self.surroundings))

    def visit(self, screen: StateScreen) -> None:
        """Show a screen; back from it, write if it opened another session."""
        open_before = self.surroundings.state().open_session_id

        def go_there(_: None) -> None:
            if self.surroundings.state().open_session_id != open_before:
                self.action_composer_focus()

        self.app.push_screen(screen, go_there)
