"""Asks which runners and hosts are there, of what is on the screen only, and again where that is in doubt."""

from collections.abc import Iterator

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.sessions import DROP_GRACE_SECONDS, ListSource, Liveness, SessionEntry
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.health import session_liveness
from omnigent_tui.wire.errors import WireError

POLL_SECONDS = 10.0
LONGEST_POLL_SECONDS = 60.0
"""The pause doubles up to this while nothing changes, and stays there while the server pushes the same facts."""
LEAST_SECONDS = 1.0
MOST_SESSIONS = 100
_A_LITTLE = 0.05


class LivenessWatch:
    """`run` asks until cancelled; `look_at` says what is on the screen, besides the sessions that are open."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._wakeup = Wakeup()
        self._looked_at: tuple[str, ...] = ()
        self._seen: object = None
        self._known: dict[str, object] = {}
        self._asked_of_doubt: float | None = None

    def look_at(self, session_ids: tuple[str, ...]) -> None:
        """Ask about these from now on; at once if some of them are new."""
        is_new = not set(session_ids) <= set(self._looked_at)
        self._looked_at = session_ids
        if is_new:
            self._wakeup.wake()

    def retry_now(self) -> None:
        """Ask again at once."""
        self._wakeup.wake()

    async def run(self) -> None:
        """Ask until cancelled."""
        stop = self._store.listen(self._changed)
        pause = POLL_SECONDS
        try:
            while True:
                has_news = await self._ask()
                is_pushed = self._store.state.sessions.source is ListSource.SOCKET
                pause = POLL_SECONDS if has_news else pause * 2
                pause = LONGEST_POLL_SECONDS if is_pushed else min(pause, LONGEST_POLL_SECONDS)
                asked = self._clock.monotonic()
                if await self._wakeup.wait(min(pause, self._until_drop())):
                    pause = POLL_SECONDS
                    # Scrolling through a long list is no reason to ask about each row that passes by.
                    await self._clock.sleep(max(0.0, LEAST_SECONDS - (self._clock.monotonic() - asked)))
        finally:
            stop()

    def _visible(self) -> tuple[str, ...]:
        state = self._store.state
        open_ones = (state.open_session_id,) if state.open_session_id is not None else ()
        listed = self._looked_at or state.sessions.order
        ids = dict.fromkeys((*open_ones, *state.conversations, *state.launches, *listed))
        return tuple(ids)[:MOST_SESSIONS]

    def _entries(self) -> Iterator[SessionEntry]:
        by_id = self._store.state.sessions.by_id
        return (by_id[session_id] for session_id in self._visible() if session_id in by_id)

    def _until_drop(self) -> float:
        """Seconds until the first of the drops that are not shown yet may be believed."""
        ends = [
            entry.liveness.drop.since + DROP_GRACE_SECONDS
            for entry in self._entries()
            if entry.liveness is not None and entry.liveness.drop is not None
        ]
        if not ends:
            return float("inf")
        return min(DROP_GRACE_SECONDS, max(_A_LITTLE, min(ends) - self._clock.now() + _A_LITTLE))

    def _changed(self) -> None:
        # Called for every change of the state: only a drop that began, or a guess, is of interest.
        by_id = self._store.state.sessions.by_id
        if by_id is self._seen:
            return
        self._seen = by_id
        doubtful = (_doubtful_since(entry.liveness) for entry in self._entries())
        began = max((since for since in doubtful if since is not None), default=None)
        if began is not None and began != self._asked_of_doubt:
            self._asked_of_doubt = began
            self._wakeup.wake()

    async def _ask(self) -> bool:
        """Ask about everything visible; whether any of it is news. A failure is none: the list tells of it."""
        wanted = self._visible()
        if not wanted:
            return False
        try:
            found = await session_liveness(self._client, wanted)
        except WireError:
            return False
        liveness = {key: (one.runner_online, one.host_online) for key, one in found.items()}
        versions = {key: one.host_version for key, one in found.items() if one.host_version}
        before, self._known = self._known, dict(liveness)
        self._store.dispatch(
            client_event.LivenessArrived(liveness=liveness, host_versions=versions, at=self._clock.now())
        )
        return self._known != before


def _doubtful_since(known: Liveness | None) -> float | None:
    """Since when (Unix seconds) the server has to be asked once more: a drop began, or a runner was only concluded."""
    if known is None:
        return None
    return known.drop.since if known.drop is not None else known.since if known.is_concluded else None
