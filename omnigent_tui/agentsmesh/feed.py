"""Keeps AgentsMesh's runners fresh while somebody looks: polling, since the API for keys has nothing that is pushed."""

from omnigent_tui.agentsmesh.client import AgentsMeshClient
from omnigent_tui.agentsmesh.endpoints import list_available_runners, list_runners
from omnigent_tui.agentsmesh.explaining import is_lasting
from omnigent_tui.live.backoff import Backoff
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.store import Store
from omnigent_tui.wire.errors import RateLimited, WireError

POLL_SECONDS = 10.0
"""Runners report twice a minute; oftener than this there is nothing new to hear."""
LASTING_SECONDS = 300.0
"""A wrong key or address is tried again so seldom, because somebody may have mended it on the other side."""
FAILING = Backoff(first=10.0, longest=120.0)


class AgentsMeshFeed:
    """`run` keeps the list of runners fresh until cancelled; `refresh` asks at once."""

    def __init__(self, client: AgentsMeshClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._wakeup = Wakeup()
        self._with_available = False

    def refresh(self, *, with_available: bool | None = None) -> None:
        """Ask at once; `with_available` also which runners would take a pod, from now on (None: as before)."""
        if with_available is not None:
            self._with_available = with_available
        self._wakeup.wake()

    async def run(self) -> None:
        """Ask, and ask again after a pause that grows while it fails."""
        failures = 0
        while True:
            self._wakeup.clear()
            error = await self.load()
            failures = failures + 1 if error else 0
            await self._wakeup.wait(pause_after(error, failures, self._clock.jitter()))

    async def load(self) -> WireError | None:
        """Ask once and tell the store; returns what failed, or None."""
        client = self._client
        self._store.dispatch(
            client_event.MeshRunnersRequested(url=client.base_url, org=client.org, at=self._clock.now())
        )
        try:
            page = await list_runners(client)
            available = await self._available() if self._with_available else None
        except WireError as error:
            self._store.dispatch(
                client_event.MeshRunnersFailed(message=error.message, advice=error.advice or "", at=self._clock.now())
            )
            return error
        self._store.dispatch(
            client_event.MeshRunnersArrived(
                runners=page.rows, available=available, skipped=page.skipped, at=self._clock.now()
            )
        )
        return None

    async def _available(self) -> frozenset[int]:
        page = await list_available_runners(self._client)
        return frozenset(runner.runner_id for runner in page.rows)


def pause_after(error: WireError | None, failures: int, jitter: float) -> float:
    """Return the seconds to wait after this outcome, the `failures`-th failure in a row; `jitter` is 0 to 1."""
    if error is None:
        return POLL_SECONDS
    if is_lasting(error):
        return LASTING_SECONDS
    pause = max(POLL_SECONDS, FAILING.delay(failures, jitter))
    asked = error.retry_after if isinstance(error, RateLimited) else None
    return max(pause, min(asked, LASTING_SECONDS)) if asked is not None else pause
