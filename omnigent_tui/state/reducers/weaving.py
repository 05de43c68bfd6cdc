"""Weaving what was shown into a page of stored items: pairs what is the same, finds every leftover its place."""

from omnigent_tui.state.notices import Compaction, CompactionPhase, SessionFile
from omnigent_tui.state.reducers.matching import (
    is_likely_same,
    is_part,
    is_surely_same,
    may_be_same_response,
    merged,
    with_size_before,
)
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
from omnigent_tui.values import replace

_SAME_TIME_SECONDS = 60.0  # between this client's notice of a thing and the server's stored item of it
_NOTICES_SEARCHED = 40
_TOLD_BY_ITEMS = frozenset(
    {NoticeKind.COMPACTION, NoticeKind.SUBAGENT, NoticeKind.INTERRUPTED, NoticeKind.SETTING, NoticeKind.RESOURCE}
)


class Weave:
    """`shown` are the entries on the screen from the page's beginning on, `page` the entries of the stored items.

    `is_quiet` says that nothing happened since the page was asked for; `is_final`, that the turn is over as well, so
    that what no item shows was not kept by the server; `is_cut_off`, that older items exist between what was shown
    and the page: what belongs there goes, older pages bring it again.
    """

    def __init__(
        self, page: tuple[Entry, ...], shown: tuple[Entry, ...], *, is_quiet: bool, is_final: bool, is_cut_off: bool
    ) -> None:
        self._page = list(page)
        self._shown = shown
        self._is_final = is_final
        stops = (p for p, e in enumerate(shown) if isinstance(e, Notice) and e.kind is NoticeKind.INTERRUPTED)
        self._last_stop = max(stops, default=-1)
        self._place: list[int | None] = [None] * len(shown)
        self._taken: dict[int, int] = {}
        self._pair_by_item_id()
        self._pair_by_what_is_sure()
        self._pair_by_looks()
        self._below = self._places_below()
        self._begin = self._beginning(is_quiet=is_quiet) if is_cut_off else 0

    def _beginning(self, *, is_quiet: bool) -> int:
        """The first position that is not from before the page."""
        paired = (p for p, place in enumerate(self._place) if place is not None)
        first = next(paired, 0)
        if is_quiet:
            # A quiet page holds the newest items: what it lacks, though an item shows it, is older than all of it.
            older = (p + 1 for p, e in enumerate(self._shown) if e.item_ids and self._place[p] is None)
            first = max(first, *older, 0)
        return first

    def _pair_by_item_id(self) -> None:
        by_id = {item_id: index for index, entry in enumerate(self._page) for item_id in entry.item_ids}
        for position, entry in enumerate(self._shown):
            index = next((by_id[i] for i in entry.item_ids if i in by_id), None)
            if index is not None:
                self._join(position, index)

    def _pair_by_what_is_sure(self) -> None:
        for position, entry in self._unpaired():
            for index, candidate in enumerate(self._page):
                # What was taken for lost may be shown twice when its item came after all.
                taken_by = self._taken.get(index, -1)
                is_free = taken_by < 0 or (entry.unsaved and taken_by > position)
                if is_free and is_surely_same(entry, candidate):
                    self._join(position, index)
                    break

    def _pair_by_looks(self) -> None:
        places = self._places_below()
        for position, entry in self._unpaired():
            first = places[position] + 1 if places[position] >= 0 else self._after_last_question()
            for index in range(first, len(self._page)):
                if index not in self._taken and is_likely_same(entry, self._page[index]):
                    self._join(position, index)
                    break

    def _unpaired(self) -> list[tuple[int, Entry]]:
        return [(p, entry) for p, entry in enumerate(self._shown) if self._place[p] is None and not entry.item_ids]

    def _after_last_question(self) -> int:
        """Where what is new begins in a page that touches nothing known."""
        questions = (i for i, entry in enumerate(self._page) if isinstance(entry, UserMessage))
        return max(questions, default=-1) + 1

    def _join(self, position: int, index: int) -> None:
        self._place[position] = index
        self._page[index] = merged(self._shown[position], self._page[index])
        self._taken[index] = first = min(position, self._taken.get(index, position))
        if first != position:
            self._page[index] = replace(self._page[index], key=self._shown[first].key)

    def _places_below(self) -> list[int]:
        """For each shown entry the highest place that one before it has in the page, -1 when none has."""
        places, highest = [], -1
        for place in self._place:
            places.append(highest)
            highest = highest if place is None else max(highest, place)
        return places

    def result(self, stored_ids: frozenset[str]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Return the new history (the page, and what belongs between its entries) and the new live region.

        `stored_ids` are the items history shows elsewhere: an entry of those alone is no leftover.
        """
        before: dict[int, list[Entry]] = {}
        live: list[Entry] = []
        last_paired = max((p for p, place in enumerate(self._place) if place is not None), default=-1)
        for position, entry in enumerate(self._shown):
            if self._place[position] is not None or (position < self._begin and not self._goes_on(entry)):
                continue
            kept = self._kept(position, entry, stored_ids)
            if kept is None:
                continue
            index = self._index_for(position, kept, is_last=position > last_paired)
            if index is None:
                live.append(kept)
            else:
                before.setdefault(index, []).append(kept)
        history: list[Entry] = []
        for index, entry in enumerate(self._page):
            history += (*before.get(index, ()), entry)
        return (*history, *before.get(len(self._page), ())), tuple(live)

    def _goes_on(self, entry: Entry) -> bool:
        """Whether the entry may still become a stored item, however long ago it began."""
        if entry.item_ids or entry.unsaved or self._is_final:
            return False
        return isinstance(entry, AssistantMessage) or (isinstance(entry, ToolCall) and entry.output is None)

    def _kept(self, position: int, entry: Entry, stored_ids: frozenset[str]) -> Entry | None:
        """The entry as it stays, or None when the stored items took its place."""
        if entry.item_ids:
            return None if stored_ids.issuperset(entry.item_ids) else entry
        if isinstance(entry, Notice):
            return None if self._is_told_by_item(entry) else entry
        if any(is_part(entry, stored) for stored in self._page[max(0, self._below[position]) :]):
            return None
        if isinstance(entry, ErrorNotice) or entry.unsaved:
            return entry
        if isinstance(entry, AssistantMessage) and not entry.streaming and self._answer_to(position, entry) is not None:
            # Now or never: left behind in the live region it would stand after the answer that took its place.
            return None
        if not self._is_final and not self._was_cut_short(position, entry):
            return entry
        if isinstance(entry, ToolCall):
            state = ToolState.CANCELLED if entry.state is ToolState.RUNNING else entry.state
            return replace(entry, unsaved=True, state=state)
        if isinstance(entry, Reasoning):
            return replace(entry, unsaved=True, streaming=False)
        if isinstance(entry, AssistantMessage):
            is_answered = self._answer_to(position, entry) is not None
            return None if is_answered else replace(entry, unsaved=True, streaming=False)
        return entry

    def _was_cut_short(self, position: int, entry: Entry) -> bool:
        """Whether the entry's turn was interrupted: the next one may run already, so it gets its place now."""
        is_over = isinstance(entry, AssistantMessage | Reasoning) and not entry.streaming
        return is_over and position < self._last_stop

    def _answer_to(self, position: int, text: AssistantMessage) -> int | None:
        """Where an answer is stored that the server kept in place of this text, None where there is none."""
        for index in range(self._below[position] + 1, len(self._page)):
            entry = self._page[index]
            if isinstance(entry, AssistantMessage) and may_be_same_response(text, entry):
                return index
            if isinstance(entry, UserMessage) and self._taken.get(index, -1) <= position:
                return None
        return None

    def _is_told_by_item(self, notice: Notice) -> bool:
        if notice.kind not in _TOLD_BY_ITEMS:
            return False
        for index in range(len(self._page) - 1, max(-1, len(self._page) - 1 - _NOTICES_SEARCHED), -1):
            stored = self._page[index]
            if isinstance(stored, Notice) and stored.item_ids and _says(stored, notice):
                self._page[index] = with_size_before(stored, notice)
                return True
        return False

    def _index_for(self, position: int, entry: Entry, *, is_last: bool) -> int | None:
        """The index in the page before which a leftover belongs; None when it stays in flight, after the page."""
        is_settled = entry.unsaved or isinstance(entry, Notice | ErrorNotice)
        if entry.item_ids or not is_settled:
            return None
        after = self._below[position] + 1
        if not is_last:
            return after
        # The last ones stay last, unless the page tells of something that happened after them.
        began = entry.created_at or 0.0
        for index in range(after, len(self._page)):
            other = self._page[index]
            happened = other.created_at or 0.0
            is_reply = isinstance(other, AssistantMessage | Reasoning | ToolCall)
            if happened > began or (entry.unsaved and not is_reply and happened >= int(began)):
                return index
        # The beginning of an answer that a restarted server forgot, and whose end it stored.
        return self._answer_to(position, entry) if isinstance(entry, AssistantMessage) else None


def _says(stored: Notice, own: Notice) -> bool:
    if stored.kind is not own.kind or (stored.created_at or 0) < (own.created_at or 0) - _SAME_TIME_SECONDS:
        return False
    if isinstance(own.about, Compaction) and own.about.phase is CompactionPhase.FAILED:
        return False
    if isinstance(own.about, SessionFile):
        return isinstance(stored.about, SessionFile) and stored.about.file_id == own.about.file_id
    return own.kind is not NoticeKind.SETTING or stored.about == own.about
