"""Questions to the user: parked messages, tools that wait, forms, verdicts from either route."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver, user_message
from tests.real_server.replies import Reply, ToolCall
from tests.real_server.stream_tap import StreamTap
from tests.real_server.waiting import wait_until

_FORM = {
    "type": "object",
    "properties": {"count": {"type": "integer", "minimum": 1}, "ok": {"type": "boolean"}},
    "required": ["ok"],
}


def _asked(tap: StreamTap) -> dict[str, Any]:
    return tap.next("response.elicitation_request").data


def _shell_turn(server: ServerUnderTest, session: SessionDriver) -> str:
    call = ToolCall(name="sys_os_shell", arguments={"command": "echo allowed"}, call_id="call_ask")
    return server.script_turn(session, Reply(tool_calls=[call]), Reply(text="It ran."))


def test_message_that_needs_consent_waits_for_the_verdict(server: ServerUnderTest, running: Any) -> None:
    session = running("asks_before_message")
    word = server.script_turn(session, Reply(text="Thank you."))
    with session.tap() as tap:
        parked = session.post_later(user_message(f"{word} may I?"))
        asked = _asked(tap)
        snapshot = session.snapshot()
        assert not parked.done()
        assert asked["params"]["phase"] == "request"
        assert asked["params"]["mode"] == "form"
        assert asked["params"]["requestedSchema"] == {}
        assert snapshot["status"] == "idle"
        assert [pending["elicitation_id"] for pending in snapshot["pending_elicitations"]] == [asked["elicitation_id"]]
        assert session.items() == []
        assert session.approve(asked["elicitation_id"], "accept").json() == {"queued": False}
        assert parked.result(60).json()["queued"] is True
        tap.wait_status("idle", after=tap.wait_status("running"))
        resolved = [event.data for event in tap.events if event.type == "response.elicitation_resolved"]
    assert {event["elicitation_id"] for event in resolved} == {asked["elicitation_id"]}
    assert "accept" in {event["action"] for event in resolved}
    assert [item["role"] for item in session.items()] == ["user", "assistant"]
    assert session.snapshot()["pending_elicitations"] == []


def test_declined_message_is_never_stored(server: ServerUnderTest, running: Any) -> None:
    session = running("asks_before_message")
    word = server.script_turn(session, Reply(text="Never said."))
    with session.tap() as tap:
        parked = session.post_later(user_message(f"{word} may I?"))
        session.approve(_asked(tap)["elicitation_id"], "decline")
        answer = parked.result(60)
        tap.wait_status("idle", after=tap.wait_for("response.completed"))
    assert answer.status_code == 202
    assert (answer.json()["queued"], answer.json()["denied"]) == (False, True)
    assert answer.json()["reason"]
    (denial,) = session.items()
    assert denial["role"] == "assistant"
    assert denial["content"][0]["text"].startswith("[Denied by policy:")
    assert denial["response_id"].startswith("deny_")


def test_list_row_of_a_parked_session_counts_its_question(server: ServerUnderTest, running: Any) -> None:
    session = running("asks_before_message")
    word = server.script_turn(session, Reply(text="Thank you."))
    with session.tap() as tap:
        parked = session.post_later(user_message(f"{word} may I?"))
        asked = _asked(tap)
        rows = session.client.get("/v1/sessions", params={"limit": 1000}).json()["data"]
        row = next(row for row in rows if row["id"] == session.id)
        assert (row["pending_elicitations_count"], row["status"]) == (1, "running")
        session.approve(asked["elicitation_id"], "cancel")
        assert parked.result(60).json()["denied"] is True


def test_approved_tool_runs(server: ServerUnderTest, running: Any) -> None:
    session = running("asks_before_shell")
    word = _shell_turn(server, session)
    with session.tap() as tap:
        session.say(f"{word} run it")
        asked = _asked(tap)
        assert asked["params"]["phase"] == "tool_call"
        assert asked["params"]["mode"] == "url"
        assert asked["params"]["url"] == f"/approve/{session.id}/{asked['elicitation_id']}"
        assert "echo allowed" in asked["params"]["content_preview"]
        snapshot = session.snapshot()
        assert snapshot["status"] == "running"
        assert snapshot["pending_elicitations"][0]["elicitation_id"] == asked["elicitation_id"]
        session.approve(asked["elicitation_id"], "accept")
        tap.wait_status("idle", after=tap.wait_for("response.elicitation_resolved"))
    outputs = [item["output"] for item in session.items() if item["type"] == "function_call_output"]
    assert len(outputs) == 1
    assert "allowed" in outputs[0]
    assert session.snapshot()["pending_elicitations"] == []


def test_declined_tool_cancels_the_turn_and_leaves_no_call(server: ServerUnderTest, running: Any) -> None:
    session = running("asks_before_shell")
    word = _shell_turn(server, session)
    with session.tap() as tap:
        session.say(f"{word} run it")
        session.approve(_asked(tap)["elicitation_id"], "decline")
        tap.wait_status("idle", after=tap.wait_for("response.cancelled"))
    assert [item["type"] for item in session.items() if item["type"] != "resource_event"] == ["message"]


def test_resolve_route_does_the_same(server: ServerUnderTest, running: Any) -> None:
    session = running("asks_before_shell")
    word = _shell_turn(server, session)
    with session.tap() as tap:
        session.say(f"{word} run it")
        elicitation = f"{session.path}/elicitations/{_asked(tap)['elicitation_id']}"
        assert session.client.get(elicitation).json()["status"] == "pending"
        assert session.client.post(f"{elicitation}/resolve", json={"action": "maybe"}).status_code == 422
        answer = session.client.post(f"{elicitation}/resolve", json={"action": "accept"})
        assert (answer.status_code, answer.json()) == (202, {"queued": False})
        tap.wait_status("idle", after=tap.wait_for("response.elicitation_resolved"))
        assert session.client.get(elicitation).json() == {"status": "resolved"}


def test_late_subscriber_finds_the_question_in_the_snapshot_only(server: ServerUnderTest, running: Any) -> None:
    session = running("asks_before_shell")
    word = _shell_turn(server, session)
    with session.tap() as tap:
        session.say(f"{word} run it")
        asked = _asked(tap)
        with session.tap() as late:
            late.wait_for("session.presence")
            assert "response.elicitation_request" not in late.types()
            assert len(session.snapshot()["pending_elicitations"]) == 1
            session.approve(asked["elicitation_id"], "accept")
            late.wait_for("response.elicitation_resolved")
        tap.wait_status("idle", after=tap.wait_for("response.elicitation_resolved"))


@pytest.mark.parametrize("action", ["accept", "decline"])
def test_form_is_pending_until_it_is_answered(session: SessionDriver, action: str) -> None:
    with session.tap() as tap:
        event = {"type": "mcp_elicitation", "data": {"message": "How many?", "requestedSchema": _FORM}}
        acknowledged = session.post(event).json()
        asked = _asked(tap)
        assert acknowledged["elicitation_id"] == asked["elicitation_id"]
        assert asked["params"]["mode"] == "form"
        assert asked["params"]["message"] == "How many?"
        assert asked["params"]["requestedSchema"] == _FORM
        assert len(session.snapshot()["pending_elicitations"]) == 1
        content = {"ok": True, "count": 2} if action == "accept" else {}
        session.approve(asked["elicitation_id"], action, **content)
        tap.wait_for("response.elicitation_resolved", lambda event: event.data["action"] == action)
    wait_until(lambda: session.snapshot()["pending_elicitations"] == [], "the form to be gone")
