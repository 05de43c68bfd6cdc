"""Changing the live region of a conversation: replace, append, find; every change counts as a revision."""

from collections.abc import Callable
from operator import is_

from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.notices import Subject
from omnigent_tui.state.reducers.tool_cards import same_call
from omnigent_tui.state.transcript import AssistantMessage, Entry, Notice, NoticeKind, Reasoning, ToolCall
from omnigent_tui.values import replace

_RECLAIM_REACH = 60  # entries: what was taken for lost longer ago stays lost


def with_live(conversation: Conversation, live: tuple[Entry, ...]) -> Conversation:
    """Return the conversation with another live region, one revision later."""
    return replace(conversation, live=live, revision=conversation.revision + 1)


def appended(conversation: Conversation, entry: Entry) -> Conversation:
    """Return the conversation with the entry at the end of the live region; a key that is there is replaced."""
    index = index_of(conversation, lambda other: other.key == entry.key)
    if index is not None:
        return replaced(conversation, index, entry)
    return with_live(conversation, (*conversation.live, entry))


def replaced(conversation: Conversation, index: int, entry: Entry) -> Conversation:
    """Return the conversation with another entry at this place of the live region."""
    if conversation.live[index] == entry:
        return conversation
    live = (*conversation.live[:index], entry, *conversation.live[index + 1 :])
    return with_live(conversation, live)


def index_of(conversation: Conversation, matches: Callable[[Entry], bool]) -> int | None:
    """Return the index of the newest live entry that matches, or None."""
    for index in range(len(conversation.live) - 1, -1, -1):
        if matches(conversation.live[index]):
            return index
    return None


def knows_item(conversation: Conversation, item_id: str) -> bool:
    """Whether a stored item is shown already, in history or live."""
    return bool(item_id) and (
        item_id in conversation.stored_ids or any(item_id in entry.item_ids for entry in conversation.live)
    )


def fresh_key(conversation: Conversation, prefix: str) -> str:
    """Return a key no entry of the conversation has."""
    return f"{prefix}/{conversation.revision}/{len(conversation.live)}"


def noticed(
    conversation: Conversation,
    kind: NoticeKind,
    text: str,
    *,
    at: float,
    detail: str = "",
    key: str = "",
    about: Subject | None = None,
) -> Conversation:
    """Return the conversation with a notice in its live region; a live one about the same `key` is replaced."""
    subject = f"notice/{key or kind.value}#"
    index = index_of(conversation, lambda e: e.key.startswith(subject)) if key else None
    unique = fresh_key(conversation, subject) if index is None else conversation.live[index].key
    return appended(conversation, Notice(key=unique, created_at=at, kind=kind, text=text, detail=detail, about=about))


def is_open_text(entry: Entry) -> bool:
    """Whether the entry is text whose stored item has not arrived."""
    return isinstance(entry, AssistantMessage) and not entry.item_ids and not entry.unsaved


def is_undecided(entry: Entry) -> bool:
    """Whether only a page of items can say what becomes of the entry: stored, or not kept by the server."""
    is_content = isinstance(entry, AssistantMessage | Reasoning | ToolCall)
    return is_content and not entry.item_ids and not entry.unsaved


def wanting_page(conversation: Conversation) -> Conversation:
    """Return the conversation asking for a page of items that is not older than this moment."""
    revision = conversation.revision + 1
    return replace(conversation, needs_settling=True, revision=revision, settle_from=revision)


def reclaimed(conversation: Conversation, matches: Callable[[Entry], bool], *, is_ended: bool = False) -> Conversation:
    """Bring an entry that was taken for lost back from history into the live region: more came of it after all.

    What `is_ended` with that was before all that is in flight, the rest goes on after it.
    """
    history = conversation.history
    for index in range(len(history) - 1, max(-1, len(history) - 1 - _RECLAIM_REACH), -1):
        entry = history[index]
        if entry.unsaved and matches(entry):
            rest = (*history[:index], *history[index + 1 :])
            live = (entry, *conversation.live) if is_ended else (*conversation.live, entry)
            return with_live(replace(conversation, history=rest), live)
    return conversation


def settled_card(conversation: Conversation, call_id: str, response_id: str) -> int | None:
    """Return the index of the call's card in history's newest entries, unless a live one has the call."""
    if not response_id or index_of(conversation, lambda e: _is_call(e, call_id, response_id)) is not None:
        return None
    history = conversation.history
    for index in range(len(history) - 1, max(-1, len(history) - 1 - _RECLAIM_REACH), -1):
        entry = history[index]
        if _is_call(entry, call_id, response_id):
            return index
    return None


def _is_call(entry: Entry, call_id: str, response_id: str) -> bool:
    return isinstance(entry, ToolCall) and entry.call_id == call_id and same_call(entry, response_id)


def finalized(conversation: Conversation) -> Conversation:
    """Return the conversation with nothing streaming any more; the entries stay until a page settles them."""
    live = tuple(_still(entry) for entry in conversation.live if not _is_empty_reasoning(entry))
    if len(live) == len(conversation.live) and all(map(is_, live, conversation.live)):
        return conversation
    return with_live(conversation, live)


def _is_empty_reasoning(entry: Entry) -> bool:
    """Whether reasoning was announced and never came."""
    return isinstance(entry, Reasoning) and not entry.text.strip() and not entry.item_ids


def _still(entry: Entry) -> Entry:
    if isinstance(entry, AssistantMessage | Reasoning) and entry.streaming:
        return replace(entry, streaming=False)
    return entry


def ends_segment(entry: Entry) -> bool:
    """Whether text after this entry is another message: a tool call or a stored answer lies between."""
    return isinstance(entry, ToolCall) or (isinstance(entry, AssistantMessage) and bool(entry.item_ids))
