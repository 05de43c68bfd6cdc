"""Reads the end of a session's transcript for somebody who looks at it without opening the session."""

from omnigent_tui.live.clock import Clock
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.items import list_items
from omnigent_tui.wire.errors import WireError

PEEKED_ITEMS = 30


async def peek(client: OmnigentClient, store: Store, clock: Clock, session_id: str) -> None:
    """Read the newest items of the session and dispatch them, or why they could not be read."""
    store.dispatch(client_event.PeekRequested(session_id=session_id, at=clock.now()))
    try:
        page = await list_items(client, session_id, limit=PEEKED_ITEMS, order="desc")
    except WireError as error:
        store.dispatch(client_event.PeekFailed(session_id=session_id, reason=error.message, at=clock.now()))
    else:
        items = tuple(reversed(page.rows))
        store.dispatch(client_event.PeekArrived(session_id=session_id, items=items, at=clock.now()))


async def leave_peek(store: Store, clock: Clock) -> None:
    """Forget what was read."""
    store.dispatch(client_event.PeekLeft(at=clock.now()))
