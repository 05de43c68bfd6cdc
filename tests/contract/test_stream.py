"""What a subscriber of a session's stream gets: order on opening, replay of text in flight, framing."""

from __future__ import annotations

import json
from typing import Any

from tests.contract.servers import ServerUnderTest, message_events
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply

TEXT = "Half of this sentence is seen by both, and the rest as well."


def test_opening_a_stream_is_acknowledged_first(session: SessionDriver) -> None:
    with session.tap() as tap:
        tap.wait_for("session.presence")
        types = tap.types()
        assert tap.response_headers["content-type"].startswith("text/event-stream")
        assert "x-omnigent-stream-epoch" in tap.response_headers
    assert types[0] == "session.heartbeat"
    assert types.index("session.changed_files.invalidated") < types.index("session.presence")


def test_frames_name_their_event_twice_and_have_no_ids(session: SessionDriver) -> None:
    with session.tap() as tap:
        session.post(message_events(2))
        tap.wait_for("response.output_item.done")
        raw = tap.raw.decode()
    for block in raw.strip().split("\n\n"):
        first, second = block.split("\n")
        assert first.removeprefix("event: ") == json.loads(second.removeprefix("data: "))["type"]


def test_stream_of_an_unknown_session_is_not_found(server: ServerUnderTest) -> None:
    answer = server.client.get(f"/v1/sessions/{'0' * 32}/stream")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_late_subscriber_gets_the_text_in_flight_as_one_piece(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text=TEXT, gate="replay", gate_after=20, chunk=4))
    with session.tap() as early:
        session.say(f"{word} go")
        server.wait_at_gate("replay")
        early.wait_text(TEXT[:20])
        with session.tap() as late:
            late.wait_text(TEXT[:20])
            assert late.types()[:3] == ["session.heartbeat", "response.created", "response.output_text.delta"]
            replay = late.events[2].data
            assert (replay["delta"], replay["sequence_number"]) == (TEXT[:20], None)
            answering = session.snapshot()
            assert answering["status"] == "running"
            assert answering["active_response_id"] == late.events[1].data["response"]["id"]
            server.release("replay")
            late.wait_status("idle")
            assert late.text() == TEXT
        early.wait_status("idle")
        assert early.text() == TEXT
        assert "response.created" not in early.types()


def test_nothing_is_replayed_after_a_turn(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text="Done."))
    with session.tap() as tap:
        session.say(f"{word} go")
        tap.wait_status("idle", after=tap.wait_status("running"))
    with session.tap() as tap:
        tap.wait_for("session.presence")
        assert not any(name.startswith("response.") for name in tap.types())
        assert "session.input.consumed" not in tap.types()


def test_two_subscribers_see_the_same_events(session: SessionDriver) -> None:
    with session.tap() as one, session.tap() as two:
        session.post(message_events(4))
        for tap in (one, two):
            tap.wait_for("response.output_item.done", lambda event: "Answer 1" in str(event.data))
        stored = ("session.input.consumed", "response.output_item.done")
        seen = [[event for event in tap.events if event.type in stored] for tap in (one, two)]
    assert seen[0] == seen[1]
    assert len(seen[0]) == 4


def test_title_change_is_not_on_the_stream(session: SessionDriver) -> None:
    with session.tap() as tap:
        tap.wait_for("session.presence")
        before = len(tap.events)
        session.client.patch(session.path, json={"title": "Renamed"})
        session.post(message_events(1)[0])
        tap.wait_for("session.input.consumed")
        assert tap.types()[before:] == ["session.input.consumed"]
