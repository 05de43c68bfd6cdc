"""Stored items to transcript entries: the one place that joins items, for history pages and live events alike."""

import re
from collections.abc import Iterable

from omnigent_tui.protocol import items as model
from omnigent_tui.state.reducers.stored_notices import head, is_shown, notice_of, system_notice
from omnigent_tui.state.reducers.tool_cards import (
    CANCELLED_RESPONSE,
    find_card,
    is_late_output,
    joined_cards,
    orphan_card,
    same_call,
    tool_card_of_call,
    with_call,
    with_output,
)
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Reasoning,
    ToolCall,
    UserMessage,
)
from omnigent_tui.values import replace

# Where a server has only the agent's id at hand, it stands in the place of the name (wire-format §4.5).
_AN_ID = re.compile(r"[0-9a-f]{32}")


def entries_of(items: Iterable[model.Item]) -> tuple[Entry, ...]:
    """Return the entries the stored `items` (oldest first) make; calls and their outputs are one entry."""
    entries: list[Entry] = []
    for item in items:
        add_item(entries, item)
    return tuple(entries)


def add_item(entries: list[Entry], item: model.Item) -> None:
    """Join a tool item into its card among `entries`, or append the item as an entry of its own if it is shown."""
    if not is_shown(item):
        return
    if isinstance(item, model.FunctionCallItem):
        index = find_card(entries, item)
        if index is None:
            entries.append(tool_card_of_call(item))
        else:
            entries[index] = with_call(_card(entries[index]), item)
    elif isinstance(item, model.FunctionCallOutputItem):
        index = find_card(entries, item)
        if index is None:
            entries.append(orphan_card(item))
        else:
            entries[index] = with_output(_card(entries[index]), item)
    else:
        entries.append(entry_of(item))


def _card(entry: Entry) -> ToolCall:
    if not isinstance(entry, ToolCall):
        raise TypeError("find_card returned an entry that is no tool card")
    return entry


def join_boundary(
    older: tuple[Entry, ...], newer: tuple[Entry, ...], *, keeps_older_keys: bool = False
) -> tuple[Entry, ...]:
    """Return both in order; what at the head of `newer` belongs to a call at the end of `older` is joined to it.

    What is joined keeps the key it has in `newer`, unless it is `older` that is on the screen.
    """
    joined = list(older)
    kept: list[Entry] = []
    for position, entry in enumerate(newer):
        index = None
        if isinstance(entry, ToolCall) and entry.item_ids and position < BOUNDARY_REACH:
            index = _call_across(joined, entry)
        if index is None or not isinstance(entry, ToolCall):
            kept.append(entry)
        else:
            card = _card(joined[index])
            whole = joined_cards(card, entry)
            joined[index] = replace(whole, key=card.key) if keeps_older_keys else whole
    return (*joined, *kept)


BOUNDARY_REACH = 200
"""How many entries from a border a call may stand whose rest stands on the other side of it."""


def _call_across(older: list[Entry], card: ToolCall) -> int | None:
    """The index of the card in `older` that `card` goes on with: its output alone, or an interrupt's second copy."""
    for index in range(len(older) - 1, max(-1, len(older) - 1 - BOUNDARY_REACH), -1):
        other = older[index]
        if not isinstance(other, ToolCall) or not other.item_ids:
            continue
        is_late = not card.name and is_late_output(other, card.response_id)
        if other.call_id == card.call_id and (is_late or same_call(other, card.response_id)):
            is_rest = other.output is None or not card.name or not set(other.item_ids).isdisjoint(card.item_ids)
            return index if is_rest or card.response_id.startswith(CANCELLED_RESPONSE) else None
    return None


def entry_of(item: model.Item) -> Entry:
    """Return the entry of one item that is not part of a tool call."""
    notice = notice_of(item)
    if notice is not None:
        return notice
    match item:
        case model.MessageItem():
            return _message(item)
        case model.ReasoningItem():
            return Reasoning(**head(item), text=item.text)
        case model.ErrorItem():
            return ErrorNotice(
                **head(item),
                code=item.code,
                message=item.message,
                title=item.title,
                cause=item.cause,
                remediation=item.remediation,
                level=item.level,
            )
    raise TypeError(f"{item.type} items are joined into cards")


def _message(item: model.MessageItem) -> Entry:
    if item.is_meta or item.is_system_notice:
        return system_notice(item)
    if item.role == "user":
        files = tuple(b.filename or b.file_id or b.type for b in item.content if b.file_id or b.filename)
        odd = tuple(b.type for b in item.content if not (b.text or b.file_id or b.filename))
        return UserMessage(**head(item), text=item.text, attachments=files + odd, author=item.created_by)
    return AssistantMessage(
        **head(item),
        text=item.text,
        agent=None if _AN_ID.fullmatch(item.model or "") else item.model,
        interrupted=item.interrupted or item.status == "incomplete",
        message_id=item.stream_message_id,
    )
