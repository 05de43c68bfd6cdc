"""Streamed text, reasoning and tool output: deltas into the live region."""

from omnigent_tui.protocol import response_events as response
from omnigent_tui.protocol.response_events import OutputTextDelta, ToolOutputDelta
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.live_region import (
    appended,
    ends_segment,
    fresh_key,
    index_of,
    is_open_text,
    reclaimed,
    replaced,
    settled_card,
    with_live,
)
from omnigent_tui.state.reducers.open_calls import with_live_output
from omnigent_tui.state.transcript import AssistantMessage, Entry, Reasoning, ToolCall
from omnigent_tui.values import replace

Piece = (
    response.OutputTextDelta
    | response.ReasoningStarted
    | response.ReasoningTextDelta
    | response.ReasoningSummaryTextDelta
    | response.ToolOutputDelta
)


def piece(conversation: Conversation, event: Piece, at: float) -> Conversation:
    """Add a piece of text, of reasoning, or of a tool's output to what it belongs to."""
    match event:
        case response.OutputTextDelta():
            return text_delta(conversation, event, at)
        case response.ReasoningStarted():
            return reasoning_began(conversation, at)
        case response.ToolOutputDelta():
            return tool_output_delta(conversation, event, at)
        case _:
            return reasoning_delta(conversation, event.delta, at)


def text_delta(conversation: Conversation, event: OutputTextDelta, at: float) -> Conversation:
    """Add text to the message it belongs to: by `message_id` where there is one, else to the open segment.

    After a reconnect the first delta repeats all text in flight (wire-format §4.2): it replaces the stale copy.
    """
    if event.message_id:
        return _message_delta(conversation, event, event.message_id, at)
    stale = tuple(e for e in conversation.live if e.key in conversation.stale_keys and is_open_text(e))
    if stale:
        if _is_repeated(stale[0], event.delta):
            return _replayed(conversation, stale, event.delta, at)
        # Another text: the one in flight was stored during the gap, and a page will say so.
        conversation = _no_longer_streaming(conversation, stale)
    index = _open_segment(conversation)
    if index is None:
        conversation = reasoning_ended(conversation, at)
        entry = AssistantMessage(
            key=fresh_key(conversation, "text"),
            response_id=conversation.turn.response_id,
            created_at=at,
            text=event.delta,
            agent=conversation.snapshot.agent_name if conversation.snapshot else None,
            streaming=True,
        )
        return appended(conversation, entry)
    open_text = conversation.live[index]
    if not isinstance(open_text, AssistantMessage):
        return conversation
    return replaced(conversation, index, replace(open_text, text=open_text.text + event.delta, streaming=True))


def _open_segment(conversation: Conversation) -> int | None:
    """The index of the text that goes on: nothing that ends a segment lies after it."""
    response_id = conversation.turn.response_id
    for index in range(len(conversation.live) - 1, -1, -1):
        entry = conversation.live[index]
        if ends_segment(entry):
            return None
        if isinstance(entry, AssistantMessage) and entry.streaming and not entry.message_id:
            return index if response_id in ("", entry.response_id) or not entry.response_id else None
    return None


def _is_repeated(stale: Entry, text: str) -> bool:
    return isinstance(stale, AssistantMessage) and text.startswith(stale.text)


def _no_longer_streaming(conversation: Conversation, stale: tuple[Entry, ...]) -> Conversation:
    live = tuple(
        replace(e, streaming=False) if isinstance(e, AssistantMessage) and e in stale else e for e in conversation.live
    )
    return replace(with_live(conversation, live), stale_keys=frozenset())


def _replayed(conversation: Conversation, stale: tuple[Entry, ...], text: str, at: float) -> Conversation:
    first = stale[0]
    if not isinstance(first, AssistantMessage):
        return conversation
    entry = replace(
        first, text=text, streaming=True, response_id=conversation.turn.response_id or first.response_id, created_at=at
    )
    live = tuple(entry if e is first else e for e in conversation.live if e is first or e not in stale)
    return replace(with_live(conversation, live), stale_keys=frozenset())


def _message_delta(conversation: Conversation, event: OutputTextDelta, message_id: str, at: float) -> Conversation:
    def is_message(entry: Entry) -> bool:
        return isinstance(entry, AssistantMessage) and entry.message_id == message_id

    if message_id in conversation.closed_message_ids:
        return conversation
    conversation = reclaimed(conversation, is_message)
    index = index_of(conversation, is_message)
    if index is None:
        entry = AssistantMessage(
            key=fresh_key(conversation, f"text/{message_id}"),
            response_id=conversation.turn.response_id,
            created_at=at,
            text=event.delta,
            agent=conversation.snapshot.agent_name if conversation.snapshot else None,
            streaming=not event.final,
            message_id=message_id,
            last_index=event.index,
        )
        return appended(conversation, entry)
    known = conversation.live[index]
    if not isinstance(known, AssistantMessage):
        return conversation
    if known.key in conversation.stale_keys:
        changed = replace(known, text=event.delta, last_index=event.index, streaming=not event.final)
        keys = conversation.stale_keys - {known.key}
        return replace(replaced(conversation, index, changed), stale_keys=keys)
    if event.index is not None and known.last_index is not None and event.index <= known.last_index:
        return conversation
    changed = replace(
        known,
        text=known.text + event.delta,
        last_index=known.last_index if event.index is None else event.index,
        streaming=not event.final,
    )
    return replaced(conversation, index, changed)


def reasoning_began(conversation: Conversation, at: float) -> Conversation:
    """Open reasoning that has no words yet, unless some is open."""
    last = conversation.live[-1] if conversation.live else None
    if isinstance(last, Reasoning) and last.streaming:
        return conversation
    opened = Reasoning(
        key=fresh_key(conversation, "reasoning"),
        response_id=conversation.turn.response_id,
        created_at=at,
        text="",
        streaming=True,
    )
    return appended(conversation, opened)


def reasoning_delta(conversation: Conversation, delta: str, at: float) -> Conversation:
    """Add to the open reasoning, or open one."""
    conversation = reasoning_began(conversation, at)
    last = len(conversation.live) - 1
    entry = conversation.live[last]
    if not isinstance(entry, Reasoning):
        return conversation
    return replaced(conversation, last, replace(entry, text=entry.text + delta, seconds=_since(entry, at)))


def reasoning_ended(conversation: Conversation, at: float) -> Conversation:
    """Return the conversation with its last entry closed, if that is reasoning: something else follows it."""
    last = conversation.live[-1] if conversation.live else None
    if not isinstance(last, Reasoning) or not last.streaming:
        return conversation
    if not last.text.strip():
        return with_live(conversation, conversation.live[:-1])
    ended = replace(last, streaming=False, seconds=_since(last, at))
    return replaced(conversation, len(conversation.live) - 1, ended)


def _since(entry: Reasoning, at: float) -> float | None:
    return None if entry.created_at is None else max(0.0, at - entry.created_at)


def tool_output_delta(conversation: Conversation, event: ToolOutputDelta, at: float) -> Conversation:
    """Add live output to the call's card; the stored output replaces it later."""
    index = index_of(conversation, lambda e: isinstance(e, ToolCall) and e.call_id == event.call_id)
    settled = settled_card(conversation, event.call_id, conversation.turn.response_id) if index is None else None
    if settled is not None:
        return with_live_output(conversation, settled, event.delta)
    if index is None:
        card = ToolCall(
            key=fresh_key(conversation, "call"),
            response_id=conversation.turn.response_id,
            created_at=at,
            call_id=event.call_id,
            name="",
            arguments="",
            live_output=event.delta,
        )
        return appended(conversation, card)
    card_entry = conversation.live[index]
    if not isinstance(card_entry, ToolCall) or card_entry.output is not None:
        return conversation
    return replaced(conversation, index, replace(card_entry, live_output=card_entry.live_output + event.delta))
