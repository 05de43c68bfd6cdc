"""The demo's answers and events have exactly the keys of recordings of the real server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.demo.driving import Driver, shape

RECORDINGS = Path(__file__).parents[1] / "recordings"
CAPTURES = Path(__file__).parents[3] / "shared" / "protocol" / "wire"


def recorded(name: str) -> Any:
    """The body of a recorded answer."""
    return json.loads((RECORDINGS / name).read_text())["body"]


def keys_by_type(events: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The keys of each event type, with the keys of the objects inside."""
    found: dict[str, set[str]] = {}
    for event in events:
        keys = found.setdefault(event["type"], set())
        for key, value in event.items():
            keys.add(key)
            if isinstance(value, dict) and key in {"response", "data", "params", "error"}:
                keys |= {f"{key}.{inner}" for inner in value}
    return found


def events_of(path: Path) -> list[dict[str, Any]]:
    """The events of a recorded stream."""
    blocks = path.read_text().split("\n\n")
    return [json.loads(block.split("data: ", 1)[1]) for block in blocks if "data: {" in block]


async def test_snapshot_and_row_keys(demo: Driver) -> None:
    session = await demo.create(title="x")
    snapshot = await demo.session(session)
    assert set(snapshot) == set(recorded("session_get.json"))
    real_rows = recorded("sessions_list.json")["data"]
    mine = next(r for r in (await demo.get("/v1/sessions"))["data"] if r["id"] == session)
    assert any(set(mine) == set(row) for row in real_rows), set(mine)


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("/v1/info", "info.json"),
        ("/v1/me", "me.json"),
        ("/api/version", "api_version.json"),
        ("/health", "health.json"),
    ],
)
async def test_page_keys(demo: Driver, page: str, name: str) -> None:
    assert shape(await demo.get(page)) == shape(recorded(name))


async def test_host_and_agent_keys(demo: Driver) -> None:
    host, agent = (await demo.get("/v1/hosts"))["hosts"][0], (await demo.get("/v1/agents"))["data"][0]
    assert set(host) == set(recorded("hosts.json")["hosts"][0])
    assert set(agent) == set(recorded("agents.json")["data"][0])


async def test_error_shapes(demo: Driver) -> None:
    session = await demo.create(bound=False)
    unknown = "0" * 32
    for path, status, name in (
        (f"/v1/sessions/{unknown}", 404, "error_session_unknown.json"),
        ("/v1/sessions/nonsense", 404, "error_session_malformed.json"),
        (f"/v1/sessions/{unknown}/stream", 404, "error_stream_unknown.json"),
        (f"/v1/hosts/{unknown}", 404, "error_host_unknown.json"),
        ("/v1/sessions?limit=0", 422, "error_sessions_limit.json"),
        (f"/v1/sessions/{session}/items?after={unknown}", 400, "error_items_stale_cursor.json"),
    ):
        assert shape(await demo.get(path, status)) == shape(recorded(name)), path


@pytest.mark.parametrize(
    ("name", "text", "action"),
    [
        ("plain_turn", "hello", None),
        ("tool_call_turn", "use a tool", None),
        ("tool_approval_accept", "approve it", "accept"),
        ("tool_approval_decline", "approve it", "decline"),
        ("request_approval_accept", "ask first", "accept"),
        ("request_approval_decline", "ask first", "decline"),
        ("failed_turn_http_400", "fail", None),
        ("subagent_parent", "subagent", None),
    ],
)
async def test_event_keys(demo: Driver, name: str, text: str, action: str | None) -> None:
    session = await demo.create()
    async with demo.tail(session) as tail:
        post = asyncio.create_task(demo.say(session, text))
        if action is not None:
            asked = await tail.seen("response.elicitation_request")
            data = {"elicitation_id": asked["elicitation_id"], "action": action}
            await demo.send(session, {"type": "approval", "data": data})
        await tail.until(lambda t: bool(t.statuses()) and t.statuses()[-1] in {"idle", "failed"})
        await post
        mine = keys_by_type(tail.events)
    real = keys_by_type(events_of(RECORDINGS / f"{name}.sse"))
    for kind in mine.keys() & real.keys():
        assert mine[kind] == real[kind], kind
    assert mine.keys() & real.keys() >= {"session.status", "session.heartbeat"}


async def test_updates_rows_match_a_capture(demo: Driver) -> None:
    path = CAPTURES / "ws_sessions_updates.json"
    if not path.exists():
        pytest.skip("no captures beside the repository")
    frame = next(entry["frame"] for entry in json.loads(path.read_text()) if entry["dir"].startswith("server"))
    real = set(frame["items"][0])
    session = await demo.create(title="x")
    row = next(r for r in (await demo.get("/v1/sessions"))["data"] if r["id"] == session)
    assert set(row) < real
