"""Everything the real server was recorded saying is understood, through the same code that a live server meets."""

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from omnigent_tui.protocol.elicitations import parse_elicitation
from omnigent_tui.protocol.event_base import ServerEvent, UnknownEvent
from omnigent_tui.protocol.events import parse_event
from omnigent_tui.protocol.items import UnknownItem, parse_item
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import agents, files, health, hosts, items, runners, server_info, sessions
from omnigent_tui.wire.errors import Rejected, StreamDropped
from omnigent_tui.wire.event_stream import open_event_stream
from omnigent_tui.wire.pages import Page
from omnigent_tui.wire.sse_framing import FrameDecoder
from omnigent_tui.wire.updates_socket import UnknownFrame, parse_frame
from tests.wire.raw_server import CHUNKED, always, answer, chunk, serve
from tests.wire.recordings import Exchange, exchanges, label, read, streams

Call = Callable[[OmnigentClient], Awaitable[Any]]
TEXT = "response.output_text.delta"
S, ID = "/v1/sessions/", "[0-9a-f]{32}"

CALLS: list[tuple[str, str, Call]] = [
    ("GET", "/v1/sessions", lambda c: sessions.list_sessions(c)),
    ("POST", "/v1/sessions", lambda c: sessions.create_session(c, agent_id="a")),
    ("GET", S + ID, lambda c: sessions.get_session(c, "s", include_items=True)),
    ("PATCH", S + ID, lambda c: sessions.update_session(c, "s", title="t")),
    ("DELETE", S + ID, lambda c: sessions.delete_session(c, "s")),
    ("POST", S + ID + "/fork", lambda c: sessions.fork_session(c, "s")),
    ("POST", S + ID + "/switch-agent", lambda c: sessions.switch_agent(c, "s", "a")),
    ("GET", S + ID + "/child_sessions", lambda c: sessions.list_child_sessions(c, "s")),
    ("GET", S + ID + "/items", lambda c: items.list_items(c, "s")),
    ("GET", S + ID + "/resources/files", lambda c: files.list_files(c, "s")),
    ("POST", S + ID + "/resources/files", lambda c: files.upload_file(c, "s", "f", b"", content_type="text/plain")),
    ("GET", "/v1/hosts", hosts.list_hosts),
    ("GET", "/v1/hosts/" + ID, lambda c: hosts.get_host(c, "h")),
    ("GET", "/v1/hosts/" + ID + "/filesystem.*", lambda c: hosts.list_directory(c, "h")),
    ("POST", "/v1/hosts/" + ID + "/directories", lambda c: hosts.create_directory(c, "h", "~/x")),
    ("GET", "/v1/hosts/" + ID + "/worktrees", lambda c: hosts.list_worktrees(c, "h", "/w")),
    ("POST", "/v1/hosts/" + ID + "/runners", lambda c: hosts.launch_runner(c, "h", "s", "/w")),
    ("GET", "/v1/runners", runners.list_runners),
    ("GET", "/v1/runners/[^/]+/status", lambda c: runners.runner_status(c, "r")),
    ("GET", "/v1/agents", agents.list_agents),
    ("GET", "/health", health.get_health),
    ("GET", "/api/version", server_info.get_version),
    ("GET", "/v1/info", server_info.get_info),
    ("GET", "/v1/me", server_info.get_me),
]


def call_for(exchange: Exchange) -> Call | None:
    """Return the call of this client that makes the recorded request, if it has one."""
    path = exchange.path.partition("?")[0]
    return next((call for method, form, call in CALLS if method == exchange.method and re.fullmatch(form, path)), None)


USED = [exchange for exchange in exchanges() if exchange.status >= 400 or call_for(exchange)]


@pytest.mark.parametrize("path", streams(), ids=label)
async def test_a_recorded_stream_has_only_known_events(path: Path) -> None:
    raw = path.read_bytes()
    single = [parse_event(frame.name, frame.data) for frame in FrameDecoder().feed(raw)]
    assert single
    odd = [(one.type, one.problem) for one in single if isinstance(one, UnknownEvent)]
    assert odd == []
    pieces = b"".join(chunk(raw[start : start + 700]) for start in range(0, len(raw), 700))
    received: list[ServerEvent] = []
    async with (
        serve(always(CHUNKED + pieces + b"0\r\n\r\n")) as server,
        OmnigentClient(server.url) as client,
        open_event_stream(client, "s", min_interval=0.001) as stream,
    ):

        async def read_all() -> None:
            async for batch in stream:
                received.extend(batch)

        with pytest.raises(StreamDropped) as caught:
            await read_all()
    assert caught.value.reason == "eof"
    assert len(received) <= len(single)
    merged = [one for one in received if one.type != TEXT]
    assert [one.type for one in merged if not one.type.endswith(".delta")] == [
        one.type for one in single if not one.type.endswith(".delta")
    ]
    assert _text(received) == _text(single)


def _text(events: list[Any]) -> str:
    return "".join(one.delta for one in events if one.type == TEXT)


@pytest.mark.parametrize("path", streams(), ids=label)
def test_items_in_a_recorded_stream_are_known(path: Path) -> None:
    for frame in FrameDecoder().feed(path.read_bytes()):
        event = parse_event(frame.name, frame.data)
        if event.type == "response.output_item.done":
            item = parse_item(event.model_dump()["item"])
            assert not isinstance(item, UnknownItem), item


@pytest.mark.parametrize("exchange", USED, ids=label)
async def test_a_recorded_answer_is_understood(exchange: Exchange) -> None:
    call = call_for(exchange)
    reply = answer(exchange.body, status=f"{exchange.status} X")
    async with serve(always(reply)) as server, OmnigentClient(server.url) as client:
        if exchange.status >= 400:
            with pytest.raises(Rejected) as caught:
                await (call(client) if call else client.request_json(exchange.method, "/v1/x"))
            assert caught.value.status == exchange.status
            assert caught.value.server_message, "every error of the real server has words"
            return
        assert call is not None
        result = await call(client)
    if isinstance(result, Page):
        assert result.skipped == 0
        assert all(not isinstance(row, UnknownItem) for row in result.rows)
        assert bool(result.rows) == bool(exchange.body.get("data") or exchange.body.get("hosts"))
    if isinstance(result, SessionSnapshot):
        _check_snapshot(result, exchange.body)


def _check_snapshot(snapshot: SessionSnapshot, body: dict[str, Any]) -> None:
    """What the server said is all there: nothing fell back to a default because it did not fit."""
    dumped = snapshot.model_dump()
    for name in SessionSnapshot.model_fields:
        said = body.get(name)
        if said is not None and not isinstance(said, (dict, list)):
            assert dumped[name] == said, name
    assert len(snapshot.items) == len(body.get("items") or [])
    assert all(not isinstance(parse_item(item), UnknownItem) for item in snapshot.items)
    assert len(snapshot.pending_elicitations) == len(body.get("pending_elicitations") or [])
    assert all(parse_elicitation(one) is not None for one in snapshot.pending_elicitations)


@pytest.mark.parametrize("name", ["health_single.json", "health_batch.json"])
async def test_recorded_liveness_is_read(name: str) -> None:
    for recording in read(name):
        wanted = re.findall("[0-9a-f]{32}", recording["request"]["path"])
        async with serve(always(answer(recording["body"]))) as server, OmnigentClient(server.url) as client:
            assert set(await health.session_liveness(client, wanted)) == set(wanted)


def test_recorded_update_frames_are_known() -> None:
    recorded = [one for value in read("ws_sessions_updates.json") for one in value]
    from_server = [
        one["frame"] for one in recorded if "server" in one.get("from", one.get("dir", "")).partition("-")[0]
    ]
    assert from_server
    for frame in from_server:
        assert not isinstance(parse_frame(json.dumps(frame)), UnknownFrame)


@pytest.mark.parametrize("path", streams(), ids=label)
def test_no_field_of_a_recorded_event_falls_back_to_its_default(path: Path) -> None:
    for frame in FrameDecoder().feed(path.read_bytes()):
        said = json.loads(frame.data)
        event = parse_event(frame.name, frame.data)
        dumped = event.model_dump()
        for name in type(event).model_fields:
            if isinstance(said.get(name), (str, int, float, bool)) and "\x1b" not in str(said[name]):
                assert dumped[name] == said[name], (event.type, name)
            elif isinstance(said.get(name), list):
                assert len(dumped[name]) == len(said[name]), (event.type, name)


def test_there_is_something_to_replay() -> None:
    assert streams()
    assert len(USED) > 50
