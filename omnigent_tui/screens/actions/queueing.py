"""Sending now or when the turn is over, and everything a person does with the messages that wait."""

from omnigent_tui.commands.catalog import Command
from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.screens.unsent_words import go_by_themselves, queued_without_connection
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.app_state import State
from omnigent_tui.state.intents import SendMessage
from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.state.queueing import held_messages, is_busy, queue_of, steering_words
from omnigent_tui.state.selectors import held_up_count, is_away
from omnigent_tui.values import replace
from omnigent_tui.widgets.message_queue import MessageQueue, QueueWish

_PAUSED_BY_PERSON = "paused by you"
_QUEUE_TITLE = "Queue"


class QueueingActions(ConversationActions):
    """Each takes the message by its id: the queue may have changed since the key went down."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._wish: tuple[bool, str | None, str] | None = None
        """Whether to hold what is submitted next, if it is this session's text: it may be refused meanwhile."""
        self._deleted: list[tuple[OutgoingMessage, int]] = []
        """What was deleted since a person came to the queue, with its place there, oldest first."""

    # -- sending ------------------------------------------------------------------------------------------------

    def send(self, message: SendMessage) -> str:
        """Send a message, or let it wait as the person wishes; returns what there is to say about it."""
        state, where = self.surroundings.state(), message.session_id
        conversation = state.conversations.get(where)
        wish, self._wish = self._wish, None
        busy = is_busy(state, where)
        holds = self.surroundings.holds_while_running
        if wish is not None and wish[1] == where and message.text.strip() in (wish[2], wish[2][1:]):
            holds = wish[0]  # without the first character: a slash that escapes another one
        hold = busy and holds
        model = conversation.settings.next_model if conversation is not None else None
        self.surroundings.perform(replace(message, hold=hold, model=model))
        if hold or not busy:
            return ""
        return f"Sent during the turn · {steering_words(conversation)}"

    def as_it_works_now(self, row: Command, state: State) -> Command:
        """Return the command as it is to be hinted at: what sends a message lets it wait while a turn runs."""
        owner = state.open_session_id
        if row.id == "composer.send" and owner and self.surroundings.holds_while_running and is_busy(state, owner):
            return replace(row, title=_QUEUE_TITLE)
        return row

    def action_message_send_now(self) -> None:
        """Send what is written at once; with nothing written, the first message that waits."""
        if self._has_something():
            self._submit(hold=False)
            return
        held = held_messages(self.surroundings.state(), self.composer.owner)
        if held:
            self._send_now(held[0])
        else:
            self._say_what_waits("Nothing to send: nothing is written, and no message waits.")

    def action_message_queue(self) -> None:
        """Let what is written wait until the turn is over."""
        owner = self.composer.owner
        if not self._has_something():
            self.say("Nothing is written.")
        elif owner is not None and is_away(self.surroundings.state()):
            self.say_while(queued_without_connection(self.surroundings.key_of("composer.send")), is_away)
        elif owner is not None and not is_busy(self.surroundings.state(), owner):
            self.say(f"No turn is running: {self.surroundings.key_of('composer.send')} sends it.")
        else:
            self._submit(hold=True)

    def _say_what_waits(self, nothing: str) -> None:
        """Say that messages wait for the connection, which no key can hurry; `nothing` when none does."""
        owner = self.composer.owner or ""
        count = held_up_count(self.surroundings.state(), owner)
        if count:
            self.say_while(go_by_themselves(count), lambda state: held_up_count(state, owner) == count)
        else:
            self.say(nothing)

    def _has_something(self) -> bool:
        files = self.surroundings.state().attachments.get(self.composer.owner or "", ())
        return bool(self.composer.text.strip() or files)

    def _submit(self, *, hold: bool) -> None:
        self._wish = hold, self.composer.owner, self.composer.draft.full_text.strip()
        self.composer.action_composer_send()

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_queue(self, state: State) -> None:
        """Show the messages of the open session that wait; nothing when there are none."""
        held = held_messages(state, state.open_session_id)
        can_undo = self._last_deleted(state.open_session_id) is not None
        had_focus = self.queue.has_focus
        is_shown = bool(held) or (can_undo and had_focus)
        if not is_shown and had_focus:
            self.composer.focus()
        self.queue.display = is_shown
        if is_shown:
            self.queue.show(held, self._heads(state, held), self._queue_keys(state, held))

    def _heads(self, state: State, held: tuple[OutgoingMessage, ...]) -> tuple[str, ...]:
        """What is said of the messages, the whole of it first, then with less words."""
        count = f"{len(held)} {'message waits' if len(held) == 1 else 'messages wait'}"
        key = self.surroundings.key_of("queue.focus")
        pause = queue_of(state, state.open_session_id or "").pause
        if pause:
            alone = "itself" if len(held) == 1 else "themselves"
            return (
                f"{count}, not sent by {alone}: {pause} · {key} to send, edit or delete",
                f"{count}: {pause} · {key} to go on",
                f"{len(held)} wait (paused) · {key} to go on",
            )
        return (
            f"{count} for the end of the turn · {key} to edit, reorder, delete or send now",
            f"{count} · {key} to edit",
        )

    def _queue_keys(self, state: State, held: tuple[OutgoingMessage, ...]) -> tuple[str, ...]:
        """What the keys do, those that matter most first; then with fewer of them."""
        key = self.surroundings.key_of
        if not held:
            return (f"Deleted · {key('queue.restore')} brings it back · Esc back",)
        paused = bool(queue_of(state, state.open_session_id or "").pause)
        words = (
            f"{key('queue.pause')} go on" if paused else "",
            f"{key('queue.restore')} undo" if self._last_deleted(state.open_session_id) else "",
            f"{key('queue.edit')} edit",
            f"{key('queue.send')} send now",
            f"{key('queue.delete')} delete",
            f"{key('queue.earlier')}/{key('queue.later')} move",
            "" if paused else f"{key('queue.pause')} pause",
            "Esc back",
        )
        said = tuple(filter(None, words))
        return tuple(" · ".join(said[:count]) for count in range(len(said), 0, -1))

    def restore_queue(self, session_id: str | None) -> None:
        """Take up what an earlier run of the program held back for this session."""
        if session_id is None:
            return
        kept = self.surroundings.drafts.queues.restore(session_id)
        if kept:
            now = self.surroundings.clock()
            self.surroundings.dispatch(client_event.QueueRestored(session_id=session_id, messages=kept, at=now))

    # -- what is done with it -----------------------------------------------------------------------------------

    def action_queue_focus(self) -> None:
        """Go to the messages that wait."""
        if held_messages(self.surroundings.state(), self.composer.owner):
            self.queue.focus()
        else:
            self._say_what_waits("No message waits for the end of the turn.")

    def on_message_queue_wanted(self, event: MessageQueue.Wanted) -> None:
        """Do what was wanted of the message, if it still waits."""
        event.stop()
        state = self.surroundings.state()
        if event.wish is QueueWish.LEAVE:
            self._deleted.clear()
            self.composer.focus()
        elif event.wish is QueueWish.RESTORE:
            self._restore_deleted()
        elif event.wish is QueueWish.PAUSE:
            self._pause_or_go_on(state)
        else:
            message = next((m for m in state.outbox if m.is_held and m.stable_id == event.stable_id), None)
            if message is not None:
                self._do(event.wish, message)
        self.show_now()

    def _do(self, wish: QueueWish, message: OutgoingMessage) -> None:
        now, stable_id = self.surroundings.clock(), message.stable_id
        match wish:
            case QueueWish.EDIT:
                self._rewrite(message)
            case QueueWish.SEND:
                self._send_now(message)
            case QueueWish.DELETE:
                place = held_messages(self.surroundings.state(), message.session_id).index(message)
                self._deleted.append((message, place))
                self.surroundings.dispatch(client_event.HeldMessageRemoved(stable_id=stable_id, at=now))
            case QueueWish.EARLIER:
                self.surroundings.dispatch(client_event.HeldMessageMoved(stable_id=stable_id, step=-1, at=now))
            case QueueWish.LATER:
                self.surroundings.dispatch(client_event.HeldMessageMoved(stable_id=stable_id, step=1, at=now))

    def _rewrite(self, message: OutgoingMessage) -> None:
        """Above what is written, which stays: nothing typed is lost."""
        if message.session_id != self.composer.owner:
            return
        now = self.surroundings.clock()
        self.surroundings.dispatch(client_event.HeldMessageRemoved(stable_id=message.stable_id, is_edited=True, at=now))
        self.composer.put_back(message.text)
        self.surroundings.drafts.keep(message.session_id, self.composer.draft)
        self.composer.focus()

    def _send_now(self, message: OutgoingMessage) -> None:
        conversation = self.surroundings.state().conversations.get(message.session_id)
        running = conversation is not None and conversation.turn.is_running
        now = self.surroundings.clock()
        self.surroundings.dispatch(client_event.HeldMessageReleased(stable_id=message.stable_id, at=now))
        self.say_sent(f"Sent during the turn · {steering_words(conversation)}" if running else "")

    def say_sent(self, remark: str) -> None:
        """Say what becomes of a message that was sent during a turn, until that is over; "" says nothing."""
        session_id = self.composer.owner or ""
        self.say_while(remark, lambda state: is_busy(state, session_id))

    def _last_deleted(self, session_id: str | None) -> tuple[OutgoingMessage, int] | None:
        return next((last for last in reversed(self._deleted) if last[0].session_id == session_id), None)

    def _restore_deleted(self) -> None:
        last = self._last_deleted(self.composer.owner)
        if last is None:
            self.app.bell()
            return
        self._deleted.remove(last)
        message, place = last
        now = self.surroundings.clock()
        self.queue.expect(message.stable_id)
        self.surroundings.dispatch(client_event.HeldMessageReinstated(message=message, place=place, at=now))

    def _pause_or_go_on(self, state: State) -> None:
        where, now = self.composer.owner, self.surroundings.clock()
        if where is None:
            return
        if queue_of(state, where).pause:
            self.surroundings.dispatch(client_event.QueueResumed(session_id=where, at=now))
        else:
            self.surroundings.dispatch(client_event.QueuePaused(session_id=where, reason=_PAUSED_BY_PERSON, at=now))
