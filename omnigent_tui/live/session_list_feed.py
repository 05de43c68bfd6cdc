"""Keeps the session list live: pages over REST, changes over the updates socket, or by polling without one."""

import asyncio
from collections import deque
from collections.abc import Callable

from omnigent_tui.live.backoff import UPDATES
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.sessions import ListSource
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.sessions import list_sessions
from omnigent_tui.wire.errors import StaleCursor, UpdatesUnavailable, WireError
from omnigent_tui.wire.updates_socket import (
    MOST_WATCHED,
    ChangedFrame,
    RemovedFrame,
    SnapshotFrame,
    UpdateFrame,
    UpdatesSocket,
    open_updates,
)

PAGE = 50
POLL_SECONDS = 10.0
REFRESH_SECONDS = 60.0
"""The first page is read again once a minute even while the socket lives: pushes are hints."""
HEALTHY_SECONDS = 5.0
"""A socket that lasted so long was good: the next attempt starts counting afresh."""


class SessionListFeed:
    """`run` keeps the list live until cancelled; `load_more` fetches the next page.

    `reached` is called whenever the socket is open: whoever else waits for the server need not wait any longer.
    """

    def __init__(
        self, client: OmnigentClient, store: Store, clock: Clock, reached: Callable[[], None] = lambda: None
    ) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._reached = reached
        self._skip_countdown = Wakeup()
        self._watched: tuple[str, ...] = ()
        self._shown: tuple[object, object] = None, None
        self._asked: deque[frozenset[str]] = deque()

    def retry_now(self) -> None:
        """Ask again at once."""
        self._skip_countdown.wake()

    async def run(self) -> None:
        """Read the first page, then follow the socket; poll where the server has none."""
        failures = 0
        while True:
            lived = 0.0
            if await self.load_first_page():
                began = self._clock.monotonic()
                try:
                    await self._follow_socket()
                except UpdatesUnavailable:
                    await self._poll()
                except WireError:
                    pass
                lived = self._clock.monotonic() - began
            self._dispatch(client_event.ListSourceChanged(source=ListSource.NONE, at=self._clock.now()))
            failures = 1 if lived > HEALTHY_SECONDS else failures + 1
            await self._skip_countdown.wait(UPDATES.delay(failures, self._clock.jitter()))

    async def load_first_page(self, *, starts_over: bool = False) -> bool:
        """Read the newest sessions; False when that failed (the list says why, and keeps what it has).

        `starts_over` lets further pages continue this one.
        """
        now = self._clock.now()
        self._dispatch(client_event.SessionPageRequested(at=now))
        try:
            page = await list_sessions(self._client, limit=PAGE, order="desc", sort_by="updated_at")
        except WireError as error:
            self._dispatch(client_event.SessionListFailed(reason=error.message, at=self._clock.now()))
            return False
        self._dispatch(
            client_event.SessionPageArrived(
                rows=page.rows,
                first=True,
                has_more=page.has_more,
                cursor=page.last_id,
                starts_over=starts_over,
                at=self._clock.now(),
            )
        )
        return True

    async def load_more(self) -> None:
        """Read the page after the last one, if there is one and none is on its way."""
        sessions = self._store.state.sessions
        if not sessions.has_more or sessions.loading_more or sessions.cursor is None:
            return
        self._dispatch(client_event.SessionPageRequested(more=True, at=self._clock.now()))
        try:
            page = await list_sessions(
                self._client, limit=PAGE, order="desc", sort_by="updated_at", after=sessions.cursor
            )
        except StaleCursor:
            await self.load_first_page(starts_over=True)
            return
        except WireError as error:
            self._dispatch(client_event.SessionListFailed(reason=error.message, at=self._clock.now()))
            return
        self._dispatch(
            client_event.SessionPageArrived(
                rows=page.rows, first=False, has_more=page.has_more, cursor=page.last_id, at=self._clock.now()
            )
        )

    async def _follow_socket(self) -> None:
        async with open_updates(self._client) as socket:
            self._dispatch(client_event.ListSourceChanged(source=ListSource.SOCKET, at=self._clock.now()))
            self._reached()
            self._watched, self._shown = (), (None, None)
            self._asked.clear()
            await self._watch(socket)
            refresh = asyncio.create_task(self._refresh_forever(socket))
            try:
                async for frame in socket:
                    self._apply(frame)
                    await self._watch(socket)
            finally:
                refresh.cancel()
                await asyncio.gather(refresh, return_exceptions=True)

    async def _refresh_forever(self, socket: UpdatesSocket) -> None:
        while True:
            await self._clock.sleep(REFRESH_SECONDS)
            await self.load_first_page()
            try:
                await self._watch(socket)
            except WireError:
                return  # the reader of the socket sees the same end

    async def _watch(self, socket: UpdatesSocket) -> None:
        """Watch what is shown; the server forgets the set before, so send it only when it is another."""
        state = self._store.state
        shown = state.conversations, state.sessions.order
        if shown[0] is self._shown[0] and shown[1] is self._shown[1]:
            return
        self._shown = shown
        wanted = self._wanted()
        if wanted != self._watched:
            self._watched = wanted
            self._asked.append(frozenset(wanted))
            await socket.watch(wanted)

    def _wanted(self) -> tuple[str, ...]:
        state = self._store.state
        ids = dict.fromkeys((*state.conversations, *state.sessions.order[:MOST_WATCHED]))
        return tuple(sorted(tuple(ids)[:MOST_WATCHED]))

    def _apply(self, frame: UpdateFrame) -> None:
        now = self._clock.now()
        match frame:
            case SnapshotFrame(rows=rows):
                # One for each watch, in their order.
                asked_for = self._asked.popleft() if self._asked else frozenset()
                self._dispatch(client_event.SessionRowsChanged(rows=rows, asked_for=asked_for, at=now))
            case ChangedFrame(rows=rows):
                self._dispatch(client_event.SessionRowsChanged(rows=rows, at=now))
            case RemovedFrame(ids=ids):
                self._dispatch(client_event.SessionsRemoved(session_ids=ids, at=now))
            case _:
                pass

    async def _poll(self) -> None:
        """Poll the list until it cannot be had."""
        self._dispatch(client_event.ListSourceChanged(source=ListSource.POLLING, at=self._clock.now()))
        while True:
            await self._skip_countdown.wait(POLL_SECONDS)
            if not await self.load_first_page():
                return

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)
