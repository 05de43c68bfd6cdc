"""From an intent to the state over a real server: watching, refreshing, paging, filtering, leaving, cancelling."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from starlette.responses import JSONResponse

from omnigent_tui.agentsmesh.performer import AgentsMeshPerformer
from omnigent_tui.live.performer import Performer
from omnigent_tui.settings.agentsmesh import AgentsMeshAccount, AgentsMeshLookup
from omnigent_tui.settings.tokens import Token
from omnigent_tui.state import intents
from omnigent_tui.state.agentsmesh import AgentsMeshState, MeshPhase, PodListState
from omnigent_tui.state.store import Store
from tests.agentsmesh.server import KEY, FakeKey, FakeMesh, serving
from tests.agentsmesh.shapes import FakePod, FakeRunner, Shape

LIMIT = 3


@dataclass
class Watcher:
    """A performer of its own, joined to the client's performer as the application joins them."""

    store: Store
    performer: Performer
    lookup: AgentsMeshLookup

    @property
    def mesh(self) -> AgentsMeshState:
        return self.store.state.agentsmesh

    def pods(self, number: int = 1) -> PodListState:
        return self.mesh.pods.get(number, PodListState())

    def perform(self, *wanted: intents.Intent) -> None:
        for intent in wanted:
            self.performer.perform(intent)

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


async def asked(mesh: FakeMesh, condition: Callable[[], bool]) -> None:
    """Wait for something that only the server sees."""
    while not condition():
        await asyncio.sleep(0.005)


@pytest.fixture(params=list(Shape))
async def mesh(request: pytest.FixtureRequest) -> AsyncIterator[FakeMesh]:
    async with serving(FakeMesh(request.param)) as running:
        running.runners = [FakeRunner(2, name="b", status="offline"), FakeRunner(1, name="a")]
        running.pods[1] = [FakePod(f"pod-{n}", status="running" if n % 2 else "error") for n in range(8)]
        yield running


@pytest.fixture
async def watcher(mesh: FakeMesh) -> AsyncIterator[Watcher]:
    store = Store()
    watcher = Watcher(store, Performer(store), AgentsMeshLookup(mesh.account))
    source = AgentsMeshPerformer(store, lambda: watcher.lookup, pod_limit=LIMIT)
    watcher.performer = Performer(store, agentsmesh=lambda: source)
    yield watcher
    await watcher.performer.stop()


async def test_watching_shows_the_runners_without_an_omnigent_server(mesh: FakeMesh, watcher: Watcher) -> None:
    watcher.perform(intents.LoadAgentsMesh())
    await watcher.until(lambda: watcher.mesh.phase is MeshPhase.READY)
    assert watcher.mesh.order == (1, 2)
    assert watcher.mesh.runners[1].name == "a"
    assert watcher.mesh.available is None
    assert mesh.paths() == ["/runners"]
    assert watcher.store.state.announcements == ()


async def test_asking_again_refreshes_and_asks_for_available_ones(mesh: FakeMesh, watcher: Watcher) -> None:
    watcher.perform(intents.LoadAgentsMesh())
    await watcher.until(lambda: watcher.mesh.phase is MeshPhase.READY)
    mesh.runners.append(FakeRunner(3, name="c"))
    watcher.perform(intents.LoadAgentsMesh(with_available=True))
    await watcher.until(lambda: watcher.mesh.available is not None)
    assert watcher.mesh.order == (1, 3, 2)
    assert watcher.mesh.available == frozenset({1, 3})
    watcher.perform(intents.LoadAgentsMesh())
    await watcher.until(lambda: watcher.mesh.available is None)


async def test_retrying_asks_again_only_while_somebody_watches(mesh: FakeMesh, watcher: Watcher) -> None:
    watcher.perform(intents.RetryNow(), intents.LoadAgentsMesh())
    await watcher.until(lambda: watcher.mesh.phase is MeshPhase.READY)
    mesh.runners = []
    watcher.perform(intents.RetryNow())
    await watcher.until(lambda: watcher.mesh.order == ())
    count = len(mesh.asked)
    watcher.perform(intents.LeaveAgentsMesh(), intents.RetryNow(), intents.LoadMeshRunner(9))
    await watcher.until(lambda: bool(watcher.mesh.details) and not watcher.mesh.details[9].is_loading)
    assert mesh.paths()[count:] == ["/runners/9"]


async def test_a_failure_is_told_and_mended_by_asking_again(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.keys[KEY] = FakeKey(scopes=())
    watcher.perform(intents.LoadAgentsMesh())
    await watcher.until(lambda: watcher.mesh.failure is not None)
    assert watcher.mesh.phase is MeshPhase.FAILED
    assert watcher.mesh.failure is not None
    assert "runners:read" in watcher.mesh.failure.message
    mesh.keys[KEY] = FakeKey()
    watcher.perform(intents.RetryNow())
    await watcher.until(lambda: watcher.mesh.phase is MeshPhase.READY)
    assert watcher.mesh.failure is None


async def test_without_an_account_it_says_what_is_missing_and_looks_again(mesh: FakeMesh, watcher: Watcher) -> None:
    account, watcher.lookup = watcher.lookup, AgentsMeshLookup(problems=("AgentsMesh also needs a key",))
    watcher.perform(intents.LoadAgentsMesh())
    assert watcher.mesh.phase is MeshPhase.NOT_SET_UP
    assert watcher.mesh.failure is not None
    assert watcher.mesh.failure.message == "AgentsMesh also needs a key"
    watcher.lookup = AgentsMeshLookup()
    watcher.perform(intents.LoadPods(1))
    assert watcher.mesh.failure.message == "AgentsMesh is not set up."
    assert "OMNIGENT_TUI_AGENTSMESH_API_KEY" in watcher.mesh.failure.advice
    watcher.lookup = AgentsMeshLookup(AgentsMeshAccount("gopher://x", "acme", Token(KEY)))
    watcher.perform(intents.LoadAgentsMesh())
    assert "http://" in watcher.mesh.failure.message
    assert mesh.asked == []
    watcher.lookup = account
    watcher.perform(intents.LoadAgentsMesh())
    await watcher.until(lambda: watcher.mesh.phase is MeshPhase.READY)


async def test_pods_are_paged_to_the_end(mesh: FakeMesh, watcher: Watcher) -> None:
    watcher.perform(intents.LoadPods(1))
    await watcher.until(lambda: len(watcher.pods().pods) == 3)
    assert (watcher.pods().total, watcher.pods().limit, watcher.pods().has_more) == (8, LIMIT, True)
    mesh.pods[1].insert(0, FakePod("new"))
    watcher.perform(intents.LoadPods(1, offset=watcher.pods().next_offset))
    await watcher.until(lambda: watcher.pods().next_offset == 6)
    assert [pod.key for pod in watcher.pods().pods] == [f"pod-{n}" for n in range(5)]
    watcher.perform(intents.LoadPods(1, offset=watcher.pods().next_offset))
    await watcher.until(lambda: not watcher.pods().has_more)
    assert [pod.key for pod in watcher.pods().pods] == [f"pod-{n}" for n in range(8)]
    watcher.perform(intents.LoadPods(1))
    await watcher.until(lambda: watcher.pods().next_offset == 3)
    assert [pod.key for pod in watcher.pods().pods] == ["new", "pod-0", "pod-1"]
    assert [one.query["offset"] for one in mesh.asked] == ["0", "3", "6", "0"]


async def test_after_the_last_page_nothing_is_asked(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.pods[1] = mesh.pods[1][:2]
    watcher.perform(intents.LoadPods(1))
    await watcher.until(lambda: len(watcher.pods().pods) == 2)
    watcher.perform(intents.LoadPods(1, offset=watcher.pods().next_offset))
    assert watcher.pods().loading_offset is None


async def test_a_page_on_its_way_is_not_asked_for_twice(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.hold = asyncio.Event()
    watcher.perform(intents.LoadPods(1))
    await asked(mesh, lambda: len(mesh.asked) == 1)
    watcher.perform(intents.LoadPods(1), intents.LoadMeshRunner(2))
    await asked(mesh, lambda: "/runners/2" in mesh.paths())
    mesh.hold.set()
    await watcher.until(lambda: len(watcher.pods().pods) == 3)
    assert mesh.paths() == ["/runners/1/pods", "/runners/2"]


async def test_a_filter_begins_anew(mesh: FakeMesh, watcher: Watcher) -> None:
    watcher.perform(intents.LoadPods(1))
    await watcher.until(lambda: len(watcher.pods().pods) == 3)
    watcher.perform(intents.LoadPods(1, status="error", offset=3))
    assert watcher.pods().pods == ()
    await watcher.until(lambda: watcher.pods().refreshed_at is not None)
    assert [pod.key for pod in watcher.pods().pods] == ["pod-0", "pod-2", "pod-4"]
    assert (watcher.pods().status, watcher.pods().total) == ("error", 4)
    watcher.perform(intents.LoadPods(1, status="error", offset=3))
    await watcher.until(lambda: not watcher.pods().has_more)
    assert [pod.key for pod in watcher.pods().pods] == ["pod-0", "pod-2", "pod-4", "pod-6"]


async def test_another_filter_cancels_the_request_before(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.hold = asyncio.Event()
    watcher.perform(intents.LoadPods(1))
    await asked(mesh, lambda: len(mesh.asked) == 1)
    watcher.perform(intents.LoadPods(1, status="error"))
    await asked(mesh, lambda: mesh.abandoned == 1 and len(mesh.asked) == 2)
    mesh.hold.set()
    await watcher.until(lambda: watcher.pods().refreshed_at is not None)
    assert [one.query.get("status") for one in mesh.asked] == [None, "error"]
    assert {pod.status for pod in watcher.pods().pods} == {"error"}


async def test_leaving_cancels_everything_and_coming_back_asks_again(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.hold = asyncio.Event()
    watcher.perform(intents.LoadAgentsMesh(), intents.LoadPods(1), intents.LoadMeshRunner(1))
    await asked(mesh, lambda: len(mesh.asked) == 3)
    watcher.perform(intents.LeaveAgentsMesh())
    assert (watcher.mesh.is_watched, watcher.mesh.is_loading) == (False, False)
    assert watcher.pods().loading_offset is None
    assert not watcher.mesh.details[1].is_loading
    await asked(mesh, lambda: mesh.abandoned == 3)
    mesh.hold.set()
    mesh.hold = None
    watcher.perform(intents.LoadAgentsMesh(), intents.LeaveAgentsMesh(), intents.LoadAgentsMesh())
    await watcher.until(lambda: watcher.mesh.phase is MeshPhase.READY)
    assert watcher.mesh.is_watched


async def test_stopping_cancels_everything(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.hold = asyncio.Event()
    watcher.perform(intents.LoadAgentsMesh(), intents.LoadPods(1))
    await asked(mesh, lambda: len(mesh.asked) == 2)
    await watcher.performer.stop()
    await asked(mesh, lambda: mesh.abandoned == 2)
    assert watcher.mesh.runners == {}


async def test_details_and_their_failure(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.runners[1].is_private = True
    watcher.perform(intents.LoadMeshRunner(1), intents.LoadMeshRunner(2))
    await watcher.until(lambda: all(not one.is_loading for one in watcher.mesh.details.values()))
    known = watcher.mesh.details[2].detail
    assert known is not None
    assert known.runner.name == "b"
    failure = watcher.mesh.details[1].failure
    assert failure is not None
    assert "runner 1" in failure.message


async def test_a_failed_page_can_be_asked_again(mesh: FakeMesh, watcher: Watcher) -> None:
    watcher.perform(intents.LoadPods(1))
    await watcher.until(lambda: len(watcher.pods().pods) == 3)
    mesh.instead = lambda: JSONResponse({"error": "x", "code": "INTERNAL_ERROR"}, 500)
    watcher.perform(intents.LoadPods(1, offset=3))
    await watcher.until(lambda: watcher.pods().failure is not None)
    assert len(watcher.pods().pods) == 3
    mesh.instead = None
    watcher.perform(intents.LoadPods(1, offset=3))
    await watcher.until(lambda: len(watcher.pods().pods) == 6)
    assert watcher.pods().failure is None


async def test_the_key_is_nowhere_in_the_state(mesh: FakeMesh, watcher: Watcher) -> None:
    mesh.keys = {}
    watcher.perform(intents.LoadAgentsMesh(), intents.LoadPods(1), intents.LoadMeshRunner(1))
    await watcher.until(lambda: watcher.mesh.failure is not None and watcher.pods().failure is not None)
    assert KEY not in repr(watcher.store.state)
