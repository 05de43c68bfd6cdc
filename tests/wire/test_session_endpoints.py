"""Sessions, items, events and elicitations: what is sent and how the answers are read."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from omnigent_tui.protocol.acknowledgements import BundleCreated, MessageAck, RetryAck
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import elicitations, events, items, sessions
from omnigent_tui.wire.errors import Gone, Invalid, Malformed, RunnerUnavailable, StaleCursor
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


async def test_a_message() -> None:
    reply = {"queued": True, "item_id": "i1"}
    request, ack = await sent(
        lambda c: events.post_message(c, "s1", "Hello", stable_id="f" * 32), reply, "202 Accepted"
    )
    assert (request.method, request.path) == ("POST", "/v1/sessions/s1/events")
    content = [{"type": "input_text", "text": "Hello"}]
    assert request.json() == {"type": "message", "data": {"role": "user", "content": content, "stable_id": "f" * 32}}
    assert "x-omnigent-hold-when-host-offline" not in request.headers
    assert ack == MessageAck(queued=True, item_id="i1")


async def test_a_message_of_blocks_for_another_model() -> None:
    blocks = [{"type": "input_file", "file_id": "f1", "filename": "a.txt"}]
    request, ack = await sent(
        lambda c: events.post_message(c, "s1", blocks, model_override="m", hold_when_host_offline=True),
        {"queued": False, "denied": True, "reason": "ask: no"},
    )
    assert request.json() == {"type": "message", "data": {"role": "user", "content": blocks}, "model_override": "m"}
    assert request.headers["x-omnigent-hold-when-host-offline"] == "on"
    assert (ack.queued, ack.denied, ack.reason) == (False, True, "ask: no")


async def test_a_message_waits_for_a_person_without_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    async with serve(always(answer({"queued": True}))) as server, OmnigentClient(server.url) as client:
        real = client._http.build_request

        def build_request(*args: Any, **options: Any) -> Any:
            seen.append(options["timeout"])
            return real(*args, **options)

        monkeypatch.setattr(client._http, "build_request", build_request)
        await events.post_message(client, "s1", "Hello")
        await events.interrupt(client, "s1")
    assert (seen[0].read, seen[0].connect) == (None, 5.0)
    assert seen[1].read == 30.0


async def test_a_skill() -> None:
    request, _ = await sent(lambda c: events.post_skill(c, "s1", "debate", "x y", stable_id="a"), {"queued": True})
    data = {"kind": "skill", "name": "debate", "arguments": "x y", "stable_id": "a"}
    assert request.json() == {"type": "slash_command", "data": data}


async def test_controls() -> None:
    for call, kind in (
        (events.interrupt, "interrupt"),
        (events.stop_session, "stop_session"),
        (events.compact, "compact"),
    ):
        request, result = await sent(lambda c, call=call: call(c, "s1"), {"queued": False}, "202 Accepted")  # type: ignore[misc]
        assert request.json() == {"type": kind, "data": {}}
        assert result is None
    request, ack = await sent(
        lambda c: events.retry_session(c, "s1"), {"queued": False, "recovered": True, "recovery": "runner_relaunched"}
    )
    assert request.json() == {"type": "retry_session", "data": {}}
    assert ack == RetryAck(recovered=True, recovery="runner_relaunched")


async def test_controls_that_are_refused() -> None:
    said = {"error": {"code": "invalid_input", "message": "/compact is not available for this session type."}}
    with pytest.raises(Invalid, match="not available"):
        await sent(lambda c: events.compact(c, "s1"), said, "400 Bad Request")
    said = {"error": {"code": "runner_unavailable", "message": "No runner bound for session"}}
    with pytest.raises(RunnerUnavailable):
        await sent(lambda c: events.post_message(c, "s1", "x"), said, "503 Service Unavailable")


async def test_several_events_in_one_post() -> None:
    several = [{"type": "external_session_todos", "data": {"todos": []}}, {"type": "interrupt", "data": {}}]
    request, acks = await sent(lambda c: events.post_event(c, "s1", several), [{"queued": False}] * 2)
    assert request.json() == several
    assert acks == [{"queued": False}] * 2


async def test_answering_an_elicitation() -> None:
    request, _ = await sent(lambda c: elicitations.resolve(c, "s1", "e/1", "decline"), {"queued": False})
    assert request.path == "/v1/sessions/s1/elicitations/e%2F1/resolve"
    assert request.json() == {"action": "decline"}
    request, _ = await sent(
        lambda c: elicitations.resolve(c, "s1", "e1", "accept", {"n": 1}, {"persist": "session"}), {"queued": False}
    )
    assert request.json() == {"action": "accept", "content": {"n": 1}, "_meta": {"persist": "session"}}
    request, _ = await sent(lambda c: events.approve(c, "s1", "e1", "accept", {"n": 1}), {"queued": False})
    data = {"elicitation_id": "e1", "action": "accept", "content": {"n": 1}}
    assert request.json() == {"type": "approval", "data": data}
    request, _ = await sent(lambda c: events.approve(c, "s1", "e1", "cancel"), {"queued": False})
    assert request.json()["data"] == {"elicitation_id": "e1", "action": "cancel"}


async def test_reading_an_elicitation_hides_nothing() -> None:
    reply = {"status": "pending", "message": "Run rm\u202e -rf\x1b[8m", "content_preview": "a\u200bb"}
    _, state = await sent(lambda c: elicitations.get_elicitation(c, "s1", "e1"), reply)
    assert state.is_pending
    assert state.message == "Run rm\u27e8U+202E\u27e9 -rf\u241b[8m"
    assert state.content_preview == "a\u27e8U+200B\u27e9b"
    _, state = await sent(lambda c: elicitations.get_elicitation(c, "s1", "e1"), {"status": "resolved"})
    assert not state.is_pending
