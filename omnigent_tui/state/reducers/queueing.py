"""The queue: messages held back while a turn runs are moved, deleted, paused, and let go one by one when it is over."""

from types import MappingProxyType

from omnigent_tui.protocol.session_events import SessionInterrupted
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.outbox import OutgoingMessage, SessionQueue
from omnigent_tui.state.queueing import held_messages, mark_of, may_release, queue_of
from omnigent_tui.state.reducers import attachments
from omnigent_tui.state.reducers.live_region import knows_item
from omnigent_tui.values import replace

STOPPED = "the turn was stopped"
STOP_FAILED = "a stop was asked for"
FAILED = "the turn failed"
RESTORED = "kept from an earlier run"


def released(state: State, event: client.HeldMessageReleased) -> State:
    """Let a message go now, before all that are held."""
    message = _held(state, event.stable_id)
    return state if message is None else _let_go(state, message)


def moved(state: State, event: client.HeldMessageMoved) -> State:
    """Change places with the neighbour in the same session."""
    message = _held(state, event.stable_id)
    if message is None:
        return state
    mine = held_messages(state, message.session_id)
    place = mine.index(message)
    other = place + event.step
    if not 0 <= other < len(mine):
        return state
    swapped = {message.stable_id: mine[other], mine[other].stable_id: message}
    return replace(state, outbox=tuple(swapped.get(m.stable_id, m) for m in state.outbox))


def removed(state: State, event: client.HeldMessageRemoved) -> State:
    """Forget the message."""
    message = _held(state, event.stable_id)
    if message is None:
        return state
    if event.is_edited:
        state = attachments.given_back(state, message.session_id, message.attachments)
    return replace(state, outbox=tuple(m for m in state.outbox if m.stable_id != event.stable_id))


def reinstated(state: State, event: client.HeldMessageReinstated) -> State:
    """Put a deleted message back where it was."""
    if any(m.stable_id == event.message.stable_id for m in state.outbox):
        return state
    mine = held_messages(state, event.message.session_id)
    before = mine[event.place] if event.place < len(mine) else None
    at = len(state.outbox) if before is None else state.outbox.index(before)
    return replace(state, outbox=(*state.outbox[:at], event.message, *state.outbox[at:]))


def restored(state: State, event: client.QueueRestored) -> State:
    """Hold what an earlier run held, before anything newer, and let a person decide when it goes."""
    known = {m.stable_id for m in state.outbox}
    conversation = state.conversations.get(event.session_id)
    fresh = tuple(
        m
        for m in event.messages
        if m.stable_id not in known and not (conversation and knows_item(conversation, m.stable_id))
    )
    if not fresh:
        return state
    return _with_queue(replace(state, outbox=(*fresh, *state.outbox)), event.session_id, pause=RESTORED)


def paused(state: State, event: client.QueuePaused) -> State:
    """Send nothing by itself any more."""
    return _pause(state, event.session_id, event.reason)


def resumed(state: State, event: client.QueueResumed) -> State:
    """Send the first one; the others follow, each when the turn before it is over."""
    state = _with_queue(state, event.session_id, pause="", sent_at=None)
    held = held_messages(state, event.session_id)
    conversation = state.conversations.get(event.session_id)
    if held and conversation is not None and conversation.turn.status == "failed":
        return _let_go(state, held[0])
    return state


def after(state: State, event: client.ClientEvent) -> State:
    """Return the state after the queues have seen what `event` made of it: paused by an ending that is none, or let go.

    A stopped or failed turn, and a message that came back, leave the rest of the queue to the person.
    """
    if not any(m.is_held for m in state.outbox):
        return replace(state, queues=_without_pauses(state)) if any(q.pause for q in state.queues.values()) else state
    for session_id in dict.fromkeys(m.session_id for m in state.outbox if m.is_held):
        if _is_stopped(event, session_id):
            state = _pause(state, session_id, STOPPED)
        elif isinstance(event, client.InterruptFailed) and event.session_id == session_id:
            state = _with_stop_failed(state, session_id)
        conversation = state.conversations.get(session_id)
        if conversation is not None and conversation.turn.status == "failed" and may_release(state, session_id):
            state = _pause(state, session_id, FAILED)
        if may_release(state, session_id):
            state = _let_go(state, held_messages(state, session_id)[0])
    return state


def note_sent(state: State, session_id: str) -> State:
    """Remember where the conversation stood when a message of the session was let go."""
    return _with_queue(state, session_id, sent_at=mark_of(state.conversations.get(session_id)))


def note_returned(state: State, message: OutgoingMessage, reason: str) -> State:
    """A message came back: no turn follows from it, and unless it was taken back the rest waits for the person."""
    state = _with_queue(state, message.session_id, sent_at=None)
    if message.delivery is Delivery.QUEUED:
        return state
    return _pause(state, message.session_id, f"the message before was not sent: {reason}")


def _is_stopped(event: client.ClientEvent, session_id: str) -> bool:
    if isinstance(event, client.InterruptRequested):
        return event.session_id == session_id
    if isinstance(event, client.StreamEvents) and event.session_id == session_id:
        return any(isinstance(one, SessionInterrupted) for one in event.events)
    return False


def _held(state: State, stable_id: str) -> OutgoingMessage | None:
    return next((m for m in state.outbox if m.is_held and m.stable_id == stable_id), None)


def _let_go(state: State, message: OutgoingMessage) -> State:
    """Put the message at the end of what is sent: nothing that is held is sent before it."""
    going = replace(message, is_held=False)
    sent = tuple(m for m in state.outbox if not m.is_held)
    kept = tuple(m for m in state.outbox if m.is_held and m is not message)
    return note_sent(replace(state, outbox=(*sent, going, *kept)), message.session_id)


def _pause(state: State, session_id: str, reason: str) -> State:
    if not held_messages(state, session_id) or queue_of(state, session_id).pause:
        return state
    return _with_queue(state, session_id, pause=reason)


def _with_stop_failed(state: State, session_id: str) -> State:
    """The turn goes on; what was held back for a person who wanted it to stop stays so."""
    if queue_of(state, session_id).pause != STOPPED:
        return state
    return _with_queue(state, session_id, pause=STOP_FAILED)


def _with_queue(state: State, session_id: str, **fields: object) -> State:
    queue = replace(queue_of(state, session_id), **fields)  # type: ignore[arg-type]
    if queue == queue_of(state, session_id):
        return state
    return replace(state, queues=MappingProxyType({**state.queues, session_id: queue}))


def _without_pauses(state: State) -> MappingProxyType[str, SessionQueue]:
    kept = {key: replace(queue, pause="") for key, queue in state.queues.items()}
    return MappingProxyType(kept)
