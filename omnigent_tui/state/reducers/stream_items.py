"""Finished items on the stream: answers take the place of their streamed text, tool items join their cards."""

from dataclasses import replace

from omnigent_tui.protocol import items as model
from omnigent_tui.protocol.response_events import OutputItemDone
from omnigent_tui.protocol.session_events import SessionInputConsumed
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.live_region import appended, is_open_text, knows_item, with_live
from omnigent_tui.state.reducers.stored_items import add_item, entry_of
from omnigent_tui.state.reducers.tool_cards import is_throwaway, response_of
from omnigent_tui.state.transcript import AssistantMessage, Entry, Notice, NoticeKind, Reasoning, ToolCall


def item_done(conversation: Conversation, event: OutputItemDone) -> Conversation:
    """Bring a finished item into the live region; one that is shown already changes nothing."""
    item = model.parse_item(event.item)
    if not is_throwaway(item.id) and knows_item(conversation, item.id):
        return conversation
    if isinstance(item, model.MessageItem) and item.role == "assistant":
        return _answer_done(conversation, item, event.message_id)
    if isinstance(item, model.FunctionCallItem | model.FunctionCallOutputItem):
        return _tool_item_done(conversation, item)
    entry = entry_of(item)
    if isinstance(item, model.ReasoningItem):
        return _reasoning_done(conversation, entry)
    if isinstance(item, model.CompactionItem):
        conversation = without_notices(conversation, NoticeKind.COMPACTION)
    return appended(conversation, entry)


def input_consumed(conversation: Conversation, event: SessionInputConsumed) -> Conversation:
    """Show an input that became history, whoever sent it."""
    data = event.data
    if knows_item(conversation, data.item_id):
        return conversation
    item = model.parse_item({**data.data, "id": data.item_id, "type": data.type, "created_by": data.created_by})
    if isinstance(item, model.FunctionCallItem | model.FunctionCallOutputItem):
        return _tool_item_done(conversation, item)
    entry = entry_of(item)
    if isinstance(entry, Notice) and entry.text.startswith("System: interrupted"):
        conversation = without_notices(conversation, NoticeKind.INTERRUPTED)
    return appended(conversation, entry)


def without_notices(conversation: Conversation, kind: NoticeKind) -> Conversation:
    """Return the conversation without this client's own live notices of a kind; a stored item says it now."""
    live = tuple(e for e in conversation.live if not (isinstance(e, Notice) and e.kind is kind and not e.item_ids))
    return conversation if len(live) == len(conversation.live) else with_live(conversation, live)


def _tool_item_done(
    conversation: Conversation, item: model.FunctionCallItem | model.FunctionCallOutputItem
) -> Conversation:
    if not item.response_id:
        named = response_of(item) if isinstance(item, model.FunctionCallItem) else ""
        known = any(isinstance(e, ToolCall) and e.call_id == item.call_id for e in conversation.live)
        if named or not known:
            item = item.model_copy(update={"response_id": named or conversation.turn.response_id})
    entries = list(conversation.live)
    add_item(entries, item)
    live = tuple(entries)
    return conversation if live == conversation.live else with_live(conversation, live)


def _answer_done(conversation: Conversation, item: model.MessageItem, message_id: str | None) -> Conversation:
    """The stored text is the authority: it takes the place of the streamed text it ends."""
    stored = entry_of(item)
    if not isinstance(stored, AssistantMessage):
        return appended(conversation, stored)
    message_id = item.stream_message_id or message_id
    index = streamed_text_of(conversation.live, stored, message_id)
    closed = conversation.closed_message_ids | ({message_id} if message_id else set())
    if index is None:
        return replace(appended(conversation, stored), closed_message_ids=frozenset(closed))
    preview = conversation.live[index]
    if isinstance(preview, AssistantMessage) and preview.message_id:
        closed = closed | {preview.message_id}
    live = list(conversation.live)
    live[index] = replace(stored, key=preview.key)
    return replace(
        with_live(conversation, tuple(live)),
        closed_message_ids=frozenset(closed),
        stale_keys=conversation.stale_keys - {preview.key},
    )


def streamed_text_of(live: tuple[Entry, ...], stored: AssistantMessage, message_id: str | None) -> int | None:
    """Return the index of the streamed text that `stored` is the final form of, or None.

    In order of certainty: the same message id, the same response (oldest first), the same text, a text that
    the stored one begins with.
    """
    texts = [(i, e) for i, e in enumerate(live) if isinstance(e, AssistantMessage) and is_open_text(e)]
    if message_id:
        for index, entry in texts:
            if entry.message_id == message_id:
                return index
    for index, entry in texts:
        if stored.response_id and entry.response_id == stored.response_id:
            return index
    for index, entry in texts:
        if entry.text == stored.text:
            return index
    for index, entry in texts:
        if entry.text and stored.text.startswith(entry.text):
            return index
    return None


def _reasoning_done(conversation: Conversation, entry: Entry) -> Conversation:
    for index in range(len(conversation.live) - 1, -1, -1):
        other = conversation.live[index]
        if isinstance(other, Reasoning) and not other.item_ids and isinstance(entry, Reasoning):
            live = list(conversation.live)
            live[index] = replace(entry, key=other.key)
            return with_live(conversation, tuple(live))
    return appended(conversation, entry)
