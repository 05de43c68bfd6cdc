"""Directories on a host, read through the performer from a demo server: pages, failures, going elsewhere."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator

import pytest

from omnigent_tui.state.directories import DirectoryProblem, Failure, Listing, ListingPhase
from omnigent_tui.state.intents import CreateDirectory, LeaveDirectories, ListDirectory, LoadWorktrees
from tests.demo.forked import ForkedDemo
from tests.live.following import Client, running_client
from tests.pilot.demo import Demo

PROJECTS = "/home/ada/projects"


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server of the test's own."""
    with ForkedDemo("--speed", "50") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


@pytest.fixture
async def client(demo: Demo) -> AsyncIterator[Client]:
    """A client that is connected."""
    running = Client()
    await running.performer.start()
    await running.connect(demo.url)
    yield running
    await running.performer.stop()


def host_id(demo: Demo, status: str = "online") -> str:
    return next(str(row["host_id"]) for row in demo.get("/v1/hosts")["hosts"] if row["status"] == status)


def listing(client: Client) -> Listing:
    shown = client.state.directories.shown
    assert shown is not None
    return shown


async def read(client: Client, host: str, path: str | None, after: str | None = None) -> Listing:
    """Read a directory and wait for what comes of it."""
    client.perform(ListDirectory(host, path, after))
    done = (ListingPhase.READY, ListingPhase.FAILED)
    await client.until(lambda: listing(client).place[1] == (path or "") and listing(client).phase in done, f"{path}")
    return listing(client)


def listings_asked_for(demo: Demo, host: str) -> list[str]:
    log = demo.get("/demo/requests", path_prefix=f"/v1/hosts/{host}/filesystem", method="GET")
    return [str(entry["path"]) for entry in log["data"]]


async def test_home_and_what_is_below_it(client: Client, demo: Demo) -> None:
    host = host_id(demo)
    home = await read(client, host, None)
    assert (home.raw_path, home.has_more) == ("/home/ada", False)
    assert client.state.directories.homes[host] == "/home/ada"
    assert (await read(client, host, "~/projects/api")).raw_path == f"{PROJECTS}/api"


@pytest.mark.parametrize(
    "name",
    ["with space", "ünïcode-日本", "hash#dir", "q?mark", "per%cent", "per%20cent", "back\\slash", "plus+amp&eq="],
)
async def test_awkward_names_go_back_as_they_came(client: Client, demo: Demo, name: str) -> None:
    host = host_id(demo)
    above = await read(client, host, PROJECTS)
    entry = next(entry for entry in above.entries if entry.raw_path == f"{PROJECTS}/{name}")
    client.perform(CreateDirectory(host, f"{entry.raw_path}/inside"))
    await client.until(
        lambda: (made := client.state.directories.new_directory) is not None and made.created is not None, "made"
    )
    assert [e.raw_path for e in (await read(client, host, entry.raw_path)).entries if e.name == "inside"] == [
        f"{PROJECTS}/{name}/inside"
    ]


async def test_twenty_thousand_entries_come_page_by_page(client: Client, demo: Demo) -> None:
    host = host_id(demo)
    shown = await read(client, host, f"{PROJECTS}/many")
    assert (len(shown.entries), shown.has_more) == (500, True)
    while shown.has_more:
        shown = await read(client, host, f"{PROJECTS}/many", shown.cursor)
    assert [entry.name for entry in shown.entries] == [f"entry-{number:05}" for number in range(20_000)]
    assert len(listings_asked_for(demo, host)) == 40


async def test_a_cursor_the_host_does_not_know_ends_the_listing(client: Client, demo: Demo) -> None:
    host = host_id(demo)
    shown = await read(client, host, f"{PROJECTS}/many")
    # What the server does with a cursor it does not know, or knows no more: it starts over.
    rows = [{"name": e.name, "path": e.raw_path, "type": "file"} for e in shown.entries]
    body = json.dumps({"object": "list", "has_more": True, "data": rows})
    demo.order("faults", kind="status", path_prefix=f"/v1/hosts/{host}/filesystem", status=200, body=body)
    shown = await read(client, host, f"{PROJECTS}/many", shown.cursor)
    assert (len(shown.entries), shown.has_more, shown.changed_meanwhile) == (500, False, True)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/no/such/place", DirectoryProblem.MISSING),
        (f"{PROJECTS}/file.txt", DirectoryProblem.NOT_A_DIRECTORY),
        (f"{PROJECTS}/noperm", DirectoryProblem.DENIED),
        (f"{PROJECTS}/loop", DirectoryProblem.HOST_FAILED),
        (f"{PROJECTS}/hung", DirectoryProblem.TIMED_OUT),
        ("/a\0b", DirectoryProblem.INVALID),
    ],
)
async def test_what_is_wrong_with_a_directory(client: Client, demo: Demo, path: str, problem: DirectoryProblem) -> None:
    shown = await read(client, host_id(demo), path)
    assert shown.failure is not None
    assert shown.failure.problem is problem
    assert shown.failure.reason


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (400, DirectoryProblem.INVALID),
        (401, DirectoryProblem.DENIED),
        (403, DirectoryProblem.DENIED),
        (500, DirectoryProblem.HOST_FAILED),
        (502, DirectoryProblem.HOST_FAILED),
        (503, DirectoryProblem.HOST_FAILED),
        (504, DirectoryProblem.TIMED_OUT),
    ],
)
async def test_what_is_wrong_on_the_way_passes_when_asked_again(
    client: Client, demo: Demo, status: int, problem: DirectoryProblem
) -> None:
    host = host_id(demo)
    demo.order("faults", kind="status", path_prefix=f"/v1/hosts/{host}/filesystem", status=status)
    shown = await read(client, host, PROJECTS)
    assert shown.failure is not None
    assert shown.failure.problem is problem
    assert (await read(client, host, PROJECTS)).failure is None


async def test_a_web_page_in_between_is_not_taken_for_a_directory(client: Client, demo: Demo) -> None:
    host = host_id(demo)
    demo.order("faults", kind="html", path_prefix=f"/v1/hosts/{host}/filesystem", status=200)
    shown = await read(client, host, PROJECTS)
    assert shown.failure is not None
    assert shown.failure.problem is DirectoryProblem.HOST_FAILED


async def test_a_host_that_is_offline_says_so(client: Client, demo: Demo) -> None:
    shown = await read(client, host_id(demo, "offline"), None)
    assert shown.failure is not None
    assert shown.failure.problem is DirectoryProblem.HOST_OFFLINE


async def test_going_elsewhere_does_not_wait_for_a_slow_host(demo: Demo) -> None:
    host = host_id(demo)
    async with running_client(demo.url) as client:
        demo.order("faults", kind="stall", path_prefix=f"/v1/hosts/{host}/filesystem/home/ada/projects/api", delay=None)
        client.perform(ListDirectory(host, f"{PROJECTS}/api"))
        await client.until(
            lambda: f"/v1/hosts/{host}/filesystem{PROJECTS}/api" in listings_asked_for(demo, host), "asked"
        )
        shown = await read(client, host, PROJECTS)
        assert shown.failure is None
        assert client.state.directories.listing(host, f"{PROJECTS}/api") is None
        demo.order("reset")
        assert (await read(client, host, f"{PROJECTS}/api")).failure is None


async def test_leaving_gives_up(demo: Demo) -> None:
    host = host_id(demo)
    async with running_client(demo.url) as client:
        demo.order("faults", kind="stall", path_prefix=f"/v1/hosts/{host}/filesystem", delay=None)
        client.perform(ListDirectory(host, PROJECTS))
        await client.until(lambda: bool(listings_asked_for(demo, host)), "asked")
        client.perform(LeaveDirectories())
        await client.until(lambda: client.state.directories.shown is None, "nothing is being read")
        demo.order("reset")


async def test_a_directory_is_made_once(client: Client, demo: Demo) -> None:
    host = host_id(demo)
    await read(client, host, PROJECTS)
    path = f"{PROJECTS}/neu & alt"
    client.perform(CreateDirectory(host, path))
    made = client.state.directories
    await client.until(lambda: client.state.directories.new_directory != made.new_directory, "made")
    assert "neu & alt" in [entry.name for entry in listing(client).entries]
    client.perform(CreateDirectory(host, path))
    await client.until(
        lambda: (new := client.state.directories.new_directory) is not None and new.failure is not None, "refused"
    )
    assert client.state.directories.new_directory is not None
    assert client.state.directories.new_directory.failure is not None
    assert client.state.directories.new_directory.failure.problem is DirectoryProblem.EXISTS


async def test_worktrees_of_a_repository_and_of_none(client: Client, demo: Demo) -> None:
    host = host_id(demo)

    def is_read() -> bool:
        found = client.state.directories.worktrees
        return found is not None and found.phase is not ListingPhase.LOADING

    client.perform(LoadWorktrees(host, f"{PROJECTS}/api"))
    await client.until(is_read, "the worktrees")
    assert client.state.directories.worktrees is not None
    assert [(row.branch, row.is_main) for row in client.state.directories.worktrees.rows] == [("main", True)]
    client.perform(LoadWorktrees(host, f"{PROJECTS}/empty"))
    await client.until(is_read, "that there are none")
    assert client.state.directories.worktrees is not None
    assert not client.state.directories.worktrees.is_repository
    demo.order("faults", kind="status", path_prefix=f"/v1/hosts/{host}/worktrees", status=504)
    client.perform(LoadWorktrees(host, f"{PROJECTS}/api"))
    await client.until(is_read, "the failure")
    assert client.state.directories.worktrees is not None
    assert client.state.directories.worktrees.failure is not None


async def test_a_directory_that_is_not_there_is_not_one_without_a_repository(client: Client, demo: Demo) -> None:
    def failure() -> Failure | None:
        found = client.state.directories.worktrees
        return found.failure if found is not None else None

    client.perform(LoadWorktrees(host_id(demo), f"{PROJECTS}/nowhere"))
    await client.until(lambda: failure() is not None, "that there is no such directory")
    told = failure()
    assert told is not None
    assert told.problem is DirectoryProblem.MISSING
