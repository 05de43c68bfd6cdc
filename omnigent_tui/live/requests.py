"""Intents that are one request: older items, interrupts."""

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.history import newest_items, older_items
from omnigent_tui.live.outbox import PASSING_CODES
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.conversation import History
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import events
from omnigent_tui.wire.errors import Rejected, StaleCursor, Unreachable, WireError

INTERRUPT_ATTEMPTS = 3


class Requests:
    """Each method makes its request and dispatches what came of it; none raises a WireError."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    async def load_older(self, session_id: str) -> None:
        """Fetch the page before the oldest loaded item, unless there is none or it is on its way."""
        conversation = self._store.state.conversations.get(session_id)
        if conversation is None or conversation.oldest_item_id is None:
            return
        if conversation.older not in (History.MORE, History.FAILED):
            return
        before = conversation.oldest_item_id
        self._dispatch(client_event.OlderItemsRequested(session_id=session_id, at=self._now()))
        try:
            items, has_more = await older_items(self._client, session_id, before)
        except StaleCursor:
            await self._start_over(session_id)
        except WireError as error:
            self._dispatch(client_event.OlderItemsFailed(session_id=session_id, reason=error.message, at=self._now()))
        else:
            self._dispatch(
                client_event.OlderItemsArrived(
                    session_id=session_id, items=items, has_more=has_more, before_item_id=before, at=self._now()
                )
            )

    async def _start_over(self, session_id: str) -> None:
        """The item that pages hung on is gone: take the newest items as the whole of what is loaded."""
        conversation = self._store.state.conversations.get(session_id)
        if conversation is None:
            return
        try:
            items, has_more = await newest_items(self._client, session_id, frozenset())
        except WireError as error:
            self._dispatch(client_event.OlderItemsFailed(session_id=session_id, reason=error.message, at=self._now()))
            return
        self._dispatch(
            client_event.HistoryReplaced(
                session_id=session_id,
                items=items,
                has_more=has_more,
                asked_at_revision=conversation.revision,
                at=self._now(),
            )
        )

    async def interrupt(self, session_id: str) -> None:
        """Ask the server to stop the turn; a lost answer is no reason not to ask again."""
        self._dispatch(client_event.InterruptRequested(session_id=session_id, at=self._now()))
        for attempt in range(1, INTERRUPT_ATTEMPTS + 1):
            try:
                await events.interrupt(self._client, session_id)
                return
            except WireError as error:
                is_passing = isinstance(error, Unreachable) or _code(error) in PASSING_CODES
                if not is_passing or attempt == INTERRUPT_ATTEMPTS:
                    self._dispatch(
                        client_event.InterruptFailed(session_id=session_id, reason=error.message, at=self._now())
                    )
                    return
            await self._clock.sleep(0.3 * attempt)

    def _now(self) -> float:
        return self._clock.now()

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def _code(error: WireError) -> str:
    return error.code if isinstance(error, Rejected) else ""
