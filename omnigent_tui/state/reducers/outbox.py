"""The outbox: messages queued, sent, confirmed by history, or given back."""

from omnigent_tui.protocol import session_events as session
from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.outbox import OutgoingMessage, ReturnedMessage
from omnigent_tui.state.reducers import attachments, queueing, session_settings
from omnigent_tui.state.reducers.live_region import knows_item
from omnigent_tui.state.transcript import UserMessage
from omnigent_tui.values import replace


def queued(state: State, event: client.MessageQueued) -> State:
    """Put a message into the outbox; the same `stable_id` is put there once."""
    if any(message.stable_id == event.stable_id for message in state.outbox):
        return state
    message = OutgoingMessage(
        stable_id=event.stable_id,
        session_id=event.session_id,
        text=event.text,
        queued_at=event.at,
        attachments=event.attachments,
        skill=event.skill,
        is_held=event.hold,
        model=event.model,
    )
    state = attachments.sent(state, event.session_id, event.attachments)
    state = replace(_without_next_model(state, event), outbox=(*state.outbox, message))
    return state if event.hold else queueing.note_sent(state, event.session_id)


def _without_next_model(state: State, event: client.MessageQueued) -> State:
    """The model that was chosen for one message has its message now."""
    if event.model is None:
        return state
    taken = client.NextModelChosen(session_id=event.session_id, model=None, at=event.at)
    return session_settings.in_state(state, taken)


def sending(state: State, event: client.MessageSending) -> State:
    """The message is on the wire."""
    return _changed(state, event.stable_id, delivery=Delivery.SENDING, reason="")


def delayed(state: State, event: client.MessageDelayed) -> State:
    """The message waits, with the reason."""
    delivery = Delivery.CHECKING if event.outcome_unknown else Delivery.QUEUED
    return _changed(state, event.stable_id, delivery=delivery, reason=event.reason, item_id=None)


def accepted(state: State, event: client.MessageAccepted) -> State:
    """The server has the message; it leaves the outbox once history shows it."""
    message = next((m for m in state.outbox if m.stable_id == event.stable_id), None)
    if message is None:
        return state
    item_id = event.item_id or message.item_id
    changed = _changed(
        state, event.stable_id, delivery=Delivery.STORED, reason="", item_id=item_id, pending_id=event.pending_id
    )
    return without_shown(changed)


def returned(state: State, event: client.MessageReturned) -> State:
    """The message was not sent: its text is to be put back into the composer."""
    message = next((m for m in state.outbox if m.stable_id == event.stable_id), None)
    if message is None:
        return state
    back = ReturnedMessage(
        stable_id=message.stable_id,
        session_id=message.session_id,
        text=message.text,
        reason=event.reason,
        attachments=message.attachments,
        lacks_runner=event.lacks_runner,
    )
    rest = tuple(m for m in state.outbox if m is not message)
    state = attachments.given_back(state, message.session_id, message.attachments)
    state = replace(state, outbox=rest, returned=(*state.returned, back))
    if message.model is not None:
        chosen = client.NextModelChosen(session_id=message.session_id, model=message.model, at=event.at)
        state = session_settings.in_state(state, chosen)
    return queueing.note_returned(state, message, event.reason)


def taken_back(state: State, event: client.ReturnedTextTaken) -> State:
    """The composer has it."""
    rest = tuple(m for m in state.returned if m.stable_id != event.stable_id)
    return state if len(rest) == len(state.returned) else replace(state, returned=rest)


def _changed(state: State, stable_id: str, **fields: object) -> State:
    outbox = tuple(
        replace(m, **fields) if m.stable_id == stable_id else m  # type: ignore[arg-type]
        for m in state.outbox
    )
    return replace(state, outbox=outbox) if outbox != state.outbox else state


def without_shown(state: State) -> State:
    """Return the state without outgoing messages whose stored item is shown in their conversation."""
    kept = tuple(m for m in state.outbox if not _is_shown(state.conversations.get(m.session_id), m))
    return state if len(kept) == len(state.outbox) else replace(state, outbox=kept)


def _is_shown(conversation: Conversation | None, message: OutgoingMessage) -> bool:
    """Whether history has the message: under its own id, or the one the server gave it.

    Until the server has answered, another id is a guess: what fails later must still be there to be given back.
    """
    if conversation is None:
        return message.delivery is Delivery.STORED
    if knows_item(conversation, message.stable_id):
        return True
    return message.delivery is Delivery.STORED and knows_item(conversation, message.item_id or "")


def after_stream(state: State, event: client.StreamEvents) -> State:
    """Match inputs that became history with the outbox: by id, by queue entry, else by the same text being sent.

    The last is for servers that give a message an id of their own and tell of it before the POST returns.
    """
    if not state.outbox:
        return state
    for server_event in event.events:
        if isinstance(server_event, session.SessionInputConsumed):
            state = _consumed(state, event.session_id, server_event.data)
    return without_shown(state)


def _consumed(state: State, session_id: str, consumed: session.ConsumedInput) -> State:
    waiting = [m for m in state.outbox if m.session_id == session_id]
    match = next((m for m in waiting if consumed.item_id in (m.stable_id, m.item_id)), None)
    if match is None and consumed.cleared_pending_id:
        match = next((m for m in waiting if m.pending_id == consumed.cleared_pending_id), None)
    if match is None:
        text = _text_of(state, session_id, consumed.item_id)
        match = next((m for m in waiting if _has_no_id(m) and clean(m.text) == text), None)
    if match is None:
        return state
    return _changed(state, match.stable_id, item_id=consumed.item_id)


def _has_no_id(message: OutgoingMessage) -> bool:
    """Whether the server has the message, or is getting it, and has not said under which id."""
    is_out = message.delivery in (Delivery.SENDING, Delivery.STORED)
    return is_out and message.item_id is None and message.pending_id is None


def _text_of(state: State, session_id: str, item_id: str) -> str | None:
    conversation = state.conversations.get(session_id)
    for entry in reversed(conversation.live if conversation else ()):
        if isinstance(entry, UserMessage) and item_id in entry.item_ids:
            return entry.text
    return None
