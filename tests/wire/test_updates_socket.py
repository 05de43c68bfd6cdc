"""The updates socket against a real WebSocket server: frames, refusals, silence and endings."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket
from websockets.http11 import Request, Response

from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import Unreachable, UpdatesDropped, UpdatesUnavailable
from omnigent_tui.wire.updates_socket import (
    ChangedFrame,
    HeartbeatFrame,
    HostsChangedFrame,
    ProjectsChangedFrame,
    RemovedFrame,
    SnapshotFrame,
    UnknownFrame,
    UpdatesSocket,
    open_updates,
    parse_frame,
)
from tests.wire.raw_server import always, answer, serve

Talk = Callable[[ServerConnection], Awaitable[None]]


class Token:
    def reveal(self) -> str:
        return "secret"


@asynccontextmanager
async def talking(talk: Talk, **options: Any) -> AsyncIterator[OmnigentClient]:
    async with serve_websocket(talk, "127.0.0.1", 0, **options) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with OmnigentClient(f"http://127.0.0.1:{port}/base", Token()) as client:
            yield client


async def stay(connection: ServerConnection) -> None:
    await connection.wait_closed()


async def test_watching_and_every_frame() -> None:
    row = {"id": "s1", "status": "running", "title": None, "runner_online": True}
    heard: list[Any] = []

    async def talk(connection: ServerConnection) -> None:
        heard.append(connection.request)
        heard.append(json.loads(await connection.recv()))
        for frame in (
            {"type": "snapshot", "items": [row, {"no": "id"}]},
            {"type": "changed", "items": [{**row, "title": "x\x1b[2J"}]},
            {"type": "removed", "ids": ["s2", 5]},
            {"type": "heartbeat"},
            {"type": "hosts_changed"},
            {"type": "projects_changed"},
            {"type": "brand\x1b_new"},
        ):
            await connection.send(json.dumps(frame))
        await connection.send(b"\xff not json")
        await connection.wait_closed()

    async with talking(talk) as client, open_updates(client) as updates:
        await updates.watch(["s1", "s2", "s1"])
        frames = [await anext(updates) for _ in range(8)]
    request, watched = heard
    assert request.path == "/base/v1/sessions/updates"
    assert request.headers["authorization"] == "Bearer secret"
    assert request.headers["origin"] == "omnigent://internal"
    assert watched == {"type": "watch", "session_ids": ["s1", "s2"]}
    assert isinstance(frames[0], SnapshotFrame)
    assert [(one.id, one.status, one.runner_online) for one in frames[0].rows] == [("s1", "running", True)]
    assert isinstance(frames[1], ChangedFrame)
    assert frames[1].rows[0].title == "x\u241b[2J"
    assert frames[2:6] == [RemovedFrame(("s2",)), HeartbeatFrame(), HostsChangedFrame(), ProjectsChangedFrame()]
    assert frames[6] == UnknownFrame("brand\u241b_new")
    assert frames[7] == UnknownFrame("undecodable")


async def test_five_hundred_sessions_are_watched_at_most() -> None:
    heard: asyncio.Queue[Any] = asyncio.Queue()

    async def talk(connection: ServerConnection) -> None:
        heard.put_nowait(json.loads(await connection.recv()))
        await connection.wait_closed()

    async with talking(talk) as client, open_updates(client) as updates:
        await updates.watch(str(n) for n in range(600))
        watched = await asyncio.wait_for(heard.get(), 30)
    assert watched["session_ids"] == [str(n) for n in range(500)]


@pytest.mark.parametrize("status", [302, 401, 403, 404, 426, 501])
async def test_a_server_that_has_none_for_us(status: int) -> None:
    async def refuse(connection: ServerConnection, request: Request) -> Response:
        response = connection.respond(HTTPStatus(status), "no")
        response.headers["Location"] = "ws://127.0.0.1:1/elsewhere"
        return response

    async with talking(stay, process_request=refuse) as client:
        with pytest.raises(UpdatesUnavailable) as caught:
            async with open_updates(client):
                pass
    assert caught.value.status == status


async def test_a_server_that_fails_is_worth_another_try() -> None:
    async def refuse(connection: ServerConnection, request: Request) -> Response:
        return connection.respond(HTTPStatus.BAD_GATEWAY, "no")

    async with talking(stay, process_request=refuse) as client:
        with pytest.raises(UpdatesDropped):
            async with open_updates(client):
                pass


async def test_a_web_page_or_plain_answer_is_no_socket() -> None:
    page = answer(b"<!doctype html>", content_type="text/html")
    async with serve(always(page)) as server, OmnigentClient(server.url) as client:
        with pytest.raises(UpdatesUnavailable):
            async with open_updates(client):
                pass
    async with OmnigentClient(server.url) as client:
        with pytest.raises(Unreachable) as caught:
            async with open_updates(client):
                pass
    assert caught.value.kind == "refused"


async def test_a_socks_proxy_carries_no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOCKS_PROXY", "socks5://127.0.0.1:1")
    async with OmnigentClient("http://omnigent.example") as client:
        with pytest.raises(UpdatesUnavailable, match="SOCKS"):
            async with open_updates(client):
                pass


async def test_the_server_closing_is_a_drop() -> None:
    async def talk(connection: ServerConnection) -> None:
        await connection.close(1012, "restarting")

    async with talking(talk) as client, open_updates(client) as updates:
        with pytest.raises(UpdatesDropped, match="restarting") as caught:
            await anext(updates)
        assert caught.value.reason == "eof"
        with pytest.raises(UpdatesDropped):
            await updates.watch(["s1"])


async def test_silence_is_a_drop() -> None:
    async with talking(stay) as client, open_updates(client, silence_deadline=0.05) as updates:
        with pytest.raises(UpdatesDropped) as caught:
            await anext(updates)
    assert caught.value.reason == "silence"


async def test_cancelling_closes_the_socket() -> None:
    closed = asyncio.Event()
    listening = asyncio.Event()

    async def talk(connection: ServerConnection) -> None:
        await connection.wait_closed()
        closed.set()

    async def listen(client: OmnigentClient) -> None:
        async with open_updates(client) as updates:
            listening.set()
            async for _ in updates:
                pass

    async with talking(talk) as client:
        task = asyncio.create_task(listen(client))
        await asyncio.wait_for(listening.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(closed.wait(), 30)


def test_an_iterator_over_updates_is_itself() -> None:
    socket = UpdatesSocket.__new__(UpdatesSocket)
    assert aiter(socket) is socket


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "items", "ids", "id"]), inner),
    max_leaves=10,
)


@given(st.sampled_from(["snapshot", "changed", "removed", "x"]), JSON, JSON)
def test_no_frame_is_an_error(kind: str, items: Any, ids: Any) -> None:
    parse_frame(json.dumps({"type": kind, "items": items, "ids": ids}))
    parse_frame(json.dumps(items))


def test_the_websocket_library_is_loaded_only_when_a_socket_is_opened() -> None:
    code = "import sys, omnigent_tui.wire.updates_socket; sys.exit('websockets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
