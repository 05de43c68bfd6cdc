"""The fleet at the keyboard: hosts and sessions of the demo, failures in place, and AgentsMesh beside them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from omnigent_tui.screens.fleet.screen import FleetScreen
from omnigent_tui.settings.agentsmesh import AgentsMeshSettings
from omnigent_tui.settings.tokens import Token
from omnigent_tui.state.fleet import FleetPart
from tests.agentsmesh.server import KEY, ORG, FakeMesh, serving
from tests.agentsmesh.shapes import FakePod, FakeRunner
from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "50") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


@pytest.fixture
async def mesh() -> AsyncIterator[FakeMesh]:
    """An AgentsMesh with two runners; the first one has more pods than a page."""
    content = FakeMesh(runners=[FakeRunner(1, "alpha"), FakeRunner(2, "beta", status="offline")])
    content.pods[1] = [FakePod(f"pod-{n:03}", prompt=f"Task {n}") for n in range(52)]
    content.pods[1].append(FakePod("pod-done", status="completed", prompt="An old task"))
    async with serving(content) as served:
        yield served


async def opens_fleet(person: Person) -> FleetScreen:
    """Open the fleet and wait until the server has answered."""
    await person.press("f12")
    await person.until(lambda: isinstance(person.app.screen, FleetScreen), "the fleet is on")
    await person.until(lambda: set(person.state.fleet.refreshed_at) == set(FleetPart), "everything has arrived")
    screen = person.app.screen
    assert isinstance(screen, FleetScreen)
    return screen


async def goes_to(person: Person, screen: FleetScreen, key: str) -> None:
    """Move the cursor down to a row."""
    await person.press("home")
    for _ in range(screen.list.row_count()):
        chosen = screen.list.chosen
        if chosen is not None and chosen.key == key:
            return
        await person.press("down")
    raise AssertionError(f"no row {key}\n{person.sees}")


async def test_hosts_are_shown_and_a_session_is_opened_from_its_host(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Found in the fleet")
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await person.until(lambda: session_id in person.state.sessions.by_id, "the session is listed")
        screen = await opens_fleet(person)
        hosts = demo.get("/v1/hosts")["hosts"]
        await person.reads("Server  ● well")
        await person.reads(f"{sum(host['status'] == 'online' for host in hosts)} of {len(hosts)} online")
        shown = [host.host_id for host in person.state.fleet.hosts]
        assert sorted(shown) == sorted(host["host_id"] for host in hosts)
        assert [host.is_online for host in person.state.fleet.hosts] == sorted(
            (host["status"] == "online" for host in hosts), reverse=True
        )
        await goes_to(person, screen, f"host {shown[0]}")
        await person.until(
            lambda: person.state.fleet.detail is not None and person.state.fleet.detail.host is not None,
            "the host was asked for alone",
        )
        await goes_to(person, screen, f"session {session_id}")
        await person.press("enter")
        await person.is_live(session_id)
        assert person.app.screen is person.main
        assert not person.state.fleet.is_watched


async def test_a_host_that_goes_offline_is_said_to_after_a_refresh(demo: Demo, tmp_path: Path) -> None:
    host = next(host for host in demo.get("/v1/hosts")["hosts"] if host["status"] == "online")
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_fleet(person)
        await person.reads(f"● online   {host['name']}")
        demo.order("hosts", host_id=host["host_id"], online=False)
        await person.press("r")
        await person.reads(f"⊘ offline  {host['name']}")


async def test_a_failure_stands_in_its_place_until_the_key_mends_it(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        demo.order("faults", kind="status", status=500, path_prefix="/v1/hosts", method="GET", count=50)
        await person.press("f12")
        await person.reads("Hosts did not load:")
        await person.reads("Server  ● well")
        demo.order("reset")
        await person.press("r")
        await person.until(lambda: "did not load" not in person.sees, "the failure is gone")
        await person.reads("online")


async def test_closed_it_asks_for_nothing(demo: Demo, tmp_path: Path) -> None:
    def asked() -> int:
        return len(demo.get("/demo/requests", path_prefix="/v1/runners", method="GET")["data"])

    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        assert asked() == 0
        await opens_fleet(person)
        assert asked() == 1
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.main, "the fleet is closed")
        await person.until(lambda: not person.state.fleet.is_watched, "nobody watches")
        await person.until(lambda: not _running(), "its tasks have ended")
        await person.press("ctrl+r")
        await person.until(lambda: not _running(), "trying again begins nothing")
        assert asked() == 1


def _running() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks()} & {"fleet", "fleet detail", "agentsmesh"}


async def test_without_an_account_one_line_says_how_to_set_agentsmesh_up(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("URL", "ORG", "API_KEY"):
        monkeypatch.delenv(f"OMNIGENT_TUI_AGENTSMESH_{name}", raising=False)
    async with at_the_keyboard(options_for(tmp_path, demo.url), (100, 60)) as person:
        await person.arrives()
        await opens_fleet(person)
        await person.press("end")
        await person.reads("AgentsMesh  not set up")
        await person.reads("OMNIGENT_TUI_AGENTSMESH_URL")


async def test_pods_are_unfolded_filtered_and_paged(demo: Demo, mesh: FakeMesh, tmp_path: Path) -> None:
    account = AgentsMeshSettings(mesh.url, ORG, Token(KEY))
    async with at_the_keyboard(options_for(tmp_path, demo.url, agentsmesh=account), (100, 40)) as person:
        await person.arrives()
        screen = await opens_fleet(person)
        await person.until(lambda: bool(person.state.agentsmesh.order), "the runners are there")
        await goes_to(person, screen, "mesh 1")
        await person.reads("alpha")
        await person.press("enter")
        await person.until(lambda: _pods(person) == (None, 50), "the first page is there")
        await person.reads("pods: all  50 of 53")
        await person.press("m")
        await person.until(lambda: _pods(person) == (None, 53), "the rest is there")
        for status in ("initializing", "running", "paused", "disconnected", "completed"):
            await person.press("s")
            await person.reads(f"pods: {status}")
        await person.until(lambda: _pods(person) == ("completed", 1), "one pod is completed")
        await person.reads("pod-done")
        await person.press("escape")
        await person.until(lambda: not person.state.agentsmesh.is_watched, "nothing more is asked of AgentsMesh")


def _pods(person: Person) -> tuple[str | None, int]:
    known = person.state.agentsmesh.pods[1]
    return known.status, len(known.pods)
