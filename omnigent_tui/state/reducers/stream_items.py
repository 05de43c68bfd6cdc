"""Finished items on the stream: answers take the place of their streamed text, tool items join their cards."""

from omnigent_tui.protocol import items as model
from omnigent_tui.protocol.response_events import OutputItemDone
from omnigent_tui.protocol.session_events import SessionInputConsumed
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.live_region import (
    appended,
    index_of,
    knows_item,
    reclaimed,
    settled_card,
    wanting_page,
    with_live,
)
from omnigent_tui.state.reducers.matching import (
    is_likely_same,
    is_part,
    is_surely_same,
    may_be_same_response,
    with_size_before,
)
from omnigent_tui.state.reducers.stored_items import add_item, entry_of
from omnigent_tui.state.reducers.stored_notices import is_shown
from omnigent_tui.state.reducers.tool_cards import is_throwaway, response_of, with_call, with_output
from omnigent_tui.state.transcript import AssistantMessage, Entry, Notice, NoticeKind, Reasoning, ToolCall
from omnigent_tui.values import replace

SETTLED_AT_ONCE = 40
"""A turn may take hours: after so many entries a page is asked for, so that the live region stays small."""

ToolItem = model.FunctionCallItem | model.FunctionCallOutputItem


def item_done(conversation: Conversation, event: OutputItemDone, at: float) -> Conversation:
    """Bring a finished item into the live region; one that is shown already changes nothing."""
    item = model.parse_item(event.item)
    if not is_shown(item):
        return conversation
    if not is_throwaway(item.id) and knows_item(conversation, item.id):
        return _overtaken(conversation, item)
    changed = _shown(conversation, item, event.message_id)
    if changed is conversation:
        return changed
    if isinstance(item, model.FunctionCallItem | model.FunctionCallOutputItem):
        changed = _timed(changed, item, at)
    # After a turn's end the server still stores what an interrupt left, and tells of it under ids of the stream's.
    is_late = not conversation.turn.is_running
    grew = len(changed.live) > len(conversation.live)
    return wanting_page(changed) if is_late or (grew and len(changed.live) % SETTLED_AT_ONCE == 0) else changed


def _timed(conversation: Conversation, item: ToolItem, at: float) -> Conversation:
    """Note when a call was seen to begin, and how long it took when its end is seen too."""
    live = conversation.live
    index = index_of(conversation, lambda entry: isinstance(entry, ToolCall) and entry.call_id == item.call_id)
    card = None if index is None else live[index]
    if index is None or not isinstance(card, ToolCall):
        return conversation
    if isinstance(item, model.FunctionCallOutputItem):
        if card.begun_at is None or card.seconds is not None:
            return conversation
        card = replace(card, seconds=max(0.0, at - card.begun_at))
    elif card.begun_at is None and card.output is None and item.status == "in_progress":
        card = replace(card, begun_at=at)
    return replace(conversation, live=(*live[:index], card, *live[index + 1 :]))


def _shown(conversation: Conversation, item: model.Item, message_id: str | None) -> Conversation:
    if isinstance(item, model.MessageItem) and item.role == "assistant":
        return _answer_done(conversation, item, message_id)
    if isinstance(item, model.FunctionCallItem | model.FunctionCallOutputItem):
        return _tool_item_done(conversation, item)
    entry = entry_of(item)
    if isinstance(item, model.ReasoningItem):
        return _reasoning_done(conversation, entry)
    if isinstance(item, model.CompactionItem) and isinstance(entry, Notice):
        for told in (e for e in conversation.live if isinstance(e, Notice) and not e.item_ids):
            entry = with_size_before(entry, told)
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
    if isinstance(entry, Notice) and entry.kind is NoticeKind.INTERRUPTED:
        conversation = without_notices(conversation, NoticeKind.INTERRUPTED)
    return appended(conversation, entry)


def without_notices(conversation: Conversation, kind: NoticeKind) -> Conversation:
    """Return the conversation without this client's own live notices of a kind; a stored item says it now."""
    live = tuple(e for e in conversation.live if not (isinstance(e, Notice) and e.kind is kind and not e.item_ids))
    return conversation if len(live) == len(conversation.live) else with_live(conversation, live)


def _tool_item_done(conversation: Conversation, item: ToolItem) -> Conversation:
    if not item.response_id:
        item = item.model_copy(update={"response_id": _response_of(conversation, item)})
    index = settled_card(conversation, item.call_id, item.response_id)
    card = None if index is None else conversation.history[index]
    if index is not None and isinstance(card, ToolCall):
        if not card.unsaved:
            return _in_history(conversation, index, card, item)
        conversation = reclaimed(conversation, lambda entry: entry is card)
    entries = list(conversation.live)
    add_item(entries, item)
    live = tuple(entries)
    return conversation if live == conversation.live else with_live(conversation, live)


def _in_history(conversation: Conversation, index: int, card: ToolCall, item: ToolItem) -> Conversation:
    """A page was faster than the stream: what the card does not have yet is joined to it where it stands."""
    if card.output is not None and is_throwaway(item.id):
        return conversation
    joined = with_call(card, item) if isinstance(item, model.FunctionCallItem) else with_output(card, item)
    history = (*conversation.history[:index], joined, *conversation.history[index + 1 :])
    changed = replace(conversation, history=history, stored_ids=conversation.stored_ids.union(joined.item_ids))
    return replace(changed, revision=changed.revision + 1)


def _response_of(conversation: Conversation, item: ToolItem) -> str:
    """The response an item that does not say it belongs to: that of its unfinished card, the running one, or its own.

    Its own, known from its stored card, when a snapshot was faster than the stream and has ended the turn already.
    """
    named = response_of(item) if isinstance(item, model.FunctionCallItem) else ""
    if named:
        return named
    index = index_of(conversation, lambda e: isinstance(e, ToolCall) and e.call_id == item.call_id)
    card = None if index is None else conversation.live[index]
    if isinstance(card, ToolCall) and card.output is None:
        return card.response_id
    return conversation.turn.response_id or _stored_response_of(conversation, item)


def _stored_response_of(conversation: Conversation, item: ToolItem) -> str:
    if item.status == "in_progress":
        return ""
    newest = conversation.history[-SETTLED_AT_ONCE:]
    found = (e.response_id for e in reversed(newest) if isinstance(e, ToolCall) and e.call_id == item.call_id)
    return next(found, "")


def _overtaken(conversation: Conversation, item: model.Item) -> Conversation:
    """A page showed the item before the stream ended it: what streamed of it meanwhile would be shown twice."""
    if item.id not in conversation.stored_ids or not isinstance(item, model.MessageItem | model.ReasoningItem):
        return conversation
    stored = entry_of(item)
    live = tuple(entry for entry in conversation.live if not is_part(entry, stored))
    return conversation if len(live) == len(conversation.live) else with_live(conversation, live)


def _answer_done(conversation: Conversation, item: model.MessageItem, message_id: str | None) -> Conversation:
    """The stored text is the authority: it takes the place of the streamed text it ends."""
    stored = entry_of(item)
    if not isinstance(stored, AssistantMessage):
        return appended(conversation, stored)
    message_id = item.stream_message_id or message_id
    if streamed_text_of(conversation.live, stored, message_id) is None:
        conversation = reclaimed(
            conversation, lambda e: is_surely_same(e, stored) or is_likely_same(e, stored), is_ended=True
        )
    index = streamed_text_of(conversation.live, stored, message_id)
    closed = conversation.closed_message_ids | ({message_id} if message_id else set())
    if index is None:
        return replace(appended(conversation, stored), closed_message_ids=frozenset(closed))
    preview = conversation.live[index]
    if isinstance(preview, AssistantMessage) and preview.message_id:
        closed = closed | {preview.message_id}
    answer = replace(stored, key=preview.key)
    live = (answer if e is preview else e for e in conversation.live if e is preview or not is_part(e, stored))
    return replace(
        with_live(conversation, tuple(live)),
        closed_message_ids=frozenset(closed),
        stale_keys=conversation.stale_keys - {preview.key},
    )


def streamed_text_of(live: tuple[Entry, ...], stored: AssistantMessage, message_id: str | None) -> int | None:
    """Return the index of the streamed text that `stored` is the final form of, or None.

    In order of certainty: the same message id, the same response (oldest first), the same text, a text that
    the stored one begins with, a text that is a piece of it (of what came before the stream was opened, nothing is
    known).
    """
    texts = [(i, e) for i, e in enumerate(live) if isinstance(e, AssistantMessage) and not e.item_ids]
    texts.sort(key=lambda text: text[1].unsaved)
    if message_id:
        for index, entry in texts:
            if entry.message_id == message_id:
                return index
    for index, entry in texts:
        if stored.response_id and entry.response_id == stored.response_id and not entry.unsaved:
            return index
    for index, entry in texts:
        if entry.text == stored.text and may_be_same_response(entry, stored):
            return index
    for index, entry in texts:
        if entry.text and stored.text.startswith(entry.text) and may_be_same_response(entry, stored):
            return index
    for index, entry in reversed(texts):
        if entry.text.strip() in stored.text and not entry.response_id and not entry.unsaved:
            return index
    return None


def _reasoning_done(conversation: Conversation, entry: Entry) -> Conversation:
    for index in range(len(conversation.live) - 1, -1, -1):
        other = conversation.live[index]
        if isinstance(other, Reasoning) and not other.item_ids and isinstance(entry, Reasoning):
            live = list(conversation.live)
            live[index] = replace(entry, key=other.key, seconds=other.seconds)
            return with_live(conversation, tuple(live))
    return appended(conversation, entry)
