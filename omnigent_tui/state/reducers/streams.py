"""The stream of a conversation opening, breaking and ending, and the batches of events it brings."""

from omnigent_tui.protocol import response_events as response
from omnigent_tui.protocol import session_events as session
from omnigent_tui.protocol.elicitations import ElicitationRequest, ElicitationResolved
from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import Conversation, StreamPhase, StreamState
from omnigent_tui.state.reducers import elicitation, session_facts, stream_items, stream_text, turns
from omnigent_tui.state.reducers.live_region import finalized, is_open_text, wanting_page
from omnigent_tui.state.reducers.open_calls import with_open_calls
from omnigent_tui.state.transcript import AssistantMessage, Entry, Reasoning
from omnigent_tui.values import replace

_FOLLOWS_REASONING = frozenset({"message", "function_call"})


def opened(conversation: Conversation, event: client.StreamOpened) -> Conversation:
    """The stream is open: what was in flight is stale until the server repeats it, and history must be asked.

    A server that was started again cannot repeat it (its epoch is another): then what streamed stays as it is
    until a stored item takes its place.
    """
    before = conversation.stream
    stream = StreamState(phase=StreamPhase.LIVE, since=event.at, epoch=event.epoch, connections=before.connections + 1)
    if before.connections and event.epoch != before.epoch:
        changed = replace(_beyond_repeating(finalized(conversation)), stale_keys=frozenset())
    else:
        texts = (e for e in conversation.live if is_open_text(e) and isinstance(e, AssistantMessage) and e.streaming)
        changed = replace(_reasoning_closed(conversation), stale_keys=frozenset(e.key for e in texts))
    # Another response may have begun meanwhile: the server says which, with the text it repeats or in the snapshot.
    turn = replace(changed.turn, response_id="")
    return wanting_page(replace(changed, stream=stream, turn=turn, is_status_known=False))


def _beyond_repeating(conversation: Conversation) -> Conversation:
    """A new server process knows nothing of text in flight: only a stored item can say that it was kept after all.

    Text that has an id may go on; its pieces are numbered from 0 again.
    """

    def forgotten(entry: Entry) -> Entry:
        if not isinstance(entry, AssistantMessage) or not is_open_text(entry):
            return entry
        return replace(entry, last_index=None) if entry.message_id else replace(entry, unsaved=True)

    live = tuple(forgotten(entry) for entry in conversation.live)
    return conversation if live == conversation.live else replace(conversation, live=live)


def _reasoning_closed(conversation: Conversation) -> Conversation:
    """Reasoning is never repeated: what streamed before stays, what comes now is more of its own."""
    live = tuple(
        replace(e, streaming=False) if isinstance(e, Reasoning) and e.streaming else e for e in conversation.live
    )
    return conversation if live == conversation.live else replace(conversation, live=live)


def connecting(conversation: Conversation, event: client.StreamConnecting) -> Conversation:
    """The stream is being opened."""
    stream = replace(conversation.stream, phase=StreamPhase.CONNECTING, attempt=event.attempt, retry_at=None)
    return replace(conversation, stream=stream)


def lost(conversation: Conversation, event: client.StreamLost) -> Conversation:
    """The stream broke: the transcript stays as it is, the next attempt is planned."""
    was_down = conversation.stream.phase is StreamPhase.WAITING
    stream = replace(
        conversation.stream,
        phase=StreamPhase.WAITING,
        since=conversation.stream.since if was_down or conversation.stream.attempt else event.at,
        attempt=event.attempt,
        retry_at=event.retry_at,
        reason=event.reason,
    )
    return replace(conversation, stream=stream)


def ended(conversation: Conversation, event: client.StreamEnded | client.StreamDenied) -> Conversation:
    """No more attempts: the server ended the stream or refuses it."""
    is_denied = isinstance(event, client.StreamDenied)
    stream = replace(
        conversation.stream,
        phase=StreamPhase.REFUSED if is_denied else StreamPhase.ENDED,
        since=event.at,
        retry_at=None,
        reason=event.reason if isinstance(event, client.StreamDenied) else "",
    )
    return replace(finalized(conversation), stream=stream)


def batch(conversation: Conversation, event: client.StreamEvents) -> Conversation:
    """Apply a batch of the server's events in order.

    The first batch tells that the server has subscribed us: what a page asked for before may lack is not streamed.
    """
    stream = conversation.stream
    if not stream.is_acknowledged:
        conversation = wanting_page(replace(conversation, stream=replace(stream, is_acknowledged=True)))
    for server_event in event.events:
        conversation = one(conversation, server_event, event.at)
    return conversation


def one(conversation: Conversation, event: ServerEvent, at: float) -> Conversation:
    """Apply one event of the server's."""
    match event:
        case (
            response.OutputTextDelta()
            | response.ReasoningStarted()
            | response.ReasoningTextDelta()
            | response.ReasoningSummaryTextDelta()
            | response.ToolOutputDelta()
        ):
            return stream_text.piece(conversation, event, at)
        case response.OutputItemDone():
            if event.item.get("type") in _FOLLOWS_REASONING:
                conversation = stream_text.reasoning_ended(conversation, at)
            return with_open_calls(stream_items.item_done(conversation, event, at))
        case session.SessionInputConsumed():
            return stream_items.input_consumed(conversation, event)
        case session.SessionStatus():
            return with_open_calls(turns.status_changed(conversation, event, at))
        case response.ResponseCreated() | response.ResponseInProgress() | response.ResponseQueued():
            return with_open_calls(turns.response_began(conversation, event.response, at))
        case (
            response.ResponseCompleted()
            | response.ResponseFailed()
            | response.ResponseIncomplete()
            | response.ResponseCancelled()
        ):
            return turns.response_ended(conversation, event, at)
        case session.SessionInterrupted():
            return turns.interrupted(conversation, event, at)
        case ElicitationRequest():
            return elicitation.requested(conversation, event, at)
        case ElicitationResolved():
            return elicitation.resolved(conversation, event, at)
        case _:
            return session_facts.fact(conversation, event, at)
