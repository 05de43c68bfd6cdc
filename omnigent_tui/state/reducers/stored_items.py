"""Stored items to transcript entries: the one place that joins items, for history pages and live events alike."""

import json
from collections.abc import Iterable
from typing import TypedDict

from omnigent_tui.protocol import items as model
from omnigent_tui.state.reducers.tool_cards import (
    CANCELLED_RESPONSE,
    find_card,
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
    Notice,
    NoticeKind,
    Reasoning,
    ToolCall,
    UserMessage,
)


def entries_of(items: Iterable[model.Item]) -> tuple[Entry, ...]:
    """Return the entries the stored `items` (oldest first) make; calls and their outputs are one entry."""
    entries: list[Entry] = []
    for item in items:
        add_item(entries, item)
    return tuple(entries)


def add_item(entries: list[Entry], item: model.Item) -> None:
    """Join a tool item into its card among `entries`, or append the item as an entry of its own."""
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


def join_boundary(older: tuple[Entry, ...], newer: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return both in order; what at the head of `newer` belongs to a call at the end of `older` is joined to it."""
    joined = list(older)
    kept: list[Entry] = []
    for position, entry in enumerate(newer):
        index = None
        if isinstance(entry, ToolCall) and entry.item_ids and position < _BOUNDARY_REACH:
            index = _call_across(joined, entry)
        if index is None or not isinstance(entry, ToolCall):
            kept.append(entry)
        else:
            joined[index] = joined_cards(_card(joined[index]), entry)
    return (*joined, *kept)


_BOUNDARY_REACH = 200


def _call_across(older: list[Entry], card: ToolCall) -> int | None:
    """The index of the card in `older` that `card` goes on with: its output alone, or an interrupt's second copy."""
    for index in range(len(older) - 1, max(-1, len(older) - 1 - _BOUNDARY_REACH), -1):
        other = older[index]
        if not isinstance(other, ToolCall) or not other.item_ids:
            continue
        if other.call_id == card.call_id and same_call(other, card.response_id):
            is_rest = other.output is None or not card.name or not set(other.item_ids).isdisjoint(card.item_ids)
            return index if is_rest or card.response_id.startswith(CANCELLED_RESPONSE) else None
    return None


def entry_of(item: model.Item) -> Entry:
    """Return the entry of one item that is not part of a tool call."""
    match item:
        case model.MessageItem():
            return _message(item)
        case model.ReasoningItem():
            return Reasoning(**_head(item), text=item.text)
        case model.ErrorItem():
            return ErrorNotice(
                **_head(item),
                code=item.code,
                message=item.message,
                title=item.title,
                cause=item.cause,
                remediation=item.remediation,
                level=item.level,
            )
        case model.CompactionItem():
            size = f" to {item.token_count:,} tokens" if item.token_count else ""
            return _notice(item, NoticeKind.COMPACTION, f"Conversation compacted{size}", item.summary or "")
        case model.NativeToolItem():
            kind = str(item.item.get("type") or "tool").removesuffix("_call").replace("_", " ")
            return _notice(item, NoticeKind.NATIVE_TOOL, kind, pretty(item.item))
        case model.ResourceEventItem():
            return _resource_event(item)
        case model.RoutingDecisionItem():
            verb = "Routed to" if item.applied is not False else "Would have routed to"
            return _notice(item, NoticeKind.ROUTING, f"{verb} {item.model or 'a model'}", item.rationale or "")
        case model.SlashCommandItem():
            text = f"/{item.name} {item.arguments}".rstrip()
            return _notice(item, NoticeKind.COMMAND, text, item.output or "")
        case model.TerminalCommandItem():
            shown = "\n".join(part for part in (item.stdout, item.stderr) if part)
            return _notice(item, NoticeKind.COMMAND, f"!{item.input}" if item.input else "!", shown)
        case model.UnknownItem():
            return _notice(item, NoticeKind.UNKNOWN, f"Unknown item: {item.server_type}", pretty(item.payload))
    raise TypeError(f"{item.type} items are joined into cards")


class _Head(TypedDict):
    key: str
    item_ids: tuple[str, ...]
    response_id: str
    created_at: float | None


def _head(item: model.ItemBase) -> _Head:
    ids = (item.id,) if item.id else ()
    return {
        "key": item.id or f"noid/{item.response_id}",
        "item_ids": ids,
        "response_id": item.response_id,
        "created_at": item.created_at,
    }


def _notice(item: model.ItemBase, kind: NoticeKind, text: str, detail: str = "") -> Notice:
    return Notice(**_head(item), kind=kind, text=text, detail=detail)


def _message(item: model.MessageItem) -> Entry:
    if item.is_meta or item.is_system_notice:
        first, _, rest = item.text.partition("\n")
        return _notice(item, NoticeKind.SYSTEM, first.strip("[]") or "System message", rest.strip())
    if item.role == "user":
        files = tuple(b.filename or b.file_id or b.type for b in item.content if b.file_id or b.filename)
        odd = tuple(b.type for b in item.content if not (b.text or b.file_id or b.filename))
        return UserMessage(**_head(item), text=item.text, attachments=files + odd, author=item.created_by)
    return AssistantMessage(
        **_head(item),
        text=item.text,
        agent=item.model,
        interrupted=item.interrupted or item.status == "incomplete",
        message_id=item.stream_message_id,
    )


def _resource_event(item: model.ResourceEventItem) -> Notice:
    name = str(item.resource.get("name") or item.resource_id or "")
    kind = NoticeKind.SUBAGENT if item.resource_type == "session" else NoticeKind.RESOURCE
    verb = item.event_type.rpartition(".")[2] or "changed"
    what = "Sub-agent" if kind is NoticeKind.SUBAGENT else (item.resource_type or "resource").capitalize()
    return _notice(item, kind, f"{what} {verb}: {name}".rstrip(": "), pretty(item.resource) if item.resource else "")


def pretty(value: object) -> str:
    """Return decoded (and thereby cleaned) JSON as indented text, at most 20,000 characters."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)[:20_000]
