"""Keeps the fleet fresh while somebody looks: health, hosts, runners, and the one host or runner looked at."""

import asyncio

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.fleet import FleetPart
from omnigent_tui.state.intents import FleetTarget
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.health import get_health
from omnigent_tui.wire.endpoints.hosts import get_host, list_hosts
from omnigent_tui.wire.endpoints.runners import list_runners, runner_status
from omnigent_tui.wire.errors import WireError

POLL_SECONDS = 10.0
"""Nothing about hosts and runners is pushed."""
FLEET, DETAIL = "fleet", "fleet detail"


class Fleet:
    """`perform` never blocks: `WatchFleet` begins (asked again, it refreshes at once), `LeaveFleet` ends everything.

    `tasks` must end when the client is closed.
    """

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock, tasks: Supervisor) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._wakeup = Wakeup()

    def perform(self, intent: intents.FleetIntent) -> None:
        """Do what the person wants, in the background."""
        match intent:
            case intents.WatchFleet():
                self._wakeup.wake()
                self._tasks.start(FLEET, self._run)
                detail = self._store.state.fleet.detail
                if detail is not None:
                    self._look_at(detail.target)
            case intents.LookAtFleet(target=target):
                self._look_at(target)
            case intents.LeaveFleet():
                for name in (FLEET, DETAIL):
                    if self._tasks.is_running(name):
                        self._tasks.replace(name, _nothing)
                self._store.dispatch(client_event.FleetReleased(at=self._clock.now()))

    def retry_now(self) -> None:
        """Ask again at once if somebody looks."""
        if self._tasks.is_running(FLEET):
            self._wakeup.wake()

    async def _run(self) -> None:
        while True:
            self._wakeup.clear()
            self._store.dispatch(client_event.FleetRequested(at=self._clock.now()))
            await asyncio.gather(self._load_health(), self._load_hosts(), self._load_runners())
            self._store.dispatch(client_event.FleetRoundEnded(at=self._clock.now()))
            await self._wakeup.wait(POLL_SECONDS)

    async def _load_health(self) -> None:
        try:
            health = await get_health(self._client)
        except WireError as error:
            self._failed(FleetPart.HEALTH, error)
        else:
            self._store.dispatch(client_event.FleetHealthArrived(health=health.status, at=self._clock.now()))

    async def _load_hosts(self) -> None:
        try:
            page = await list_hosts(self._client)
        except WireError as error:
            self._failed(FleetPart.HOSTS, error)
        else:
            self._store.dispatch(client_event.FleetHostsArrived(hosts=page.rows, at=self._clock.now()))

    async def _load_runners(self) -> None:
        try:
            page = await list_runners(self._client)
        except WireError as error:
            self._failed(FleetPart.RUNNERS, error)
        else:
            self._store.dispatch(client_event.FleetRunnersArrived(runners=page.rows, at=self._clock.now()))

    def _failed(self, part: FleetPart, error: WireError) -> None:
        self._store.dispatch(
            client_event.FleetPartFailed(
                part=part, reason=error.message, advice=error.advice or "", at=self._clock.now()
            )
        )

    def _look_at(self, target: FleetTarget) -> None:
        """Ask for another target: what was asked before is of no interest any more."""
        self._store.dispatch(client_event.FleetDetailRequested(target=target, at=self._clock.now()))
        self._tasks.replace(DETAIL, lambda: self._load_detail(target))

    async def _load_detail(self, target: FleetTarget) -> None:
        try:
            host = await get_host(self._client, target.host_id) if target.host_id is not None else None
            runner = await runner_status(self._client, target.runner_id) if target.runner_id is not None else None
        except WireError as error:
            self._store.dispatch(
                client_event.FleetDetailFailed(
                    target=target, reason=error.message, advice=error.advice or "", at=self._clock.now()
                )
            )
        else:
            self._store.dispatch(
                client_event.FleetDetailArrived(target=target, host=host, runner=runner, at=self._clock.now())
            )


async def _nothing() -> None:
    """Take the place of work that was cancelled."""
