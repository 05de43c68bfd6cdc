"""What a person can do on the main screen: one action per row of the command table."""

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import CATALOG, Scope
from omnigent_tui.screens.attention.queue import AttentionScreen
from omnigent_tui.screens.fleet.screen import FleetScreen
from omnigent_tui.screens.interrupting import CONFIRM_SECONDS, InterruptKey, Press
from omnigent_tui.screens.main_layout import MainLayout
from omnigent_tui.screens.new_session.screen import NewSessionScreen
from omnigent_tui.screens.state_screen import APPLICATION_COMMANDS
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.intents import InterruptTurn, LoadMoreSessions, OpenSession, RetryNow
from omnigent_tui.state.selectors import neighbour_session, next_needing_attention

_SCOPES = frozenset({Scope.APP, Scope.SIDEBAR, Scope.TRANSCRIPT, Scope.COMPOSER})
_OURS = [row for row in CATALOG if row.id not in APPLICATION_COMMANDS]


class MainActions(MainLayout):
    """The actions. Each takes the session that is on the screen when the key goes down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.APP, _OURS),
        *bindings_for(Scope.TRANSCRIPT, _OURS),
        *bindings_for(Scope.SIDEBAR, _OURS),
        Binding("escape", "close", "Close", show=False),
    ]

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.interrupt_key = InterruptKey()
        self.remark = ""
        """What the last action has to say; shown above the composer until the next one."""

    @property
    def command_ids(self) -> frozenset[str]:
        """What works in any part of this screen."""
        return frozenset(row.id for row in _OURS if row.scope in _SCOPES)

    @property
    def action_targets(self) -> Sequence[DOMNode]:
        """The screen, then its parts."""
        return self, self.composer, self.sidebar, self.transcript

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

    # -- turn and approval --------------------------------------------------------------------------------------

    def action_turn_interrupt(self) -> None:
        """Stop the turn at the second press."""
        conversation = self.surroundings.state().open_conversation
        if conversation is None or not conversation.turn.is_running:
            self.say("Nothing to stop: no turn is running.")
        elif conversation.turn.stopping_since is not None:
            self.say("Already stopping; the server has not confirmed it yet.")
        elif self.interrupt_key.press(conversation.session_id, monotonic()) is Press.CONFIRMED:
            self.surroundings.perform(InterruptTurn(conversation.session_id))
            self.say("")
        else:
            # One tick later than the last moment that counts, so that the request to press again is gone then.
            self.set_timer(CONFIRM_SECONDS + 0.05, self.show_now)
            self.say("")

    def action_approval_focus(self) -> None:
        """Go to the question that waits."""
        if self.approval.pending is None:
            self.say("Nothing waits for an answer in this session.")
        else:
            self.approval.focus()

    # -- sessions -----------------------------------------------------------------------------------------------

    def action_session_next(self) -> None:
        """Open the session below."""
        self.open_session(neighbour_session(self.surroundings.state(), 1))

    def action_session_previous(self) -> None:
        """Open the session above."""
        self.open_session(neighbour_session(self.surroundings.state(), -1))

    def action_session_new(self) -> None:
        """Open the form that starts a session."""
        open_before = self.surroundings.state().open_session_id

        def go_there(_: None) -> None:
            if self.surroundings.state().open_session_id != open_before:
                self.action_composer_focus()

        self.app.push_screen(NewSessionScreen(self.surroundings), go_there)

    def action_fleet_open(self) -> None:
        """Show hosts, runners and AgentsMesh."""
        open_before = self.surroundings.state().open_session_id

        def go_there(_: None) -> None:
            if self.surroundings.state().open_session_id != open_before:
                self.action_composer_focus()

        self.app.push_screen(FleetScreen(self.surroundings), go_there)

    def action_attention_next(self) -> None:
        """Open the next session that waits for the person."""
        found = next_needing_attention(self.surroundings.state())
        if found is not None:
            self.open_session(found)
        elif self.approval.pending is not None:
            self.say(f"Only this session waits for you; {self.surroundings.key_of('approval.focus')} answers it.")
        else:
            self.say("No session waits for you.")

    def action_attention_queue(self) -> None:
        """Show everything that waits for the person, in every session."""
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

    # -- where the focus is -------------------------------------------------------------------------------------

    def action_composer_focus(self) -> None:
        """Go to the composer."""
        if self.is_narrow and self.shows_sidebar:
            self.set_sidebar(shown=None)
        self.composer.focus()

    def action_sidebar_focus(self) -> None:
        """Go to the list, showing it first if need be."""
        if not self.shows_sidebar:
            self.set_sidebar(shown=True)
        self.sidebar.focus()

    def action_sidebar_toggle(self) -> None:
        """Show or hide the list."""
        self.set_sidebar(shown=not self.shows_sidebar)

    def action_focus_next(self) -> None:
        """Go to the next part."""
        self.focus_next()

    def action_focus_previous(self) -> None:
        """Go to the previous part."""
        self.focus_previous()

    def action_close(self) -> None:
        """Close what lies over the conversation; never stops or clears anything."""
        if self.is_narrow and self.shows_sidebar:
            self.set_sidebar(shown=None)
        elif self.remark:
            self.say("")

    # -- the transcript, from wherever the focus is -------------------------------------------------------------

    def action_transcript_page_up(self) -> None:
        """Scroll up by one page."""
        self.transcript.page_up()

    def action_transcript_page_down(self) -> None:
        """Scroll down by one page."""
        self.transcript.page_down()

    def action_transcript_top(self) -> None:
        """Go to the oldest line."""
        self.transcript.go_top()

    def action_transcript_bottom(self) -> None:
        """Go to the newest line."""
        self.transcript.go_bottom()

    def action_transcript_line_up(self) -> None:
        """Scroll up by one line."""
        self.transcript.scroll_lines(-1)

    def action_transcript_line_down(self) -> None:
        """Scroll down by one line."""
        self.transcript.scroll_lines(1)
