"""Searches the history that is not loaded, page by page."""

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.whole_history import pages_before
from omnigent_tui.protocol.items import Item
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.client_events.searching import SearchEnded, SearchLeft, SearchPageRead, SearchStarted
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.reducers.stored_items import BOUNDARY_REACH, entries_of, join_boundary
from omnigent_tui.state.search import found_entries, pattern_of
from omnigent_tui.state.store import Store
from omnigent_tui.state.transcript import Entry
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import StaleCursor, WireError


class HistorySearch:
    """No method raises a WireError; being cancelled leaves nothing behind but what was found so far."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    async def search(self, intent: intents.SearchHistory) -> None:
        """Search everything before the oldest loaded item. Of the pages read, only the hits are kept."""
        session_id = intent.session_id
        conversation = self._store.state.conversations.get(session_id)
        pattern = pattern_of(intent.needle)
        if conversation is None or pattern is None:
            return
        border = conversation.oldest_item_id if has_older(conversation) else None
        self._dispatch(
            SearchStarted(
                session_id=session_id,
                needle=intent.needle,
                only_talk=intent.only_talk,
                border=border,
                at=self._clock.now(),
            )
        )
        if border is None:
            return
        # The beginning of what was read last: calls may have their beginning in the page that comes next.
        edge: tuple[Entry, ...] = ()
        failure = ""
        try:
            async for page in pages_before(self._client, session_id, border, self._clock):
                entries, edge = with_page(page.rows, edge)
                found = found_entries(pattern, entries, only_talk=intent.only_talk)
                self._dispatch(
                    SearchPageRead(session_id=session_id, items=len(page.rows), found=found, at=self._clock.now())
                )
            found = found_entries(pattern, edge, only_talk=intent.only_talk)
            self._dispatch(SearchPageRead(session_id=session_id, items=0, found=found, at=self._clock.now()))
        except StaleCursor:
            failure = "The session changed meanwhile."
        except WireError as error:
            failure = error.message
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
