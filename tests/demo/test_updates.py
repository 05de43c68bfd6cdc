"""The updates socket: snapshots, changes, removals, hosts, and who may open it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.demo.driving import GIVE_UP, Driver
from tests.demo.forked import ForkedDemo

Frame = dict[str, Any]


@pytest.fixture
async def socket(demo_server: ForkedDemo) -> AsyncIterator[ClientConnection]:
    """An open updates socket."""
    address = demo_server.url.replace("http", "ws") + "/v1/sessions/updates"
    async with connect(address, proxy=None) as connection:
        yield connection


async def frame(socket: ClientConnection, fits: Callable[[Frame], bool]) -> Frame:
    """The next frame that fits."""
    async with asyncio.timeout(GIVE_UP):
        while True:
            received: Frame = json.loads(await socket.recv())
            if fits(received):
                return received


def about(session: str, **fields: Any) -> Callable[[Frame], bool]:
    """A `changed` frame with a row of this session with these fields."""

    def fits(received: Frame) -> bool:
        return received["type"] == "changed" and any(
            row["id"] == session and all(row[key] == value for key, value in fields.items())
            for row in received["items"]
        )

    return fits


async def watch(socket: ClientConnection, *sessions: str) -> list[Frame]:
    """Watch these sessions; the snapshot's rows."""
    await socket.send(json.dumps({"type": "watch", "session_ids": list(sessions)}))
    rows: list[Frame] = (await frame(socket, lambda f: f["type"] == "snapshot"))["items"]
    return rows


async def test_watched_rows_are_full_and_follow_changes(demo: Driver, socket: ClientConnection) -> None:
    session = await demo.create()
    (row,) = await watch(socket, session, "0" * 32)
    assert row["title"] is None
    assert (row["runner_online"], row["host_online"]) == (True, True)
    await demo.client.patch(f"/v1/sessions/{session}", json={"title": "Followed"})
    await frame(socket, about(session, title="Followed"))
    await demo.script(session, [{"gate": "updates"}])
    await demo.say(session, "go")
    await frame(socket, about(session, status="running"))
    await demo.control("release", gate="updates")
    await frame(socket, about(session, status="idle"))
    await demo.send(session, {"type": "stop_session"})
    await frame(socket, about(session, runner_online=False))
    await demo.client.delete(f"/v1/sessions/{session}")
    await frame(socket, lambda f: f == {"type": "removed", "ids": [session]})


async def test_new_session_is_pushed_although_unwatched(demo: Driver, socket: ClientConnection) -> None:
    await watch(socket)
    session = await demo.create(bound=False, title="Brand new")
    await frame(socket, about(session, title="Brand new"))


async def test_hosts_changed(demo: Driver, socket: ClientConnection) -> None:
    host = await demo.host("offline")
    await watch(socket)
    for online in (True, False):
        await demo.control("hosts", host_id=host, online=online)
        await frame(socket, lambda f: f == {"type": "hosts_changed"})


async def test_other_frames_are_ignored(demo: Driver, socket: ClientConnection) -> None:
    session = await demo.create(bound=False)
    for junk in ("not json", "[]", '{"type": "watch"}', '{"type": "dance"}'):
        await socket.send(junk)
    assert [row["id"] for row in await watch(socket, session)] == [session]


async def test_dropped_socket_can_be_opened_again(demo: Driver, socket: ClientConnection) -> None:
    await watch(socket)
    await demo.control("faults", kind="drop_streams", path_prefix="/v1/sessions/updates")
    with pytest.raises(ConnectionClosed):
        await frame(socket, lambda _: False)


async def test_foreign_origin_is_refused(demo_server: ForkedDemo) -> None:
    address = demo_server.url.replace("http", "ws") + "/v1/sessions/updates"
    with pytest.raises(InvalidStatus) as refused:
        async with connect(address, proxy=None, origin="https://evil.example"):  # type: ignore[arg-type]
            pass
    assert refused.value.response.status_code == 403
