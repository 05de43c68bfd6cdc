"""Reads what is asked in sessions that are not open, as far as the list counts questions there."""

import asyncio

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.sessions import get_session
from omnigent_tui.wire.errors import WireError

MOST_SESSIONS = 60
"""Of so many sessions at most the questions are read; the list shows the others' badges."""
AT_ONCE = 3
RETRY_SECONDS = 20.0


class AttentionWatch:
    """Reads a session's snapshot when its row counts questions and has changed since; `check` reads it in any case."""

    def __init__(
        self, client: OmnigentClient, store: Store, clock: Clock, *, most_sessions: int = MOST_SESSIONS
    ) -> None:
        self._most_sessions = most_sessions
        self._client = client
        self._store = store
        self._clock = clock
        self._wakeup = Wakeup()
        self._seen: tuple[object, object] = (None, None)
        self._read: dict[str, tuple[int, float | None]] = {}
        self._wanted: set[str] = set()
        self._gate = asyncio.Semaphore(AT_ONCE)

    def check(self, session_id: str) -> None:
        """Read this session again soon."""
        self._wanted.add(session_id)
        self._wakeup.wake()

    async def run(self) -> None:
        """Watch until cancelled."""
        stop = self._store.listen(self._changed)
        try:
            while True:
                complete = await self._once()
                await self._wakeup.wait(None if complete else RETRY_SECONDS)
        finally:
            stop()

    def _changed(self) -> None:
        # Called for every change of the state: only another list, or another open session, is of interest.
        state = self._store.state
        seen = (state.sessions.by_id, frozenset(state.conversations))
        if seen[0] is not self._seen[0] or seen[1] != self._seen[1]:
            self._seen = seen
            self._wakeup.wake()

    async def _once(self) -> bool:
        due = self._due()
        results = await asyncio.gather(*(self._ask(row) for row in due))
        return all(results)

    def _due(self) -> list[SessionRow]:
        state = self._store.state
        wanted, self._wanted = self._wanted, set()
        counted = [
            entry.row
            for session_id, entry in state.sessions.by_id.items()
            if session_id not in state.conversations
            and (entry.row.pending_elicitations_count or session_id in wanted or session_id in state.attention.asking)
        ][: self._most_sessions]
        current = {row.id for row in counted}
        for session_id in (state.attention.asking.keys() | state.attention.lost) - current:
            self._read.pop(session_id, None)
            self._store.dispatch(client_event.AsksLeft(session_id=session_id, at=self._clock.now()))
        return [row for row in counted if row.id in wanted or self._read.get(row.id) != _mark(row)]

    async def _ask(self, row: SessionRow) -> bool:
        async with self._gate:
            try:
                snapshot = await get_session(self._client, row.id, include_items=False)
            except WireError as error:
                self._read.pop(row.id, None)
                self._store.dispatch(
                    client_event.AsksFailed(session_id=row.id, reason=error.message, at=self._clock.now())
                )
                return False
        self._read[row.id] = _mark(row)
        self._store.dispatch(client_event.AsksArrived(snapshot=snapshot, at=self._clock.now()))
        return True


def _mark(row: SessionRow) -> tuple[int, float | None]:
    return row.pending_elicitations_count, row.updated_at
