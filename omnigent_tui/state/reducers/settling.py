"""Settling: pages of stored items are the truth; the live region shrinks to what they do not speak about yet."""

from dataclasses import dataclass, replace

from omnigent_tui.protocol.items import Item
from omnigent_tui.state.client_events import NewestItemsArrived, OlderItemsArrived
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.reducers.matching import is_same_thing, merged
from omnigent_tui.state.reducers.stored_items import entries_of, join_boundary
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Notice,
    NoticeKind,
    Reasoning,
    ToolCall,
    ToolState,
    UserMessage,
)


def settle(conversation: Conversation, event: NewestItemsArrived) -> Conversation:
    """Merge the newest stored items: history gets them in stored order, the live region loses what they show.

    Entries keep their keys (and, unchanged, their identity), so a reader's place and folds stay. A page that does
    not touch the loaded history replaces it: what lies between is unknown.
    """
    page = entries_of(event.items)
    page_ids = frozenset(item.id for item in event.items if item.id)
    start = _first_shared(conversation.history, page_ids)
    kept = conversation.history[:start] if start < len(conversation.history) else ()
    weave = _Weave(page, (*conversation.history[start:], *conversation.live))
    is_quiet = event.asked_at_revision == conversation.revision
    history, live = weave.result(_Leftovers(conversation, page, page_ids, is_quiet=is_quiet))
    history = join_boundary(kept, history)
    stored = conversation.stored_ids | page_ids if kept else page_ids
    reaches_start = not kept and not event.has_more
    older = conversation.older
    if not kept:
        older = History.COMPLETE if reaches_start else History.MORE
    oldest = conversation.oldest_item_id if kept else _first_id(event.items)
    return replace(
        conversation,
        history=history,
        live=live,
        older=older,
        oldest_item_id=oldest,
        newest_item_id=_last_id(event.items) or conversation.newest_item_id,
        stored_ids=stored,
        stale_keys=conversation.stale_keys & frozenset(e.key for e in live),
        needs_settling=conversation.needs_settling and not is_quiet,
        failure="",
        revision=conversation.revision if is_quiet else conversation.revision + 1,
    )


def add_older(conversation: Conversation, event: OlderItemsArrived) -> Conversation:
    """Put an older page before the loaded history; a page for another place is dropped."""
    if event.before_item_id != conversation.oldest_item_id:
        return conversation
    items = tuple(item for item in event.items if item.id not in conversation.stored_ids)
    history = join_boundary(entries_of(items), conversation.history)
    return replace(
        conversation,
        history=history,
        stored_ids=conversation.stored_ids | {item.id for item in items},
        oldest_item_id=_first_id(items) or conversation.oldest_item_id,
        older=History.MORE if event.has_more and items else History.COMPLETE,
        older_failure="",
    )


def _first_id(items: tuple[Item, ...]) -> str | None:
    return items[0].id if items else None


def _last_id(items: tuple[Item, ...]) -> str | None:
    return items[-1].id if items else None


def _first_shared(history: tuple[Entry, ...], ids: frozenset[str]) -> int:
    """The index of the first history entry that shows one of these items; its length when none does."""
    first = len(history)
    for index in range(len(history) - 1, -1, -1):
        if not history[index].item_ids:
            continue
        if ids.isdisjoint(history[index].item_ids):
            break
        first = index
    return first


@dataclass(frozen=True)
class _Leftovers:
    """Decides what becomes of an entry that no stored item shows."""

    conversation: Conversation
    page: tuple[Entry, ...]
    page_ids: frozenset[str]
    is_quiet: bool

    def verdict(self, entry: Entry) -> Entry | None:
        """The entry as it stays, or None when the stored items took its place."""
        if entry.item_ids:
            return None if self._is_stored_elsewhere(entry) else entry
        if isinstance(entry, Notice):
            return self._notice(entry)
        if isinstance(entry, ErrorNotice) or entry.unsaved:
            return entry
        if not self.is_quiet or self.conversation.turn.is_running:
            return entry
        if isinstance(entry, AssistantMessage | Reasoning) and entry.streaming:
            return entry
        if isinstance(entry, ToolCall):
            state = ToolState.CANCELLED if entry.state is ToolState.RUNNING else entry.state
            return replace(entry, unsaved=True, state=state)
        if isinstance(entry, Reasoning):
            return replace(entry, unsaved=True)
        if isinstance(entry, AssistantMessage) and not self._was_answered():
            return replace(entry, unsaved=True)
        return None

    def _is_stored_elsewhere(self, entry: Entry) -> bool:
        return self.conversation.stored_ids.union(self.page_ids).issuperset(entry.item_ids)

    def _was_answered(self) -> bool:
        """Whether the server kept any answer after the last user message: then it is the streamed text's."""
        for entry in reversed(self.page):
            if isinstance(entry, UserMessage):
                return False
            if isinstance(entry, AssistantMessage):
                return True
        return False

    def _notice(self, entry: Notice) -> Entry | None:
        told = entry.kind in {NoticeKind.COMPACTION, NoticeKind.SUBAGENT, NoticeKind.INTERRUPTED}
        stored = any(isinstance(e, Notice) and e.item_ids and _says(e, entry) for e in self.page[-40:])
        return None if told and stored else entry


def _says(stored: Notice, own: Notice) -> bool:
    if own.kind is NoticeKind.INTERRUPTED:
        return stored.text.startswith("System: interrupted") and (stored.created_at or 0) >= (own.created_at or 0) - 60
    return stored.kind is own.kind and (stored.created_at or 0) >= (own.created_at or 0) - 60


class _Weave:
    """Old entries over the page: pairs what is the same, and finds each leftover its place."""

    def __init__(self, page: tuple[Entry, ...], old: tuple[Entry, ...]) -> None:
        self._page = list(page)
        self._old = old
        self._place: list[int | None] = [None] * len(old)
        self._pair()

    def _pair(self) -> None:
        taken: set[int] = set()
        by_id = {item_id: index for index, entry in enumerate(self._page) for item_id in entry.item_ids}
        for position, entry in enumerate(self._old):
            index = next((by_id[i] for i in entry.item_ids if i in by_id), None)
            if index is not None:
                self._join(position, index)
                taken.add(index)
        last_turn = self._last_turn(taken)
        for position, entry in enumerate(self._old):
            if self._place[position] is not None or entry.item_ids or entry.unsaved:
                continue
            for index, candidate in enumerate(self._page):
                if index not in taken and is_same_thing(entry, candidate, is_recent=index > last_turn):
                    self._join(position, index)
                    taken.add(index)
                    break

    def _last_turn(self, paired: set[int]) -> int:
        """The index before what is new in the page: what was known, or all before the last question."""
        if paired:
            return max(paired)
        questions = (i for i, entry in enumerate(self._page) if isinstance(entry, UserMessage))
        return max(questions, default=-1)

    def _join(self, position: int, index: int) -> None:
        self._place[position] = index
        self._page[index] = merged(self._old[position], self._page[index])

    def result(self, leftovers: _Leftovers) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """The new history (page and what belongs between its entries) and the new live region."""
        after: dict[int, list[Entry]] = {}
        live: list[Entry] = []
        last_paired = max((p for p, place in enumerate(self._place) if place is not None), default=-1)
        previous = -1
        for position, entry in enumerate(self._old):
            place = self._place[position]
            if place is not None:
                previous = max(previous, place)
                continue
            kept = leftovers.verdict(entry)
            if kept is None:
                continue
            is_settled = kept.unsaved or isinstance(kept, Notice | ErrorNotice)
            if position > last_paired or not is_settled or kept.item_ids:
                live.append(kept)
            else:
                after.setdefault(previous, []).append(kept)
        history = list(after.get(-1, ()))
        for index, entry in enumerate(self._page):
            history.append(entry)
            history.extend(after.get(index, ()))
        return tuple(history), tuple(live)
