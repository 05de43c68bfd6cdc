"""Letting go of history that nobody looks at: it can be fetched again.

It is cut only before what a person or the agent says: there no call is cut off from its output. Without such a place
everything stays.
"""

from collections.abc import Iterable

from omnigent_tui.state.client_events import FarItemsDropped, HistoryTrimmed
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.earlier import Earlier
from omnigent_tui.state.reducers.settling import ids_of
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Notice,
    Reasoning,
    ToolCall,
    UserMessage,
)
from omnigent_tui.values import replace


def trimmed(conversation: Conversation, event: HistoryTrimmed) -> Conversation:
    """Return the conversation with the newest `keep` entries of its history, or with fewer if they are long."""
    history = conversation.history
    return _from(conversation, _newest(history, event.keep, event.keep_characters))


def size_of(entry: Entry) -> int:
    """Return how many characters an entry holds of what can be long."""
    match entry:
        case UserMessage() | AssistantMessage() | Reasoning():
            return len(entry.text)
        case ToolCall():
            return len(entry.arguments) + len(entry.live_output) + len(entry.output or "")
        case ErrorNotice():
            return len(entry.message) + len(entry.detail)
        case Notice():
            return len(entry.text) + len(entry.detail)
        case _:
            return 0


def _newest(history: tuple[Entry, ...], keep: int, characters: int | None) -> int:
    """The index from which on entries stay: `keep` of them, or fewer if they hold more characters; at least one."""
    keep = max(1, keep)
    if characters is not None:
        keep = max(1, min(keep, _count_within(reversed(history), characters)))
    return _place_at_or_before(history, len(history) - keep)


def _count_within(entries: Iterable[Entry], characters: int) -> int:
    """How many of the first entries hold no more than so many characters together."""
    count = 0
    for entry in entries:
        characters -= size_of(entry)
        if characters < 0:
            break
        count += 1
    return count


def far_dropped(conversation: Conversation, event: FarItemsDropped) -> Conversation:
    """Return the conversation with the newest entries, and with those around the reader as its earlier part."""
    block = conversation.earlier
    here = _window(conversation.history, event)
    there = _window(block.entries, event) if block is not None else None
    if block is not None and there is not None:
        first, last = there
        # Where the reader sees both parts, nothing may go that lies between what is seen.
        kept = _part_of(block, first, len(block.entries) if here is not None else last)
        conversation = conversation if kept is block else replace(conversation, earlier=kept)
    newest = _newest(conversation.history, event.keep, event.keep_characters)
    if here is None:
        return _from(conversation, newest)
    if there is not None:
        return conversation
    first, last = here
    if last >= newest:
        return _from(conversation, min(first, newest))
    whole = Earlier(
        conversation.history,
        oldest_item_id=conversation.oldest_item_id or "",
        newest_item_id=_last_id(conversation.history),
        stored_ids=conversation.stored_ids,
        older=History.COMPLETE if conversation.older is History.COMPLETE else History.MORE,
    )
    return replace(_from(conversation, newest), earlier=_part_of(whole, first, last))


def _from(conversation: Conversation, first: int) -> Conversation:
    """Return the conversation without the entries of its history before index `first`."""
    if first <= 0:
        return conversation
    dropped, kept = conversation.history[:first], conversation.history[first:]
    return replace(
        conversation,
        history=kept,
        stored_ids=conversation.stored_ids - ids_of(dropped),
        oldest_item_id=kept[0].item_ids[0],
        older=History.MORE,
        older_failure="",
    )


def _part_of(block: Earlier, first: int, last: int) -> Earlier:
    """Return the block with its entries from index `first` to before `last`; an end that stays, stands as it did."""
    entries = block.entries[first:last]
    if len(entries) == len(block.entries):
        return block
    part = replace(block, entries=entries, stored_ids=ids_of(entries))
    if first > 0:
        part = replace(part, oldest_item_id=entries[0].item_ids[0], older=History.MORE, older_failure="")
    if last < len(block.entries):
        part = replace(part, newest_item_id=_last_id(entries), newer=History.MORE, newer_failure="")
    return part


def _window(entries: tuple[Entry, ...], event: FarItemsDropped) -> tuple[int, int] | None:
    """Return first index and end of what is near the reader; None if they look at nothing of it."""
    near = [index for index, entry in enumerate(entries) if not event.near.isdisjoint(entry.item_ids)]
    if not near:
        return None
    first, end = near[0], near[-1] + 1
    before = after = event.margin
    if event.margin_characters is not None:
        before = min(before, _count_within(reversed(entries[:first]), event.margin_characters))
        after = min(after, _count_within(entries[end:], event.margin_characters))
    return _place_at_or_before(entries, first - before), _place_at_or_after(entries, end + after)


def _place_at_or_before(entries: tuple[Entry, ...], index: int) -> int:
    while index > 0 and not _is_place(entries[index]):
        index -= 1
    return max(0, index)


def _place_at_or_after(entries: tuple[Entry, ...], index: int) -> int:
    while index < len(entries) and not _is_place(entries[index]):
        index += 1
    return min(index, len(entries))


def _is_place(entry: Entry) -> bool:
    # The agent speaks on once it has the outputs of all it called before.
    return isinstance(entry, UserMessage | AssistantMessage) and bool(entry.item_ids)


def _last_id(entries: tuple[Entry, ...]) -> str:
    return next((entry.item_ids[-1] for entry in reversed(entries) if entry.item_ids), "")
