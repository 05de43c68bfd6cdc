"""Settling: pages of stored items are the truth; the live region shrinks to what they do not speak about yet."""

from omnigent_tui.protocol.items import FunctionCallItem, FunctionCallOutputItem, Item
from omnigent_tui.state.client_events import HistoryReplaced, NewestItemsArrived, OlderItemsArrived
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.reducers.live_region import is_undecided
from omnigent_tui.state.reducers.open_calls import with_open_calls
from omnigent_tui.state.reducers.stored_items import entries_of, join_boundary
from omnigent_tui.state.reducers.stored_notices import is_shown
from omnigent_tui.state.reducers.weaving import Weave
from omnigent_tui.state.transcript import AssistantMessage, Entry
from omnigent_tui.values import replace


def settle(conversation: Conversation, event: NewestItemsArrived) -> Conversation:
    """Merge the newest stored items: history gets them in stored order, the live region loses what they show.

    Entries keep their keys (and, unchanged, their identity), so a reader's place and folds stay. A page that does
    not touch the loaded history replaces it: what lies between is unknown.
    """
    page_ids = frozenset(item.id for item in event.items if item.id and is_shown(item))
    is_quiet = event.asked_at_revision == conversation.revision
    if not is_quiet and _is_overtaken(conversation, page_ids):
        return replace(conversation, needs_settling=True)
    start = _first_shared(conversation.history, page_ids)
    kept = conversation.history[:start] if start < len(conversation.history) else ()
    rest = conversation.history[start:]
    is_final = is_quiet and conversation.is_status_known and not conversation.turn.is_running
    shown = (*rest, *conversation.live)
    is_cut_off = not kept and event.has_more
    weave = Weave(entries_of(event.items), shown, is_quiet=is_quiet, is_final=is_final, is_cut_off=is_cut_off)
    woven, live = weave.result(conversation.stored_ids | page_ids)
    settled = replace(
        conversation,
        history=join_boundary(kept, woven),
        live=live,
        older=conversation.older if kept else (History.MORE if event.has_more else History.COMPLETE),
        oldest_item_id=conversation.oldest_item_id if kept else _first_id(event.items),
        newest_item_id=_last_id(event.items) or conversation.newest_item_id,
        stored_ids=(conversation.stored_ids - ids_of(rest) if kept else frozenset()) | ids_of(woven),
        closed_message_ids=conversation.closed_message_ids | _closed(conversation.live, woven, live),
        stale_keys=conversation.stale_keys & frozenset(e.key for e in live if is_undecided(e)),
        needs_settling=_still_needs(conversation, event, live, is_final=is_final),
        failure="",
    )
    settled = with_open_calls(settled)
    return conversation if settled == conversation else settled


def replace_history(conversation: Conversation, event: HistoryReplaced) -> Conversation:
    """Take the page as all that is loaded; a page that was asked for before then is not to be trusted."""
    emptied = replace(conversation, history=(), stored_ids=frozenset(), oldest_item_id=None, newest_item_id=None)
    settled = settle(emptied, event)
    return replace(settled, revision=settled.revision + 1)


def add_older(conversation: Conversation, event: OlderItemsArrived) -> Conversation:
    """Put an older page before the loaded history; a page for another place is dropped."""
    if event.before_item_id != conversation.oldest_item_id:
        return conversation
    items = without_known(event.items, conversation.stored_ids)
    page = entries_of(items)
    ids = ids_of(page)
    # A turn may have brought more than the newest pages hold; what of it is still in the live region, is here now.
    live = tuple(e for e in conversation.live if ids.isdisjoint(e.item_ids))
    return replace(
        conversation,
        history=join_boundary(page, conversation.history),
        live=conversation.live if len(live) == len(conversation.live) else live,
        stored_ids=conversation.stored_ids | {item.id for item in items if item.id and is_shown(item)},
        oldest_item_id=_first_id(items) or conversation.oldest_item_id,
        older=History.MORE if event.has_more and items else History.COMPLETE,
        older_failure="",
    )


def _closed(before: tuple[Entry, ...], woven: tuple[Entry, ...], live: tuple[Entry, ...]) -> frozenset[str]:
    """The streamed messages that are stored now: pieces of them that come late are not shown again."""
    going_on = {e.message_id for e in live if isinstance(e, AssistantMessage)}
    told = (e.message_id for e in (*before, *woven) if isinstance(e, AssistantMessage) and not e.unsaved)
    return frozenset(message_id for message_id in told if message_id and message_id not in going_on)


def without_known(items: tuple[Item, ...], known: frozenset[str]) -> tuple[Item, ...]:
    """Return the items of a page that are not loaded yet, and those of calls.

    Of a call that is shown whole, the page may bring the other half again: those items are joined, not told apart.
    """
    return tuple(i for i in items if i.id not in known or isinstance(i, FunctionCallItem | FunctionCallOutputItem))


def _still_needs(
    conversation: Conversation, event: NewestItemsArrived, live: tuple[Entry, ...], *, is_final: bool
) -> bool:
    """Whether another page must be asked for: this one was asked for too early, or could not decide everything.

    While a turn runs one page is enough, however much arrives meanwhile: the stream tells the rest, and the turn's
    end asks again.
    """
    if event.asked_at_revision < conversation.settle_from:
        return True
    return not is_final and not conversation.turn.is_running and any(is_undecided(entry) for entry in live)


def _is_overtaken(conversation: Conversation, page_ids: frozenset[str]) -> bool:
    """Whether a page is older than what history holds: all of it is known, and the newest known is not in it."""
    newest = conversation.newest_item_id
    return newest is not None and newest not in page_ids and page_ids <= conversation.stored_ids


def _first_shared(history: tuple[Entry, ...], ids: frozenset[str]) -> int:
    """The index of the first history entry from which on these items are shown; its length when none is."""
    first = len(history)
    for index in range(len(history) - 1, -1, -1):
        if not history[index].item_ids:
            continue
        if not ids.isdisjoint(history[index].item_ids):
            first = index
        elif first < len(history):
            break
    # What only this client knows of before it may belong to an item the page tells for the first time.
    while 0 < first < len(history) and not history[first - 1].item_ids:
        first -= 1
    return first


def ids_of(entries: tuple[Entry, ...]) -> frozenset[str]:
    """Return the items that the entries show."""
    return frozenset(item_id for entry in entries for item_id in entry.item_ids)


def _first_id(items: tuple[Item, ...]) -> str | None:
    return items[0].id if items else None


def _last_id(items: tuple[Item, ...]) -> str | None:
    return next((item.id for item in reversed(items) if is_shown(item)), None)
