"""The part of history that is loaded apart from the newest one: opened, grown at both ends, joined when they meet."""

from omnigent_tui.protocol.items import Item
from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.earlier import Earlier, Opening
from omnigent_tui.state.reducers.settling import add_older, ids_of, replace_history, settle, without_known
from omnigent_tui.state.reducers.stored_items import entries_of, join_boundary
from omnigent_tui.state.transcript import Entry
from omnigent_tui.values import replace

NOTHING_THERE = "The server has nothing after this."


def changed(conversation: Conversation, event: client.ConversationEvent) -> Conversation:
    """Return the conversation with an event about its earlier part applied; other events change nothing."""
    match event:
        case client.EarlierRequested():
            return replace(conversation, opening=Opening(event.item_id))
        case client.EarlierFailed():
            is_meant = conversation.opening is not None and conversation.opening.item_id == event.item_id
            return replace(conversation, opening=Opening(event.item_id, event.reason)) if is_meant else conversation
        case client.EarlierArrived():
            return _opened(conversation, event)
        case client.EarlierPageArrived():
            return _page(conversation, event)
        case client.EarlierPageRequested():
            return _end(conversation, event.cursor, History.LOADING, newer=event.newer)
        case client.EarlierPageFailed():
            return _end(conversation, event.cursor, History.FAILED, event.reason, newer=event.newer)
        case client.EarlierLeft():
            return conversation if conversation.earlier is None else replace(conversation, earlier=None)
    return conversation


def with_items(conversation: Conversation, event: client.NewestItemsArrived | client.OlderItemsArrived) -> Conversation:
    """Take a page of the newest part in; where it reaches the earlier part, they are one."""
    match event:
        case client.HistoryReplaced():
            return replace(replace_history(conversation, event), earlier=None)
        case client.NewestItemsArrived():
            grown = settle(conversation, event)
        case _:
            grown = add_older(conversation, event)
    if grown is conversation:
        return conversation
    block = grown.earlier
    if block is not None and block.newest_item_id in {item.id for item in event.items}:
        return _joined(grown, block)
    return _met(grown)


def _opened(conversation: Conversation, event: client.EarlierArrived) -> Conversation:
    """Put the block in the place of another one, unless something else is wanted by now."""
    if conversation.opening is None or conversation.opening.item_id != event.item_id or not event.items:
        return conversation
    conversation = replace(conversation, opening=None)
    border = _border(conversation, event.items)
    if not border:
        return conversation
    items = event.items[:border]
    entries = entries_of(items)
    block = Earlier(
        entries,
        oldest_item_id=items[0].id,
        newest_item_id=items[-1].id,
        stored_ids=ids_of(entries),
        older=History.MORE if event.has_older else History.COMPLETE,
    )
    if border < len(event.items):
        return _joined(conversation, block)
    return _met(_with_block(conversation, block))


def _page(conversation: Conversation, event: client.EarlierPageArrived) -> Conversation:
    """Let the block grow; a page for another place is dropped."""
    block = conversation.earlier
    if block is None or event.cursor != block.cursor(newer=event.newer):
        return conversation
    return _newer(conversation, block, event) if event.newer else _older(conversation, block, event)


def _older(conversation: Conversation, block: Earlier, event: client.EarlierPageArrived) -> Conversation:
    items = without_known(event.items, block.stored_ids)
    entries = join_boundary(entries_of(items), block.entries)
    grown = replace(
        block,
        entries=entries,
        stored_ids=ids_of(entries),
        oldest_item_id=items[0].id if items else block.oldest_item_id,
        older=History.MORE if event.has_more and items else History.COMPLETE,
        older_failure="",
    )
    return _met(_with_block(conversation, grown))


def _newer(conversation: Conversation, block: Earlier, event: client.EarlierPageArrived) -> Conversation:
    border = _border(conversation, event.items)
    items = without_known(event.items[:border], block.stored_ids)
    entries = join_boundary(block.entries, entries_of(items), keeps_older_keys=True)
    grown = replace(
        block,
        entries=entries,
        stored_ids=ids_of(entries),
        newest_item_id=event.items[border - 1].id if border else block.newest_item_id,
        # Nothing there, and yet no meeting: to ask on and on would bring nothing else.
        newer=History.MORE if event.items else History.FAILED,
        newer_failure="" if event.items else NOTHING_THERE,
    )
    if border < len(event.items):
        return _joined(conversation, grown)
    return _met(_with_block(conversation, grown))


def _border(conversation: Conversation, items: tuple[Item, ...]) -> int:
    """The index of the first item that belongs to the newest part, its length if there is none."""
    known, oldest = conversation.stored_ids, conversation.oldest_item_id
    return next((n for n, item in enumerate(items) if item.id in known or item.id == oldest), len(items))


def _with_block(conversation: Conversation, block: Earlier) -> Conversation:
    """Put the block in; what of it is still in the live region, is no more news."""
    live = tuple(e for e in conversation.live if block.stored_ids.isdisjoint(e.item_ids))
    is_same = len(live) == len(conversation.live)
    return replace(conversation, earlier=block, live=conversation.live if is_same else live)


def _met(conversation: Conversation) -> Conversation:
    """Join both parts if they hold the same item; a newest part that is all there is makes the other superfluous."""
    block, opening = conversation.earlier, conversation.opening
    if block is not None and conversation.older is History.COMPLETE:
        block, conversation = None, replace(conversation, earlier=None)
    if block is not None and not block.stored_ids.isdisjoint(conversation.stored_ids):
        return _joined(conversation, block)
    loaded = conversation.stored_ids if block is None else conversation.stored_ids | block.stored_ids
    return replace(conversation, opening=None) if opening is not None and opening.item_id in loaded else conversation


def _joined(conversation: Conversation, block: Earlier) -> Conversation:
    """Put the block before history; what both hold is shown once, and calls meet their outputs."""
    conversation = _with_block(conversation, block)
    known = conversation.stored_ids
    told = [bool(entry.item_ids) and known.issuperset(entry.item_ids) for entry in block.entries]
    shared = told.index(True) if True in told else len(told)
    rest = tuple(
        entry for entry, is_told in zip(block.entries[shared:], told[shared:], strict=True) if _is_left(entry, is_told)
    )
    history = join_boundary(block.entries[:shared] + rest, conversation.history)
    joined = replace(conversation, history=history, stored_ids=known | block.stored_ids, earlier=None)
    if not told or not told[0]:
        joined = replace(
            joined, oldest_item_id=block.oldest_item_id, older=block.older, older_failure=block.older_failure
        )
    return _met(joined)


def _is_left(entry: Entry, is_told: bool) -> bool:
    return bool(entry.item_ids) and not is_told


def _end(conversation: Conversation, cursor: str, phase: History, failure: str = "", *, newer: bool) -> Conversation:
    """Say how one end of the block stands, if it still ends there."""
    block = conversation.earlier
    if block is None or cursor != block.cursor(newer=newer):
        return conversation
    if newer:
        return replace(conversation, earlier=replace(block, newer=phase, newer_failure=failure))
    return replace(conversation, earlier=replace(block, older=phase, older_failure=failure))
