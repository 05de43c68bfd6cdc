"""From an intent to the state over the demo server: watching, looking at one thing, failing in part, leaving."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from omnigent_tui.live.performer import Performer
from omnigent_tui.state import intents
from omnigent_tui.state.fleet import FleetPart, FleetState
from omnigent_tui.state.server import ServerPhase
from omnigent_tui.state.store import Store
from tests.live.demo import Demo, running_demo

EVERYTHING = set(FleetPart)


@dataclass
class Watcher:
    """A performer joined to a demo of its own."""

    demo: Demo
    store: Store
    performer: Performer

    @property
    def fleet(self) -> FleetState:
        return self.store.state.fleet

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds after some change of the state."""
        changed = asyncio.Event()
        stop = self.store.listen(changed.set)
        try:
            while not condition():
                changed.clear()
                await changed.wait()
        finally:
            stop()

    async def asked(self, path: str) -> int:
        return len([row for row in await self.demo.requests(path, "GET") if row["path"] == path])


@pytest.fixture
async def watcher() -> AsyncIterator[Watcher]:
    async with running_demo() as demo:
        store = Store()
        performer = Performer(store)
        await performer.start()
        made = Watcher(demo, store, performer)
        try:
            performer.perform(intents.ConnectToServer(demo.url))
            await made.until(lambda: store.state.server.phase is ServerPhase.CONNECTED)
            await made.until(lambda: store.state.sessions.loaded_at is not None)
            yield made
        finally:
            await performer.stop()


async def test_nothing_is_asked_before_somebody_looks_and_nothing_after(watcher: Watcher) -> None:
    assert await watcher.asked("/v1/hosts") == 0
    watcher.performer.perform(intents.WatchFleet())
    await watcher.until(lambda: set(watcher.fleet.refreshed_at) == EVERYTHING and not watcher.fleet.is_loading)
    assert watcher.fleet.health == "ok"
    assert [host.is_online for host in watcher.fleet.hosts] == [True, False]
    assert all(runner.online for runner in watcher.fleet.runners)
    watcher.performer.perform(intents.LeaveFleet())
    assert not watcher.fleet.is_watched
    watcher.performer.perform(intents.RetryNow())
    while "fleet" in {task.get_name() for task in asyncio.all_tasks()}:
        await asyncio.sleep(0.005)
    assert await watcher.asked("/v1/hosts") == 1


async def test_asked_again_it_refreshes_at_once(watcher: Watcher) -> None:
    watcher.performer.perform(intents.WatchFleet())
    await watcher.until(lambda: set(watcher.fleet.refreshed_at) == EVERYTHING and not watcher.fleet.is_loading)
    online = watcher.fleet.hosts[0]
    await watcher.demo.control("hosts", host_id=online.host_id, online=False)
    watcher.performer.perform(intents.WatchFleet())
    await watcher.until(lambda: not any(host.is_online for host in watcher.fleet.hosts))


async def test_a_part_that_fails_leaves_the_others(watcher: Watcher) -> None:
    await watcher.demo.control("faults", kind="html", path_prefix="/v1/runners", count=None)
    watcher.performer.perform(intents.WatchFleet())
    await watcher.until(lambda: FleetPart.RUNNERS in watcher.fleet.failures and not watcher.fleet.is_loading)
    assert set(watcher.fleet.refreshed_at) == EVERYTHING - {FleetPart.RUNNERS}
    await watcher.demo.control("reset")
    watcher.performer.perform(intents.RetryNow())
    await watcher.until(lambda: not watcher.fleet.failures)


async def test_one_host_and_one_runner_are_asked_alone(watcher: Watcher) -> None:
    session_id = await watcher.demo.session()
    watcher.performer.perform(intents.WatchFleet())
    await watcher.until(lambda: set(watcher.fleet.refreshed_at) == EVERYTHING)
    host = watcher.fleet.hosts[0]
    watcher.performer.perform(intents.LookAtFleet(intents.FleetTarget(host_id=host.host_id)))
    await watcher.until(lambda: watcher.fleet.detail is not None and watcher.fleet.detail.host == host)
    await watcher.until(lambda: session_id in watcher.store.state.sessions.by_id)
    runner_id = watcher.store.state.sessions.by_id[session_id].row.runner_id
    assert runner_id is not None
    await watcher.demo.control("kill_runner", session_id=session_id)
    watcher.performer.perform(intents.LookAtFleet(intents.FleetTarget(runner_id=runner_id)))
    await watcher.until(lambda: watcher.fleet.detail is not None and watcher.fleet.detail.runner is not None)
    assert watcher.fleet.detail is not None
    assert watcher.fleet.detail.runner is not None
    assert not watcher.fleet.detail.runner.online


async def test_a_host_that_is_gone_says_so_in_its_place(watcher: Watcher) -> None:
    watcher.performer.perform(intents.WatchFleet())
    watcher.performer.perform(intents.LookAtFleet(intents.FleetTarget(host_id="0" * 32)))
    await watcher.until(lambda: watcher.fleet.detail is not None and watcher.fleet.detail.failure is not None)
    await watcher.until(lambda: set(watcher.fleet.refreshed_at) == EVERYTHING)
    assert not watcher.fleet.failures
