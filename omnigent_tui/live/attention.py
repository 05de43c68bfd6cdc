"""Reads what is asked in sessions that are not open, as far as the list counts questions there."""

import asyncio

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.sessions import ListSource, SessionListState, place
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.sessions import get_session
from omnigent_tui.wire.errors import WireError

MOST_SESSIONS = 60
"""Of so many sessions at most the questions are read; the list shows the others' badges."""
AT_ONCE = 3
Mark = tuple[int, float | None]
"""What a row says of a session's questions: how many there are, and when the session last changed."""
RETRY_SECONDS = 20.0
SAFETY_SECONDS = 30.0
"""The same count may stand for another question by now: read again so often, as long as something is counted."""
LOST_SECONDS = 3.0
"""A question that is counted but not listed may be asked anew at any moment, and the count does not tell."""


class AttentionWatch:
    """Reads a session's snapshot when its row counts questions and has changed since, and now and then in any case.

    `check` reads it at once. After a gap of the list everything counted is read: a restarted server counts on, but
    asks the same under other ids. `lost_seconds` and `safety_seconds` are the times between two readings.
    """

    def __init__(
        self,
        client: OmnigentClient,
        store: Store,
        clock: Clock,
        *,
        most_sessions: int = MOST_SESSIONS,
        lost_seconds: float = LOST_SECONDS,
        safety_seconds: float = SAFETY_SECONDS,
    ) -> None:
        self._most_sessions = most_sessions
        self._lost_seconds = lost_seconds
        self._safety_seconds = safety_seconds
        self._client = client
        self._store = store
        self._clock = clock
        self._wakeup = Wakeup()
        self._seen: tuple[object, object] = (None, None)
        self._source = ListSource.NONE
        self._listed = SessionListState()
        self._counting: set[str] = set()
        self._read: dict[str, tuple[Mark, float]] = {}
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
                await self._wakeup.wait(self._patience() if complete else RETRY_SECONDS)
        finally:
            stop()

    def _changed(self) -> None:
        # Called for every change of the state: only another list, or another open session, is of interest.
        state = self._store.state
        if state.sessions.source is not self._source:
            self._source = state.sessions.source
            if self._source is not ListSource.NONE:
                self._read.clear()
                self._wakeup.wake()
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
        candidates = self._counting_now(state.sessions) | wanted | state.attention.asking.keys()
        candidates = (candidates & state.sessions.by_id.keys()) - state.conversations.keys()
        rows = (state.sessions.by_id[session_id].row for session_id in candidates)
        counted = sorted(rows, key=place, reverse=True)[: self._most_sessions]
        current = {row.id for row in counted}
        self._read = {session_id: read for session_id, read in self._read.items() if session_id in current}
        for session_id in (state.attention.asking.keys() | state.attention.lost) - current:
            self._store.dispatch(client_event.AsksLeft(session_id=session_id, at=self._clock.now()))
        return [row for row in counted if row.id in wanted or self._is_due(row)]

    def _counting_now(self, sessions: SessionListState) -> set[str]:
        """Return the sessions that count questions; looks only at those that changed since it looked last."""
        changed, self._listed = sessions.changed_since(self._listed), sessions
        rows = (sessions.by_id[session_id].row for session_id in changed if session_id in sessions.by_id)
        self._counting = (self._counting - changed) | {row.id for row in rows if row.pending_elicitations_count}
        return self._counting

    def _is_due(self, row: SessionRow) -> bool:
        mark, at = self._read.get(row.id, (None, 0.0))
        return mark != _mark(row) or self._clock.monotonic() >= at + self._between(row.id)

    def _between(self, session_id: str) -> float:
        # Counted, but nothing is asked: it was just answered, or it is lost and may come back under another id.
        is_asking = session_id in self._store.state.attention.asking
        return self._safety_seconds if is_asking else self._lost_seconds

    def _patience(self) -> float | None:
        """Seconds until a session is to be read again; None without any."""
        now = self._clock.monotonic()
        return min((max(0.01, at + self._between(known) - now) for known, (_, at) in self._read.items()), default=None)

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
        self._read[row.id] = _mark(row), self._clock.monotonic()
        self._store.dispatch(client_event.AsksArrived(snapshot=snapshot, at=self._clock.now()))
        return True


def _mark(row: SessionRow) -> Mark:
    return row.pending_elicitations_count, row.updated_at
