"""The main screen: shows the state, hands drafts round when the session changes, and turns messages into intents."""

from time import monotonic

from textual.widgets import TextArea

from omnigent_tui.commands.catalog import Scope
from omnigent_tui.screens import unsent_words
from omnigent_tui.screens.actions.composing import READ_ONLY
from omnigent_tui.screens.age_clock import AgeClock
from omnigent_tui.screens.main_actions import MainActions
from omnigent_tui.screens.shown_history import ShownHistory, oldest_end
from omnigent_tui.screens.sidebar_rows import SidebarRows
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.screens.transcript_hints import hints_for, is_counting
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attention import needing_count, waiting_for
from omnigent_tui.state.badges import SidebarRow
from omnigent_tui.state.calling import View
from omnigent_tui.state.client_events import ReturnedTextTaken
from omnigent_tui.state.conversation import Conversation, PendingElicitation, StreamPhase
from omnigent_tui.state.intents import LoadEarlierPage, LoadMoreSessions, LoadOlderItems
from omnigent_tui.state.outbox import OutgoingMessage, ReturnedMessage
from omnigent_tui.state.selectors import held_up_count, outgoing_entries, row_off_the_list
from omnigent_tui.state.transcript import UserMessage
from omnigent_tui.widgets.approval.words import UNCONFIRMED_SECONDS, origin
from omnigent_tui.widgets.composer.draft import Draft, draft_of
from omnigent_tui.widgets.focus_sign import FOCUS_SIGN
from omnigent_tui.widgets.session_list import MoreWanted, SessionOpened
from omnigent_tui.widgets.transcript.messages import BetweenWanted, FollowingChanged, OlderWanted


class MainScreen(MainActions):
    """Everything a person works with. The focus starts in the composer."""

    CSS_PATH = "main.tcss"
    AUTO_FOCUS = "Composer"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._rows = SidebarRows()
        self._history = ShownHistory()
        self._ages = AgeClock()
        self._question_ages = AgeClock()
        self._cursor_followed: str | None = None
        self._outbox: tuple[OutgoingMessage, ...] = ()
        self._outgoing: tuple[str, tuple[UserMessage, ...]] = ("", ())

    def on_mount(self) -> None:
        """Show the state there is."""
        self.composer.load(self.surroundings.drafts.draft(None))
        self.show_now()

    def on_screen_resume(self) -> None:
        """Back from help or palette: the question is on the screen again, and the keys work."""
        self.approval.look_again()
        self.on_descendant_focus()

    # -- the state ----------------------------------------------------------------------------------------------

    def show_state(self, state: State, now: float) -> None:
        """Hand every part what it shows."""
        if not self.is_mounted:
            return
        self._follow_open_session(state.open_session_id)
        self._take_back(state.returned)
        conversation = state.open_conversation
        rows = self._rows.rows(state, self.surroundings.drafts.sessions_with_text)
        self.mark_focus()
        open_row = self._rows.row_of(state.open_session_id) or row_off_the_list(state, state.open_session_id)
        self._show_sidebar(state, rows, now)
        self.header.show(conversation, open_row, now, state.server.user_id or "")
        self.show_agents(conversation)
        self.show_todos(conversation)
        self._show_transcript(state, conversation)
        pending, total = _question_to_show(conversation)
        self._show_question(state, pending, total, now)
        self.banner.show(state.server, conversation, self.surroundings.key_of("connection.retry"), now)
        self.show_queue(state)
        self.show_attached(state)
        self.show_suggestions(state)
        self.show_search(state)
        self.show_export(state)
        self._show_notice(state, conversation)
        self._show_status(state, now)

    def view_of(self, state: State) -> View:
        """The open session."""
        return View(state.open_session_id)

    @property
    def is_flooded(self) -> bool:
        """While the transcript is."""
        return self.transcript.is_flooded

    def counts_seconds(self, state: State) -> bool:
        """While a countdown or a tool runs, a turn is being stopped, or an answer waits for its confirmation."""
        conversation, now = state.open_conversation, self.surroundings.clock()
        if conversation is None:
            return False
        stream, turn = conversation.stream, conversation.turn
        answered = [p.answered_at for p in conversation.elicitations.values() if p.answered_at is not None]
        return (
            (stream.phase is StreamPhase.WAITING and stream.retry_at is not None and stream.retry_at > now)
            or turn.stopping_since is not None
            or any(now - at <= UNCONFIRMED_SECONDS + 1 for at in answered)
            or any(p.held_until is not None for p in conversation.elicitations.values())
            or is_counting(conversation, now)
        )

    def _follow_open_session(self, session_id: str | None) -> None:
        owner, drafts = self.composer.owner, self.surroundings.drafts
        if session_id == owner:
            return
        written = self.composer.draft
        self.composer.owner = session_id
        self.remark = ""
        self.interrupt_key.disarm()
        if owner is None:
            # Written while no session was open: it was meant for the one that is opened now.
            drafts.keep(session_id, written.above(drafts.draft(session_id)))
            drafts.keep(None, Draft())
        else:
            drafts.keep(owner, written)
        self.composer.load(drafts.draft(session_id))
        if owner is not None and written.text.strip() and owner not in self.surroundings.state().conversations:
            # Its session was deleted, and no list leads back to the draft.
            self.composer.cleared = written
            self.remark = (
                f"{self.surroundings.key_of('composer.restore')} brings back the draft of the deleted session."
            )
        self.restore_queue(session_id)
        self.restore_attached(session_id)
        if session_id is not None:
            drafts.remember_session(self.surroundings.state().server.url, session_id)

    def _take_back(self, returned: tuple[ReturnedMessage, ...]) -> None:
        drafts = self.surroundings.drafts
        for message in returned:
            if message.session_id == self.composer.owner:
                self.composer.put_back(message.text)
                key = self.surroundings.key_of("runner.start")
                self.remark = unsent_words.not_sent(message, self.surroundings.state(), key)
                drafts.keep(message.session_id, self.composer.draft)
            else:
                drafts.keep(message.session_id, draft_of(message.text).above(drafts.draft(message.session_id)))
        for message in returned:
            self.surroundings.dispatch(ReturnedTextTaken(stable_id=message.stable_id, at=self.surroundings.clock()))

    def _show_sidebar(self, state: State, rows: tuple[SidebarRow, ...], now: float) -> None:
        sessions = state.sessions
        now = self._ages.as_of(now, rows, self.surroundings.rhythm.last)
        loaded = f"{len(rows)}{'+' if sessions.has_more else ''} · {sessions.source.value}"
        if self.sidebar.has_focus:
            loaded = f"{FOCUS_SIGN} · {loaded}"
        self.sidebar.show(
            rows, state.open_session_id, now, loaded, sessions.phase, sessions.failure, has_more=sessions.has_more
        )
        open_id = state.open_session_id
        if open_id is not None and open_id != self._cursor_followed and self._rows.row_of(open_id) is not None:
            self._cursor_followed = open_id
            self.sidebar.move_cursor_to(open_id)

    def _show_transcript(self, state: State, conversation: Conversation | None) -> None:
        if state.outbox is not self._outbox or self._outgoing[0] != (state.open_session_id or ""):
            self._outbox = state.outbox
            self.surroundings.drafts.keep_outbox(state.outbox)
            session_id = state.open_session_id or ""
            self._outgoing = session_id, outgoing_entries(state, session_id)
        self.empty.display, self.transcript.display = conversation is None, conversation is not None
        shown = conversation or Conversation("")
        self.transcript.take_hints(hints_for(self.surroundings, conversation, self.surroundings.clock()))
        history, oldest = self._history.of(shown), oldest_end(shown)
        self.transcript.show(history, shown.live, self._outgoing[1], *oldest, session_id=state.open_session_id or "")
        if not self.awaits_hit:
            self._let_go(shown)

    def _let_go(self, conversation: Conversation) -> None:
        """Let go of what is loaded and far from what the reader looks at, if it has become much."""
        change = self._history.to_let_go(conversation, self.transcript, self.surroundings.clock())
        if change is not None:
            self.call_later(self.surroundings.dispatch, change)

    def _show_question(self, state: State, pending: PendingElicitation | None, total: int, now: float) -> None:
        had_focus = self.approval.has_focus or self.approval.has_focus_within
        where = waiting_for(state, state.open_session_id or "", pending=pending) if pending is not None else None
        self.approval.show(
            pending,
            total,
            now,
            origin(where, with_title=False) if where is not None else "",
            self._question_ages.as_of(now, pending, self.surroundings.rhythm.last),
            self.offers_for(state, pending, now),
        )
        if pending is None and had_focus:
            self.composer.focus()

    def _show_notice(self, state: State, conversation: Conversation | None) -> None:
        armed = self.interrupt_key.is_armed(state.open_session_id, monotonic())
        if armed and conversation is not None and conversation.turn.is_running:
            text = f"{self.surroundings.key_of('turn.interrupt')} again to stop the turn"
        elif remark := self.current_remark(state):
            text = remark
        elif conversation is not None and (why := conversation.turn.stop_failure):
            text = unsent_words.not_stopped(why, self.surroundings.key_of("turn.interrupt"))
        elif conversation is None:
            text = f"No session is open: {self.surroundings.key_of('sidebar.focus')} goes to the list."
        elif conversation.snapshot is not None and conversation.snapshot.permission_level == READ_ONLY:
            text = "You may only read this session."
        elif conversation.stream.phase is not StreamPhase.LIVE and (waiting := held_up_count(state, self._outgoing[0])):
            text = unsent_words.waiting(waiting)
        else:
            text = self.next_model_words(conversation) or self.parent_words()
        self.notice.show(text)

    def _show_status(self, state: State, now: float) -> None:
        hints = [
            self.as_it_works_now(row, state)
            for row in self.surroundings.commands.in_scope(self.focused_scope())
            if self.is_active and row.show_in_footer and (row.id != "turn.interrupt" or _is_running(state))
        ]
        if self.is_active and self.approval.pending is not None and self.focused_scope() is not Scope.APPROVAL:
            hints = [row for row in self.surroundings.commands.commands if row.id == "approval.focus"] + hints
        self.status.show(state.server, state.open_conversation, hints, now, needing_count(state, now))

    # -- messages of the parts ----------------------------------------------------------------------------------

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what is written."""
        event.stop()
        self.surroundings.drafts.keep(self.composer.owner, self.composer.draft)

    def on_session_opened(self, event: SessionOpened) -> None:
        """Open the session that was chosen."""
        event.stop()
        self.open_session(event.session_id)
        self.composer.focus()

    def on_more_wanted(self, event: MoreWanted) -> None:
        """Fetch the next page of the list."""
        event.stop()
        self.surroundings.perform(LoadMoreSessions())

    def on_older_wanted(self, event: OlderWanted) -> None:
        """Fetch the page before the oldest item."""
        event.stop()
        conversation = self.surroundings.state().open_conversation
        if conversation is not None and conversation.earlier is not None:
            self.surroundings.perform(LoadEarlierPage(conversation.session_id, newer=False))
        elif conversation is not None:
            self.surroundings.perform(LoadOlderItems(conversation.session_id))

    def on_following_changed(self, event: FollowingChanged) -> None:
        """Let go of what is far back once the end is followed, even when nothing happens there."""
        event.stop()
        conversation = self.surroundings.state().open_conversation
        if conversation is not None and conversation.session_id == self.composer.owner and not self.awaits_hit:
            self._let_go(conversation)

    def on_between_wanted(self, event: BetweenWanted) -> None:
        """Fetch the page at one side of the gap."""
        event.stop()
        session_id = self.surroundings.state().open_session_id
        if session_id is not None:
            wanted = LoadEarlierPage(session_id, newer=True) if event.from_above else LoadOlderItems(session_id)
            self.surroundings.perform(wanted)

    def asking_conversation(self, pending: PendingElicitation) -> str:
        """Return the open session: its own questions and those of its sub-agents are shown in it."""
        return self.composer.owner or pending.session_id

    def leave_card(self) -> None:
        """Go back to writing."""
        self.composer.focus()

    def told(self, remark: str) -> None:
        """Say it above the composer."""
        self.say(remark)

    def on_descendant_focus(self) -> None:
        """Mark the part that has the focus now, and show the keys that work: none while a dialog is in front."""
        if self.is_mounted:
            self.show_now()

    on_descendant_blur = on_screen_suspend = on_descendant_focus


def _is_running(state: State) -> bool:
    return state.open_conversation is not None and state.open_conversation.turn.is_running


def _question_to_show(conversation: Conversation | None) -> tuple[PendingElicitation | None, int]:
    """Return the question that waits longest, unanswered ones first, and how many wait for an answer."""
    if conversation is None or not conversation.elicitations:
        return None, 0
    pending = sorted(conversation.elicitations.values(), key=lambda p: (not p.is_open, p.first_seen))
    return pending[0], sum(p.is_open for p in pending)
