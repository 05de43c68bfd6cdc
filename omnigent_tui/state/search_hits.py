"""All hits of a search in reading order, those that are not loaded first: counting them, and finding one by number."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate

from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.search import FoundEntry, SearchState
from omnigent_tui.values import Value


class Hit(Value):
    """One hit: the `ordinal`-th (from 0) of an entry; `is_loaded` tells whether the entry can be shown at once."""

    entry: FoundEntry
    ordinal: int
    is_loaded: bool


class HitList:
    """The hits in entries that are not loaded (`older`) and in loaded ones, each oldest first.

    Of the loaded ones, the first `apart` are far back; those `between` them and the others are not loaded.
    """

    def __init__(
        self,
        older: Sequence[FoundEntry] = (),
        loaded: Sequence[FoundEntry] = (),
        *,
        apart: int = 0,
        between: Sequence[FoundEntry] = (),
    ) -> None:
        self._entries = (*older, *loaded[:apart], *between, *loaded[apart:])
        borders = accumulate((len(older), apart, len(between)))
        self._first, self._gap, self._rest = borders
        self._ends = list(accumulate(entry.count for entry in self._entries))

    @property
    def total(self) -> int:
        """How many hits there are."""
        return self._ends[-1] if self._ends else 0

    def at(self, number: int) -> Hit | None:
        """Return the hit with that number, from 1 to `total`."""
        if not 1 <= number <= self.total:
            return None
        index = bisect_right(self._ends, number - 1)
        entry = self._entries[index]
        is_loaded = self._first <= index < self._gap or index >= self._rest
        return Hit(entry, number - 1 - (self._ends[index] - entry.count), is_loaded)

    def number_of(self, hit: Hit) -> int | None:
        """Return the number of a hit, or of the nearest one in its entry if that has fewer now; None if it has none."""
        for index in range(len(self._entries) - 1, -1, -1):
            entry = self._entries[index]
            if entry.is_same(hit.entry):
                return self._ends[index] - entry.count + min(hit.ordinal, entry.count - 1) + 1
        return None

    def first_of(self, keys: Collection[str]) -> int | None:
        """Return the number of the first hit in one of the entries with these keys."""
        for index, entry in enumerate(self._entries):
            if entry.key in keys:
                return self._ends[index] - entry.count + 1
        return None

    def last_of(self, keys: Collection[str]) -> int | None:
        """Return the number of the last hit in one of the entries with these keys."""
        for index in range(len(self._entries) - 1, -1, -1):
            if self._entries[index].key in keys:
                return self._ends[index]
        return None


def all_hits(found: Sequence[FoundEntry], loaded: Sequence[FoundEntry], conversation: Conversation) -> HitList:
    """Return the hits that a search through history `found` and those in the `loaded` entries, each once, in order."""
    block = conversation.earlier
    if block is None:
        return HitList(not_loaded(found, conversation.stored_ids), loaded)
    apart = sum(1 for hit in loaded if _is_in(hit, block.stored_ids))
    inside = [number for number, hit in enumerate(found) if _is_in(hit, block.stored_ids)]
    # The search comes from below: while it has found nothing in the block, it is not there yet.
    before = found[: inside[0]] if inside else ()
    after = found[inside[-1] + 1 :] if inside else found
    between = not_loaded(after, conversation.stored_ids)
    return HitList(not_loaded(before, conversation.stored_ids), loaded, apart=apart, between=between)


def is_connected(search: SearchState, conversation: Conversation) -> bool:
    """Return whether nothing is missing between what was searched and the newest part of the conversation."""
    if search.border is None:
        return conversation.older is not History.MORE
    return search.border in conversation.stored_ids


def _is_in(found: FoundEntry, ids: Collection[str]) -> bool:
    return any(item_id in ids for item_id in found.item_ids)


def not_loaded(older: Sequence[FoundEntry], stored_ids: Collection[str]) -> tuple[FoundEntry, ...]:
    """Return those of `older` that have not been loaded since: none of their items is among `stored_ids`."""
    return tuple(found for found in older if not _is_in(found, stored_ids))
