"""The attention queue: everything that waits for the person in any session, answered here without opening one."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from omnigent_tui.screens.age_clock import AgeClock
from omnigent_tui.screens.approval_answers import ApprovalAnswers
from omnigent_tui.screens.attention.rules import RulesScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attention import Waiting, attention_queue, needing_count, peeked
from omnigent_tui.state.calling import View
from omnigent_tui.state.client_events import AskSnoozed
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.intents import LeavePeek, OpenSession, PeekSession
from omnigent_tui.widgets.approval.approval_card import ApprovalCard
from omnigent_tui.widgets.approval.key_words import ApprovalKeys, Keys, with_bold_keys
from omnigent_tui.widgets.approval.peek_view import PeekView
from omnigent_tui.widgets.approval.queue_list import QueueList
from omnigent_tui.widgets.approval.words import need_words, origin
from omnigent_tui.widgets.one_line import OneLine

SNOOZE_SECONDS = 900.0


class AttentionScreen(ApprovalAnswers):
    """A list, oldest question first, and the card of the one under the cursor. Esc goes back."""

    AUTO_FOCUS = "QueueList"
    DEFAULT_CSS = """
    AttentionScreen { layout: vertical; }
    AttentionScreen #queue-title, AttentionScreen #queue-keys { background: $panel; padding: 0 1; }
    AttentionScreen #queue-problem { display: none; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("ctrl+o,tab", "answer", "Answer", show=False, id="approval.focus"),
    ]

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._title = OneLine(id="queue-title")
        self._list = QueueList()
        self._problem = OneLine(id="queue-problem")
        self._keys = OneLine(id="queue-keys")
        self._peek = PeekView()
        self._peeks = False
        self._ages = AgeClock()
        self.approval = ApprovalCard(
            surroundings.rhythm, ApprovalKeys.of_user(surroundings.keys_of, surroundings.key_of("approval.focus"))
        )

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        yield self._title
        yield self._list
        yield self._peek
        yield self.approval
        yield self._problem
        yield self._keys

    def on_mount(self) -> None:
        """Show the state there is."""
        self.show_now()

    def on_screen_resume(self) -> None:
        """Back from another screen: the question is on the screen again."""
        self.approval.look_again()

    def on_resize(self, event: events.Resize) -> None:
        """Share the rows between list and card."""
        self.approval.set_room(event.size.height * 2 // 3)

    def counts_seconds(self, state: State) -> bool:
        """While an answer is held back, or waits for its confirmation."""
        queue = attention_queue(state, self.surroundings.clock())
        return any(waiting.pending is not None and not waiting.pending.is_open for waiting in queue)

    def view_of(self, state: State) -> View:  # noqa: ARG002
        """Every question."""
        return View(every_question=True)

    def show_state(self, state: State, now: float) -> None:
        """Hand the parts what they show."""
        if not self.is_mounted:
            return
        queue = attention_queue(state, now)
        count = need_words(needing_count(state, now))
        self._title.set_line(Content.styled(f"Waiting for you: {count.lower()}", "bold"))
        aged = self._ages.as_of(now, queue, self.surroundings.rhythm.last)
        self._list.show(queue, aged)
        self._show_current(now, aged)
        self._show_peek(state)
        self._show_keys()

    def _show_keys(self) -> None:
        """Name the keys that work where the focus is; those of the card stand on the card."""
        answer, current = self.surroundings.key_of("approval.focus"), self._list.current
        if self.approval.has_focus or self.approval.has_focus_within:
            self._keys.set_line(with_bold_keys(((f"{answer}/Tab", "back to the list"),)))
            return
        count = len(self.surroundings.state().rules)
        keys: Keys = ()
        if current is not None:
            keys += (("Enter", "open"),)
            if current.pending is not None:
                again = "now again" if current.is_snoozed else "in 15 minutes"
                keys += ((f"{answer}/Tab", "answer here"), ("p", "peek"), ("z", again))
            else:
                keys += (("p", "peek"),)
            if count:
                keys += (("r", f"{count} {'rule' if count == 1 else 'rules'}"),)
        self._keys.set_line(with_bold_keys((*keys, ("Esc", "back"))))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:  # noqa: ARG002
        """Other keys work now."""
        if self.is_mounted:
            self._show_keys()

    def _show_current(self, now: float, aged: float | None = None) -> None:
        current, state = self._list.current, self.surroundings.state()
        had_focus = self.approval.has_focus or self.approval.has_focus_within
        pending = current.pending if current is not None else None
        where = origin(current, with_title=True) if current is not None else ""
        self.approval.show(pending, 1, now, where, aged, self.offers_for(state, pending, now))
        if pending is None and had_focus:
            self._list.focus()
        problem = current.problem if current is not None else ""
        self._problem.display = bool(problem)
        self._problem.set_line(Content(problem))

    def on_queue_list_moved(self, event: QueueList.Moved) -> None:
        """Show the question the cursor is on."""
        event.stop()
        self._show_current(self.surroundings.clock())
        self._show_keys()
        if self._peeks:
            self._ask_for_peek()

    def on_key(self, event: events.Key) -> None:
        """Open or snooze what the cursor is on; answering needs the focus in the card."""
        current = self._list.current
        if not self._list.has_focus or current is None:
            return
        if event.key == "enter":
            event.stop()
            self._open(current)
        elif event.key == "z" and current.pending is not None:
            event.stop()
            now = self.surroundings.clock()
            until = now if current.is_snoozed else now + SNOOZE_SECONDS
            self.surroundings.dispatch(AskSnoozed(elicitation_id=current.pending.elicitation_id, until=until, at=now))
            self.show_now()
        elif event.key == "p":
            event.stop()
            self._peeks = not self._peeks
            if self._peeks:
                self._ask_for_peek()
            else:
                self.surroundings.perform(LeavePeek())
            self.show_now()
        elif event.key == "r":
            event.stop()
            self.app.push_screen(RulesScreen(self.surroundings))

    # -- a look at the session ----------------------------------------------------------------------------------

    @property
    def _peeked_session(self) -> str:
        """The session that asks, which for a sub-agent's question is the sub-agent's."""
        current = self._list.current
        if current is None:
            return ""
        return current.pending.session_id if current.pending is not None else current.session_id

    def _ask_for_peek(self) -> None:
        """Read the end of its transcript, unless the session is followed anyway."""
        session_id = self._peeked_session
        if session_id and session_id not in self.surroundings.state().conversations:
            self.surroundings.perform(PeekSession(session_id))

    def _show_peek(self, state: State) -> None:
        self._peek.display = self._peeks
        if self._peeks:
            self._peek.show(peeked(state, self._peeked_session), max(3, self.size.height // 4))

    def _open(self, current: Waiting) -> None:
        self.surroundings.perform(OpenSession(current.session_id))
        self.dismiss()

    def action_close(self) -> None:
        """Go back to where the person was."""
        if self._peeks:
            self.surroundings.perform(LeavePeek())
        self.dismiss()

    def action_answer(self) -> None:
        """Go to the card, or back to the list."""
        if self.approval.has_focus or self.approval.has_focus_within or self.approval.pending is None:
            self._list.focus()
        else:
            self.approval.focus()

    # -- the card -----------------------------------------------------------------------------------------------

    def asking_conversation(self, pending: PendingElicitation) -> str:
        """Return the session the row of this question stands for."""
        queue = attention_queue(self.surroundings.state(), self.surroundings.clock())
        found = (waiting.session_id for waiting in queue if waiting.key == pending.elicitation_id)
        return next(found, pending.session_id)

    def leave_card(self) -> None:
        """Go back to the list."""
        self._list.focus()
