"""Posting events and answering elicitations: what is sent and how the answers are read."""

from typing import Any

import pytest

from omnigent_tui.protocol.acknowledgements import MessageAck, RetryAck
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import elicitations, events
from omnigent_tui.wire.errors import Invalid, RunnerUnavailable
from tests.wire.raw_server import always, answer, serve
from tests.wire.test_session_endpoints import sent


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
