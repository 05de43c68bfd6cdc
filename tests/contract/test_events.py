"""Posting events: acknowledgements, refusals, and what sending the same message twice does."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.contract.servers import ServerUnderTest, message_events
from tests.real_server.driving import SessionDriver, user_message
from tests.real_server.replies import Reply


def test_stored_item_is_acknowledged_with_its_id(session: SessionDriver) -> None:
    answer = session.post(message_events(1)[0])
    assert answer.status_code == 202
    assert answer.json() == {"queued": False, "item_id": session.items()[0]["id"]}


def test_batch_is_acknowledged_one_by_one(session: SessionDriver) -> None:
    answer = session.post(message_events(3))
    assert answer.status_code == 202
    assert [ack["item_id"] for ack in answer.json()] == [item["id"] for item in session.items()]


def test_empty_batch_is_refused(session: SessionDriver) -> None:
    assert session.post([]).status_code == 400


def test_message_to_a_session_without_runner_is_unavailable(session: SessionDriver) -> None:
    answer = session.say("hello")
    assert answer.status_code == 503
    assert answer.json() == {"error": {"code": "runner_unavailable", "message": "No runner bound for session"}}


@pytest.mark.parametrize(
    "event",
    [
        {"type": "no_such_event", "data": {}},
        {"type": "message"},
        {"type": "message", "data": {"role": "user", "content": "not a list"}},
        {"type": "message", "data": {"role": "robot", "content": []}},
        {"type": "compact", "data": {}},
    ],
    ids=["type", "no data", "content", "role", "compact"],
)
def test_bad_event_is_invalid_input(session: SessionDriver, event: dict[str, Any]) -> None:
    answer = session.post(event)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_input"


def test_body_that_is_not_json_is_a_validation_error(session: SessionDriver) -> None:
    headers = {"Content-Type": "application/json"}
    answer = session.client.post(f"{session.path}/events", content=b"{", headers=headers)
    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], list)


def test_verdict_on_an_unknown_elicitation_is_accepted(session: SessionDriver) -> None:
    answer = session.approve(f"elicit_{'0' * 32}", "accept")
    assert (answer.status_code, answer.json()) == (202, {"queued": False})


def test_interrupt_of_an_idle_session_only_says_so(session: SessionDriver) -> None:
    with session.tap() as tap:
        answer = session.interrupt()
        after = tap.wait_for("session.interrupted")
        session.post(message_events(1)[0])
        tap.wait_for("session.input.consumed", after=after)
        assert tap.types()[after:] == ["session.input.consumed"]
    assert (answer.status_code, answer.json()) == (202, {"queued": False})


def test_stable_id_becomes_the_item_id_and_is_stored_once(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text="First."), Reply(text="Second."))
    stable = uuid.uuid4().hex
    with session.tap() as tap:
        first = session.say(f"{word} once", stable_id=stable)
        idle = tap.wait_status("idle", after=tap.wait_status("running"))
        assert first.json() == {"queued": True, "item_id": stable}
        again = session.say(f"{word} once", stable_id=stable)
        assert again.json()["item_id"] == stable
        tap.wait_for("session.input.consumed", after=idle)
    asked = [item for item in session.items() if item.get("role") == "user"]
    assert [item["id"] for item in asked] == [stable]


def test_message_event_echoes_on_the_stream_with_the_acknowledged_id(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text="Yes."))
    with session.tap() as tap:
        acknowledged = session.post(user_message(f"{word} hello")).json()
        place = tap.wait_for("session.input.consumed")
        echo = tap.events[place - 1].data["data"]
    assert acknowledged == {"queued": True, "item_id": echo["item_id"]}
    assert echo["data"]["role"] == "user"
    assert echo["data"]["content"] == [{"type": "input_text", "text": f"{word} hello"}]
