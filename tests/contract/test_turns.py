"""How a turn unfolds on the stream and what is stored of it: text, tools, failures, interrupts, steering."""

from __future__ import annotations

from typing import Any

from tests.contract.servers import ServerUnderTest
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply, ToolCall
from tests.real_server.stream_tap import StreamTap
from tests.real_server.waiting import wait_until

TEXT = "A first line.\n\nThen **bold** words, `code`, and ümlauts."


def _names(tap: StreamTap) -> list[str]:
    """The event names without those that say nothing about the turn, repeats folded into one."""
    told = [name for name in tap.types() if name.startswith("response.") or name == "session.status"]
    return [name for place, name in enumerate(told) if place == 0 or told[place - 1] != name]


def _stored(tap: StreamTap, kind: str) -> list[dict[str, Any]]:
    items = [event.item() for event in tap.events if event.type == "response.output_item.done"]
    return [item for item in items if item["type"] == kind]


def _shell(command: str, call_id: str = "call_1") -> ToolCall:
    return ToolCall(name="sys_os_shell", arguments={"command": command}, call_id=call_id)


def test_plain_turn(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text=TEXT))
    with session.tap() as tap:
        session.say(f"{word} talk")
        tap.wait_status("idle", after=tap.wait_status("running"))
        assert _names(tap) == [
            "session.status",
            "response.in_progress",
            "response.output_text.delta",
            "response.output_item.done",
            "response.completed",
            "session.status",
        ]
        assert "session.usage" in tap.types()
        assert tap.text() == TEXT
        (message,) = _stored(tap, "message")
    asked, answered = session.items()
    assert asked["content"][0]["text"] == f"{word} talk"
    assert asked["response_id"].startswith("turn_")
    assert answered["id"] == message["id"]
    assert answered["content"][0] == message["content"][0] == {"type": "output_text", "text": TEXT}
    assert answered["response_id"] == message["response_id"]
    assert answered["response_id"].startswith("resp_")
    snapshot = session.snapshot()
    assert (snapshot["status"], snapshot["active_response_id"]) == ("idle", None)
    assert snapshot["usage_by_model"]


def test_title_becomes_the_start_of_the_first_message(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text="Yes."))
    with session.tap() as tap:
        session.say(f"{word} {'long words ' * 10}")
        tap.wait_status("idle", after=tap.wait_status("running"))
        assert "session.title" not in tap.types()
    title = session.snapshot()["title"]
    assert title.startswith(word)
    assert len(title) == 60
    assert title.endswith("…")


def test_reasoning_is_streamed_and_not_stored(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(reasoning="Let me add them.", text="Four."))
    with session.tap() as tap:
        session.say(f"{word} what is 2 + 2?")
        tap.wait_status("idle", after=tap.wait_status("running"))
        thought = [event.data["delta"] for event in tap.events if event.type == "response.reasoning_text.delta"]
    assert "".join(thought) == "Let me add them."
    assert [item["type"] for item in session.items()] == ["message", "message"]


def test_tool_call_comes_three_times_under_one_call_id(server: ServerUnderTest, running: Any) -> None:
    session = running("shell")
    first = Reply(text="I look.", tool_calls=[_shell("echo found", "call_look")])
    word = server.script_turn(session, first, Reply(text="It says found."))
    with session.tap() as tap:
        session.say(f"{word} look")
        tap.wait_status("idle", after=tap.wait_status("running"))
        calls = _stored(tap, "function_call")
        (output,) = _stored(tap, "function_call_output")
        order = [
            (event.item()["type"], event.item().get("status"))
            for event in tap.events
            if event.type == "response.output_item.done" and event.item()["type"] != "resource_event"
        ]
    assert order == [
        ("function_call", "in_progress"),
        ("message", "completed"),
        ("function_call", "completed"),
        ("function_call_output", "completed"),
        ("message", "completed"),
    ]
    assert {call["call_id"] for call in calls} == {output["call_id"]} == {"call_look"}
    assert len({calls[0]["id"], calls[1]["id"], output["id"]}) == 3
    stored = [item for item in session.items() if item["type"] != "resource_event"]
    assert [item["type"] for item in stored] == [
        "message",
        "message",
        "function_call",
        "function_call_output",
        "message",
    ]
    assert stored[3]["output"] == output["output"]
    assert '"stdout": "found\\n"' in output["output"]
    assert not {item["id"] for item in stored} & {calls[0]["id"], calls[1]["id"], output["id"]}


def test_parallel_tools_end_in_any_order(server: ServerUnderTest, running: Any) -> None:
    session = running("shell")
    calls = [_shell("sleep 0.4", "call_slow"), _shell("echo fast", "call_fast")]
    word = server.script_turn(session, Reply(tool_calls=calls), Reply(text="Both done."))
    with session.tap() as tap:
        session.say(f"{word} both")
        tap.wait_status("idle", after=tap.wait_status("running"))
        outputs = [item["call_id"] for item in _stored(tap, "function_call_output")]
    assert sorted(outputs) == ["call_fast", "call_slow"]
    assert session.items()[-1]["content"][0]["text"] == "Both done."


def test_failed_turn_stores_an_error_and_the_next_one_works(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(status_code=400, error="context too long"))
    with session.tap() as tap:
        session.say(f"{word} fail")
        failed = tap.wait_status("failed")
        assert _names(tap)[-2:] == ["response.failed", "session.status"]
        error = tap.events[failed - 1].data["error"]
        assert "context too long" in error["message"]
        assert error["code"] == "RuntimeError"
        assert not _stored(tap, "error")
        snapshot = session.snapshot()
        assert snapshot["status"] == "failed"
        assert snapshot["last_task_error"]["message"] == error["message"]
        assert session.items()[-1].items() >= {"type": "error", "code": "RuntimeError"}.items()
        word = server.script_turn(session, Reply(text="Now it works."))
        session.say(f"{word} again")
        tap.wait_status("idle", after=failed)
    assert session.snapshot()["last_task_error"] is None


def test_cut_connection_keeps_the_partial_text(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text="Kept. Lost.", chunk=1, drop=True))
    with session.tap() as tap:
        session.say(f"{word} fail")
        tap.wait_status("failed")
        assert tap.text() == "Kept."
    kinds = [(item["type"], item.get("content", [{}])[0].get("text")) for item in session.items()]
    assert kinds[1:] == [("message", "Kept."), ("error", None)]


def test_interrupted_turn_ends_idle_with_a_system_notice(server: ServerUnderTest, running: Any) -> None:
    """The server races with its runner here: the partial text is stored before the notice, after it, or not at all."""
    session = running("plain")
    word = server.script_turn(session, Reply(text="Only this. " * 400, chunk=11, delay=0.01))
    with session.tap() as tap:
        session.say(f"{word} go on")
        tap.wait_text("Only this. Only this. ")
        before = len(tap.events)
        assert session.interrupt().json() == {"queued": False}
        tap.wait_status("idle", after=tap.wait_status("idle", after=before))
        tap.wait_for("session.input.consumed", lambda event: "[System: interrupted]" in str(event.data), after=before)
        told = [name for name in tap.types()[before:] if name.startswith("session.i")]
        assert told == ["session.interrupted", "session.input.consumed"]
        # What is stored is told a moment before or after it can be read.
        wait_until(lambda: _is_told(session, tap), "the stream tells of what is stored")
        streamed = tap.text()
    items = session.items()
    notice = next(item for item in items if "[System: interrupted]" in item["content"][0]["text"])
    assert notice["role"] == "user"
    kept = [item for item in items if item["role"] == "assistant"]
    assert all(streamed.startswith(item["content"][0]["text"]) for item in kept)
    assert session.snapshot()["status"] == "idle"


def _is_told(session: SessionDriver, tap: StreamTap) -> bool:
    kept = [item["id"] for item in session.items() if item["role"] == "assistant"]
    committed = [item["id"] for item in _stored(tap, "message")]
    return kept == committed and ("response.cancelled" in tap.types()) is bool(kept)


def test_interrupted_tool_is_stored_twice_under_one_call_id(server: ServerUnderTest, running: Any) -> None:
    session = running("shell")
    word = server.script_turn(session, Reply(tool_calls=[_shell("sleep 60", "call_sleep")]))
    with session.tap() as tap:
        session.say(f"{word} wait")
        tap.wait_for("response.output_item.done", lambda event: event.item()["type"] == "function_call")
        before = len(tap.events)
        session.interrupt()
        # In no certain order: the turn ends beside the request that stores what is left of it.
        for name in ("session.interrupted", "session.status", "response.output_item.done", "session.input.consumed"):
            tap.wait_for(name, after=before)
    wait_until(lambda: len(_outputs(session)) == 2, "both outputs are stored")
    outputs = _outputs(session)
    assert [item["call_id"] for item in outputs] == ["call_sleep", "call_sleep"]
    assert len({item["id"] for item in outputs}) == 2
    assert all(item["output"].startswith("[Cancelled") for item in outputs)
    assert all(item["response_id"].startswith("cancel_") for item in outputs)


def _outputs(session: SessionDriver) -> list[dict[str, Any]]:
    return [item for item in session.items() if item["type"] == "function_call_output"]


def test_second_message_is_queued_and_stored_at_once(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    first = server.script_turn(session, Reply(text="First answer.", gate="steer", gate_after=5))
    with session.tap() as tap:
        session.say(f"{first} one")
        server.wait_at_gate("steer")
        second = server.script_turn(session, Reply(text="Second answer."))
        assert session.say(f"{second} two").json()["queued"] is True
        tap.wait_for("session.input.consumed", lambda event: "two" in str(event.data))
        assert [item["role"] for item in session.items()] == ["user", "user"]
        server.release("steer")
        done = tap.wait_for("response.completed", after=tap.wait_for("response.completed"))
        tap.wait_status("idle", after=done)
        states = [event.data["status"] for event in tap.events if event.type == "session.status"]
    assert states.count("idle") == 1
    roles = [(item["role"], item["content"][0]["text"].split()[-1]) for item in session.items()]
    assert roles == [("user", "one"), ("user", "two"), ("assistant", "answer."), ("assistant", "answer.")]


def test_session_is_running_until_it_is_idle(server: ServerUnderTest, running: Any) -> None:
    session = running("plain")
    word = server.script_turn(session, Reply(text="Slow answer.", gate="status", gate_after=4))
    session.say(f"{word} go")
    server.wait_at_gate("status")
    rows = session.client.get("/v1/sessions", params={"limit": 1000}).json()["data"]
    assert next(row for row in rows if row["id"] == session.id)["status"] == "running"
    assert session.snapshot()["status"] == "running"
    server.release("status")
    wait_until(lambda: session.snapshot()["status"] == "idle", "the turn to end")


def test_injected_events_appear_on_the_stream(session: Any) -> None:
    todos = [{"content": "Do A", "status": "pending", "activeForm": "Doing A"}]
    events = [
        ("external_session_todos", {"todos": todos}, "session.todos"),
        ("external_output_text_delta", {"delta": "Hi", "message_id": "m1", "index": 0}, "response.output_text.delta"),
        ("external_tool_output_delta", {"call_id": "c", "delta": "x\n"}, "response.function_call_output.delta"),
        ("external_compaction_status", {"status": "in_progress"}, "response.compaction.in_progress"),
        ("external_compaction_status", {"status": "completed"}, "response.compaction.completed"),
        ("external_session_title", {"title": "Told"}, "session.title"),
    ]
    with session.tap() as tap:
        for name, data, published in events:
            before = len(tap.events)
            answer = session.post({"type": name, "data": data})
            assert (answer.status_code, answer.json()) == (202, {"queued": False})
            tap.wait_for(published, after=before)
    assert session.snapshot()["todos"] == todos
