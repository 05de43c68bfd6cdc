"""The whole of a session's history, page by page: backwards from a loaded item, or all of it from the beginning."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from omnigent_tui.live.backoff import REQUESTS
from omnigent_tui.live.clock import Clock
from omnigent_tui.protocol.items import Item
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.items import list_items, list_raw_items
from omnigent_tui.wire.errors import RateLimited, ServerFault, Unreachable
from omnigent_tui.wire.pages import Page

RowT = TypeVar("RowT")

PAGE = 200
"""Items of a page: a page is decoded in one go, and nothing else happens on the screen meanwhile."""

ATTEMPTS = 4
"""How often a page is asked for when the server is out of reach or has trouble of its own."""


async def pages_before(
    client: OmnigentClient, session_id: str, before: str, clock: Clock, *, size: int = PAGE
) -> AsyncIterator[Page[Item]]:
    """Yield the pages before the item `before`, the newest first, each with its newest item first.

    Raises what `list_items` raises; StaleCursor when `before` is gone.
    """
    cursor: str | None = before
    while cursor is not None:
        ask = partial(list_items, client, session_id, limit=size, after=cursor, order="desc")
        page = await _patiently(ask, clock)
        yield page
        cursor = page.last_id if page.has_more and page.last_id != cursor else None


async def raw_pages(
    client: OmnigentClient, session_id: str, clock: Clock, *, size: int = PAGE
) -> AsyncIterator[Page[dict[str, Any]]]:
    """Yield all pages of items as the server tells them, oldest first. Raises what `list_raw_items` raises."""
    cursor: str | None = None
    while True:
        ask = partial(list_raw_items, client, session_id, limit=size, after=cursor, order="asc")
        page = await _patiently(ask, clock)
        yield page
        if not page.has_more or page.last_id is None or page.last_id == cursor:
            return
        cursor = page.last_id


async def _patiently(ask: Callable[[], Awaitable[Page[RowT]]], clock: Clock) -> Page[RowT]:
    """Ask for a page; a lost connection or a server in trouble is no reason to lose what was read before."""
    for attempt in range(1, ATTEMPTS):
        try:
            return await ask()
        except (Unreachable, ServerFault, RateLimited):
            await clock.sleep(REQUESTS.delay(attempt, clock.jitter()))
    return await ask()
