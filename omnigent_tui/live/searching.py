"""Searches the history that is not loaded, page by page."""

import re

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.whole_history import pages_before
from omnigent_tui.protocol.items import Item
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.client_events.searching import (
    SearchEnded,
    SearchLeft,
    SearchPageRead,
    SearchPaused,
    SearchResumed,
    SearchStarted,
)
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.reducers.stored_items import BOUNDARY_REACH, entries_of, join_boundary
from omnigent_tui.state.search import FoundEntry, SearchPhase, found_entries, pattern_of
from omnigent_tui.state.search_hits import is_connected
from omnigent_tui.state.store import Store
from omnigent_tui.state.transcript import Entry
from omnigent_tui.values import Value
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import StaleCursor, WireError

MOST_FOUND = 1_000
"""Entries with hits after which a search pauses: nobody visits as many, and all of them are kept."""


class _Rest(Value):
    """Where a paused search goes on: before the item `cursor`.

    `edge` is the beginning of what was read last: calls may have their beginning in the page that comes next.
    """

    cursor: str
    edge: tuple[Entry, ...] = ()


class HistorySearch:
    """No method raises a WireError; being cancelled leaves nothing behind but what was found so far."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._rest: _Rest | None = None

    async def search(self, intent: intents.SearchHistory) -> None:
        """Search everything before the oldest loaded item, or on from where the same search paused.

        Of the pages read, only the hits are kept.
        """
        session_id, search = intent.session_id, self._store.state.search
        conversation = self._store.state.conversations.get(session_id)
        pattern = pattern_of(intent.needle)
        if conversation is None or pattern is None:
            return
        rest, self._rest = self._rest, None
        is_same = search.is_for(session_id, intent.needle, only_talk=intent.only_talk)
        is_same = is_same and is_connected(search, conversation)
        if rest is not None and is_same and search.phase is SearchPhase.PAUSED:
            self._dispatch(SearchResumed(session_id=session_id, at=self._clock.now()))
        else:
            border = conversation.oldest_item_id if has_older(conversation) else None
            self._begin(intent, border)
            if border is None:
                return
            rest = _Rest(border)
        try:
            self._rest = await self._search_before(rest, pattern, intent)
        except StaleCursor:
            self._end(session_id, "The session changed meanwhile.")
        except WireError as error:
            self._end(session_id, error.message)
        else:
            if self._rest is None:
                self._end(session_id)
            else:
                self._dispatch(SearchPaused(session_id=session_id, at=self._clock.now()))

    async def _search_before(
        self, rest: _Rest, pattern: re.Pattern[str], intent: intents.SearchHistory
    ) -> _Rest | None:
        """Search pages until much was found; return where to go on then, None at the beginning of the session."""
        edge, count = rest.edge, 0
        async for page in pages_before(self._client, intent.session_id, rest.cursor, self._clock):
            entries, edge = with_page(page.rows, edge)
            found = found_entries(pattern, entries, only_talk=intent.only_talk)
            count += len(found)
            self._read(intent.session_id, len(page.rows), found)
            if count >= MOST_FOUND and page.has_more and page.last_id is not None:
                return _Rest(page.last_id, edge)
        self._read(intent.session_id, 0, found_entries(pattern, edge, only_talk=intent.only_talk))
        return None

    def _begin(self, intent: intents.SearchHistory, border: str | None) -> None:
        self._dispatch(
            SearchStarted(
                session_id=intent.session_id,
                needle=intent.needle,
                only_talk=intent.only_talk,
                border=border,
                at=self._clock.now(),
            )
        )

    def _read(self, session_id: str, items: int, found: tuple[FoundEntry, ...]) -> None:
        self._dispatch(SearchPageRead(session_id=session_id, items=items, found=found, at=self._clock.now()))

    def _end(self, session_id: str, failure: str = "") -> None:
        self._dispatch(SearchEnded(session_id=session_id, failure=failure, at=self._clock.now()))

    async def leave(self) -> None:
        """Forget what was found."""
        self._dispatch(SearchLeft(at=self._clock.now()))

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def has_older(conversation: Conversation) -> bool:
    """Whether the server has items before the oldest loaded one."""
    return conversation.older in (History.MORE, History.FAILED, History.LOADING)


def with_page(rows: tuple[Item, ...], edge: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the entries that are complete now that the page `rows` (newest item first) before `edge` is known.

    The second part is the new edge: what a page before this one may still add to.
    """
    joined = join_boundary(entries_of(reversed(rows)), edge)
    return joined[BOUNDARY_REACH:], joined[:BOUNDARY_REACH]
