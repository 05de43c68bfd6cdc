"""Sessions and items: what is sent and how the answers are read."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from omnigent_tui.protocol.acknowledgements import BundleCreated
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import items, sessions
from omnigent_tui.wire.errors import Gone, Malformed, StaleCursor
from tests.wire.raw_server import Request, always, answer, serve

SNAPSHOT = {"id": "s1", "status": "idle", "title": "T"}


async def sent(
    call: Callable[[OmnigentClient], Awaitable[Any]], reply: Any = None, status: str = "200 OK"
) -> tuple[Request, Any]:
    """Return the one request that `call` makes, and what it makes of the `reply`."""
    async with serve(always(answer(reply, status=status))) as server, OmnigentClient(server.url) as client:
        result = await call(client)
    (request,) = server.requests
    return request, result


async def test_listing_sends_only_what_was_asked_for() -> None:
    rows = {"data": [{"id": "s1", "status": "running"}, {"no": "id"}], "has_more": True, "last_id": "s1"}
    request, page = await sent(lambda c: sessions.list_sessions(c), rows)
    assert request.target == "/v1/sessions"
    assert [row.id for row in page.rows] == ["s1"]
    assert (page.last_id, page.has_more, page.skipped) == ("s1", True, 1)
    request, _ = await sent(
        lambda c: sessions.list_sessions(
            c,
            limit=30,
            after="a",
            before="b",
            order="asc",
            sort_by="updated_at",
            search_query="100%",
            include_archived=False,
            kind="any",
            agent_id="ag",
            agent_name="n",
            visibility="mine",
        ),
        rows,
    )
    assert request.query == {
        "limit": "30",
        "after": "a",
        "before": "b",
        "order": "asc",
        "sort_by": "updated_at",
        "search_query": "100%",
        "include_archived": "false",
        "kind": "any",
        "agent_id": "ag",
        "agent_name": "n",
        "visibility": "mine",
    }


async def test_a_stale_cursor_is_told_apart() -> None:
    reply = {"error": {"code": "stale_cursor", "message": "gone"}}
    with pytest.raises(StaleCursor):
        await sent(lambda c: sessions.list_sessions(c, after="x"), reply, "400 Bad Request")


async def test_reading_one() -> None:
    request, snapshot = await sent(lambda c: sessions.get_session(c, "a/b?c"), SNAPSHOT)
    assert request.path == "/v1/sessions/a%2Fb%3Fc"
    assert request.query == {"include_items": "false", "include_liveness": "true"}
    assert (snapshot.id, snapshot.title) == ("s1", "T")


@pytest.mark.parametrize("reply", [{"status": "idle"}, [], "text", None])
async def test_a_snapshot_without_id_is_malformed(reply: Any) -> None:
    with pytest.raises(Malformed):
        await sent(lambda c: sessions.get_session(c, "s1"), reply)


async def test_creating() -> None:
    request, _ = await sent(lambda c: sessions.create_session(c, agent_id="a"), SNAPSHOT, "201 Created")
    assert (request.method, request.target, request.json()) == ("POST", "/v1/sessions", {"agent_id": "a"})
    request, snapshot = await sent(
        lambda c: sessions.create_session(
            c,
            agent_id="a",
            title="T",
            host_id="h",
            workspace="/w",
            git={"branch_name": "x"},
            labels={"k": "v"},
            reasoning_effort="low",
            model_override="m",
            extra={"harness_override": "codex"},
        ),
        SNAPSHOT,
        "201 Created",
    )
    assert request.json() == {
        "harness_override": "codex",
        "agent_id": "a",
        "title": "T",
        "host_id": "h",
        "workspace": "/w",
        "git": {"branch_name": "x"},
        "labels": {"k": "v"},
        "reasoning_effort": "low",
        "model_override": "m",
    }
    assert snapshot.id == "s1"


async def test_creating_from_a_bundle_is_multipart() -> None:
    reply = {"session_id": "s9", "agent_id": "a9", "agent_name": "quick"}
    request, created = await sent(
        lambda c: sessions.create_session_from_bundle(c, b"\x1f\x8bTAR", metadata={"title": "T"}), reply, "201 Created"
    )
    assert request.headers["content-type"].startswith("multipart/form-data")
    for part in (b'name="metadata"', b'{"title": "T"}', b'name="bundle"; filename="bundle.tar.gz"', b"\x1f\x8bTAR"):
        assert part in request.body
    assert created == BundleCreated(session_id="s9", agent_id="a9", agent_name="quick")
    _, created = await sent(lambda c: sessions.create_session_from_bundle(c, b""), SNAPSHOT, "201 Created")
    assert created.session_id == "s1"
    with pytest.raises(Malformed):
        await sent(lambda c: sessions.create_session_from_bundle(c, b""), {}, "201 Created")


async def test_changing_sends_only_what_changes() -> None:
    request, _ = await sent(lambda c: sessions.update_session(c, "s1", title="", archived=False), SNAPSHOT)
    assert (request.method, request.json()) == ("PATCH", {"title": "", "archived": False})
    request, _ = await sent(
        lambda c: sessions.update_session(
            c, "s1", labels={}, reasoning_effort="default", model_override="m", runner_id="r"
        ),
        SNAPSHOT,
    )
    assert request.json() == {"labels": {}, "reasoning_effort": "default", "model_override": "m", "runner_id": "r"}
    request, _ = await sent(
        lambda c: sessions.update_session(
            c, "s1", permission_mode="plan", approval_mode="read-only", collaboration_mode="default"
        ),
        SNAPSHOT,
    )
    modes = {"permission_mode": "plan", "approval_mode": "read-only", "collaboration_mode": "default"}
    assert request.json() == modes


async def test_deleting() -> None:
    reply = {"id": "s1", "object": "conversation.deleted", "deleted": True}
    request, result = await sent(lambda c: sessions.delete_session(c, "s1"), reply)
    assert (request.method, request.target, result) == ("DELETE", "/v1/sessions/s1", None)
    request, _ = await sent(lambda c: sessions.delete_session(c, "s1", delete_branch=True), reply)
    assert request.query == {"delete_branch": "true"}


async def test_forking() -> None:
    request, _ = await sent(lambda c: sessions.fork_session(c, "s1"), SNAPSHOT, "201 Created")
    assert (request.path, request.json()) == ("/v1/sessions/s1/fork", {})
    request, _ = await sent(
        lambda c: sessions.fork_session(c, "s1", title="F", agent_id="a", up_to_response_id="r"), SNAPSHOT
    )
    assert request.json() == {"title": "F", "agent_id": "a", "up_to_response_id": "r"}


async def test_switching_the_agent_is_gone_on_newer_servers() -> None:
    request, _ = await sent(lambda c: sessions.switch_agent(c, "s1", "a"), SNAPSHOT)
    assert (request.path, request.json()) == ("/v1/sessions/s1/switch-agent", {"agent_id": "a"})
    with pytest.raises(Gone, match="Fork"):
        await sent(lambda c: sessions.switch_agent(c, "s1", "a"), {"detail": "Fork the session instead."}, "410 Gone")


async def test_children() -> None:
    rows = {"data": [{"id": "c1", "busy": True, "tool": "researcher"}, {}], "has_more": False}
    request, page = await sent(lambda c: sessions.list_child_sessions(c, "s1", limit=5, after="x", order="asc"), rows)
    assert request.path == "/v1/sessions/s1/child_sessions"
    assert request.query == {"limit": "5", "after": "x", "order": "asc"}
    assert [(row.id, row.busy, row.tool) for row in page.rows] == [("c1", True, "researcher")]


async def test_items() -> None:
    rows = {"data": [{"id": "i1", "type": "message", "role": "user", "content": []}, {"id": "i2", "type": "novel"}]}
    request, page = await sent(lambda c: items.list_items(c, "s1", limit=2, after="a", before="b", order="desc"), rows)
    assert request.query == {"limit": "2", "after": "a", "before": "b", "order": "desc"}
    assert [item.type for item in page.rows] == ["message", "unknown"]
    assert page.last_id == "i2"


def history(count: int) -> Callable[[Request, asyncio.StreamWriter], Awaitable[None]]:
    """A server with items 0 … count-1 that pages them newest first."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        assert request.query["order"] == "desc"
        limit, end = int(request.query["limit"]), int(request.query.get("after", count))
        numbers = range(end - 1, max(end - 1 - limit, -1), -1)
        rows = [{"id": str(n), "type": "message"} for n in numbers]
        writer.write(answer({"data": rows, "has_more": bool(numbers) and numbers[-1] > 0}))

    return handle


@pytest.mark.parametrize(
    ("wanted", "found", "calls"), [("29", True, 1), ("11", True, 2), ("5", True, 3), ("nope", False, 3)]
)
async def test_an_item_is_looked_for_among_the_newest(wanted: str, found: bool, calls: int) -> None:
    async with serve(history(30)) as server, OmnigentClient(server.url) as client:
        assert await items.item_exists(client, "s1", wanted, pages=3, page_size=10) is found
    assert len(server.requests) == calls


async def test_the_search_for_an_item_ends_with_the_history() -> None:
    async with serve(history(5)) as server, OmnigentClient(server.url) as client:
        assert not await items.item_exists(client, "s1", "nope", pages=9, page_size=3)
    assert len(server.requests) == 2
