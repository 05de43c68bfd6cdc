"""Performs what a person wants of AgentsMesh: watching its runners, reading one, paging through pods."""

from collections.abc import Callable

from omnigent_tui.agentsmesh.client import AgentsMeshClient
from omnigent_tui.agentsmesh.endpoints import POD_LIMIT, get_runner, list_pods
from omnigent_tui.agentsmesh.feed import AgentsMeshFeed
from omnigent_tui.live.clock import Clock, SystemClock
from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.settings.agentsmesh import AgentsMeshLookup, how_to_set_up
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.store import Store
from omnigent_tui.wire.errors import WireError

FEED = "agentsmesh"

AccountFinder = Callable[[], AgentsMeshLookup]


class AgentsMeshPerformer:
    """`perform` never blocks and never raises: what goes wrong comes back as an event.

    The account is looked up when the first intent arrives, and again as long as there is none.
    """

    def __init__(
        self, store: Store, find_account: AccountFinder, *, clock: Clock | None = None, pod_limit: int = POD_LIMIT
    ) -> None:
        self._store = store
        self._find_account = find_account
        self._clock = clock or SystemClock()
        self._pod_limit = pod_limit
        self._tasks = Supervisor(store, self._clock)
        self._client: AgentsMeshClient | None = None
        self._feed: AgentsMeshFeed | None = None
        self._is_watching = False

    async def stop(self) -> None:
        """End every task and close every connection."""
        self._is_watching = False
        await self._tasks.stop_all()
        client, self._client, self._feed = self._client, None, None
        if client is not None:
            await client.aclose()

    def retry_now(self) -> None:
        """Ask for the runners at once if somebody looks at them."""
        if self._feed is not None and self._is_watching:
            self._feed.refresh()

    def perform(self, intent: intents.AgentsMeshIntent) -> None:
        """Do what the person wants, in the background."""
        if isinstance(intent, intents.LeaveAgentsMesh):
            self._leave()
            return
        client = self._connected()
        if client is None:
            return
        match intent:
            case intents.LoadAgentsMesh(with_available=with_available):
                self._watch(client, with_available=with_available)
            case intents.LoadMeshRunner(runner_id=runner_id):
                self._store.dispatch(client_event.MeshRunnerRequested(runner_id=runner_id, at=self._clock.now()))
                self._tasks.start(_runner(runner_id), lambda: self._load_runner(client, runner_id), restart=False)
            case intents.LoadPods():
                self._page_pods(client, intent)

    def _connected(self) -> AgentsMeshClient | None:
        if self._client is not None:
            return self._client
        lookup = self._find_account()
        account = lookup.account
        if account is None:
            self._not_set_up(". ".join(lookup.problems) or "AgentsMesh is not set up.", how_to_set_up())
            return None
        try:
            self._client = AgentsMeshClient(account.url, account.org, account.api_key)
        except WireError as error:
            self._not_set_up(error.message, error.advice or "")
        except ValueError as error:
            self._not_set_up(f"The AgentsMesh address cannot be used: {error}.", how_to_set_up())
        return self._client

    def _not_set_up(self, message: str, advice: str) -> None:
        self._store.dispatch(client_event.MeshNotSetUp(message=message, advice=advice, at=self._clock.now()))

    def _watch(self, client: AgentsMeshClient, *, with_available: bool) -> None:
        self._feed = self._feed or AgentsMeshFeed(client, self._store, self._clock)
        self._feed.refresh(with_available=with_available)
        if not (self._is_watching and self._tasks.is_running(FEED)):
            self._is_watching = True
            self._tasks.replace(FEED, self._feed.run, restart=True)

    def _leave(self) -> None:
        self._is_watching = False
        mesh = self._store.state.agentsmesh
        names = (*map(_pods, mesh.pods), *map(_runner, mesh.details), FEED)
        for name in names:
            if self._tasks.is_running(name):
                self._tasks.replace(name, _nothing)
        self._store.dispatch(client_event.MeshReleased(at=self._clock.now()))

    async def _load_runner(self, client: AgentsMeshClient, runner_id: int) -> None:
        try:
            detail = await get_runner(client, runner_id)
        except WireError as error:
            self._store.dispatch(
                client_event.MeshRunnerFailed(
                    runner_id=runner_id, message=error.message, advice=error.advice or "", at=self._clock.now()
                )
            )
        else:
            self._store.dispatch(
                client_event.MeshRunnerArrived(runner_id=runner_id, detail=detail, at=self._clock.now())
            )

    def _page_pods(self, client: AgentsMeshClient, intent: intents.LoadPods) -> None:
        runner_id, status, offset = intent.runner_id, intent.status or None, 0
        known = self._store.state.agentsmesh.pods.get(runner_id)
        if intent.offset > 0 and known is not None and known.status == status:
            if not known.has_more:
                return
            offset = known.next_offset
        is_same = known is not None and (known.status, known.loading_offset) == (status, offset)
        if is_same and self._tasks.is_running(_pods(runner_id)):
            return
        self._store.dispatch(
            client_event.PodsRequested(runner_id=runner_id, status=status, offset=offset, at=self._clock.now())
        )
        self._tasks.replace(_pods(runner_id), lambda: self._load_pods(client, runner_id, status, offset))

    async def _load_pods(self, client: AgentsMeshClient, runner_id: int, status: str | None, offset: int) -> None:
        try:
            page = await list_pods(client, runner_id, status=status, limit=self._pod_limit, offset=offset)
        except WireError as error:
            self._store.dispatch(
                client_event.PodsFailed(
                    runner_id=runner_id,
                    status=status,
                    message=error.message,
                    advice=error.advice or "",
                    at=self._clock.now(),
                )
            )
        else:
            self._store.dispatch(
                client_event.PodsArrived(runner_id=runner_id, status=status, page=page, at=self._clock.now())
            )


async def _nothing() -> None:
    """Take the place of work that was cancelled."""


def _pods(runner_id: int) -> str:
    return f"pods:{runner_id}"


def _runner(runner_id: int) -> str:
    return f"runner:{runner_id}"
