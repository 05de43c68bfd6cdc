"""Recorded trouble and company: failures, reconnects, a restart, a killed runner, other clients."""

from __future__ import annotations

import os
import signal
from typing import Any

from tests.real_server.driving import user_message
from tests.real_server.recording import Recorder, Scenario
from tests.real_server.replies import Reply
from tests.real_server.waiting import wait_until

_ITEM = "external_conversation_item"


def failed_turn_http_400(recorder: Recorder) -> None:
    recorder.script(Reply(status_code=400, error="context length exceeded"), match="fail 400")
    session = recorder.session()
    with recorder.stream("failed_turn_http_400", session) as tap:
        session.say("fail 400: please")
        tap.wait_status("failed")


def failed_turn_conn_drop(recorder: Recorder) -> None:
    recorder.script(Reply(text="The connection breaks in the middle.", drop=True), match="fail drop")
    session = recorder.session()
    with recorder.stream("failed_turn_conn_drop", session) as tap:
        session.say("fail drop: please")
        tap.wait_status("failed")


def recovered_turn(recorder: Recorder) -> None:
    recorder.script(Reply(status_code=401, error="no key"), Reply(text="Now it works."), match="recover")
    session = recorder.session()
    with recorder.stream("recovered_turn", session) as tap:
        session.say("recover: first")
        failed = tap.wait_status("failed")
        session.say("recover: second")
        tap.wait_status("idle", after=failed)


def reconnect_mid_stream(recorder: Recorder) -> None:
    reply = Reply(text="One stream ends here, and another one goes on.", gate="reconnect", gate_after=21)
    recorder.script(reply, match="reconnect")
    session = recorder.session()
    with recorder.stream("reconnect_before", session, state=False) as tap:
        session.say("reconnect: go")
        tap.wait_text("One stream ends here,")
    with recorder.stream("reconnect_after", session) as tap:
        tap.wait_text("One stream ends here,")
        recorder.model.release("reconnect")
        tap.wait_status("idle")


def server_restart_mid_turn(recorder: Recorder) -> None:
    text = "Before the restart. Lost while it was away? And after."
    recorder.script(Reply(text=text, gate="restart", gate_after=19), match="server restart")
    session = recorder.session()
    with recorder.stream("server_restart_before", session, state=False) as tap:
        session.say("server restart: go")
        tap.wait_text("Before the restart.")
        recorder.rig.stop_server()
        tap.wait_end()
    recorder.rig.start_server()
    wait_until(recorder.rig.host_online, "the host to come back")
    session.wait_runner()
    with recorder.stream("server_restart_after", session) as tap:
        recorder.model.release("restart")
        tap.wait_status("idle")


def runner_killed_mid_turn(recorder: Recorder) -> None:
    recorder.script(Reply(text="The runner dies now. Never said.", gate="kill", gate_after=20), match="kill it")
    session = recorder.session()
    with recorder.stream("runner_killed_mid_turn", session) as tap:
        session.say("kill it: go")
        tap.wait_text("The runner dies now.")
        os.kill(recorder.rig.runner_pid(session.id), signal.SIGKILL)
        tap.wait_status("failed")


def second_client(recorder: Recorder) -> None:
    recorder.script(Reply(text="Both of you can read this."), match="second client")
    session = recorder.session()
    with recorder.stream("second_client", session) as tap, session.tap() as other:
        session.say("second client: hello from the other window")
        other.wait_status("idle")
        tap.wait_status("idle")
        recorder.client.patch(session.path, json={"title": "Renamed elsewhere"})


def files_session(recorder: Recorder) -> None:
    session = recorder.session(bound=False)
    files = f"{session.path}/resources/files"
    with recorder.stream("files_session", session) as tap:
        upload = {"file": ("notes.txt", b"Remember the milk.\n", "text/plain")}
        made = recorder.page("file_upload", "POST", files, files=upload).json()
        recorder.page("file_get", "GET", f"{files}/{made['id']}")
        recorder.page("files_list", "GET", files)
        recorder.page("file_delete", "DELETE", f"{files}/{made['id']}")
        tap.wait_for("session.resource.deleted")


def injected_events(recorder: Recorder) -> None:
    session = recorder.session(bound=False)
    with recorder.stream("injected_events", session) as tap:
        for event in _injected():
            answer = session.post(event)
            if answer.status_code != 202:
                raise AssertionError(f"{event['type']} answered {answer.status_code}: {answer.text}")
        tap.wait_for("response.elicitation_request")


def all_item_types(recorder: Recorder) -> None:
    session = recorder.session(bound=False)
    session.post(_items())
    recorder.page("items_all_types", "GET", f"{session.path}/items")
    recorder.page("session_all_types", "GET", session.path)


def _items() -> list[dict[str, Any]]:
    def assistant(item_type: str, **data: Any) -> dict[str, Any]:
        return _item(item_type, agent="smoke", **data)

    text = [{"type": "output_text", "text": "Hello world"}]
    summary = [{"type": "summary_text", "text": "thought summary"}]
    call: dict[str, Any] = {"name": "Bash", "arguments": '{"command": "make"}', "call_id": "call_inj"}
    search = {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"query": "x"}}
    compaction: dict[str, Any] = {"summary": "So far: x", "last_item_id": "0" * 32, "model": "m", "token_count": 10}
    question = [{"type": "input_text", "text": "Injected user message"}]
    return [
        _item("message", "turn_injected1", role="user", content=question),
        assistant("reasoning", summary=summary),
        assistant("message", role="assistant", content=text),
        assistant("function_call", **call),
        _item("function_call_output", call_id="call_inj", output="line 0\nline 1\nline 2\n"),
        _item("error", source="execution", code="boom", message="An injected error"),
        assistant("native_tool", item=search),
        _item("compaction", **compaction),
        _item("terminal_command", kind="input", input="ls -la"),
        _item("terminal_command", kind="output", stdout="total 0\n", stderr=""),
        assistant("slash_command", kind="skill", name="debate", arguments="cats", output="done"),
    ]


def _item(item_type: str, response_id: str = "resp_injected0001", **data: Any) -> dict[str, Any]:
    return {"type": _ITEM, "data": {"item_type": item_type, "item_data": data, "response_id": response_id}}


def _injected() -> list[dict[str, Any]]:
    user, reasoning, message, call, output, *rest = _items()
    todos = [
        {"content": "Do A", "status": "completed", "activeForm": "Doing A"},
        {"content": "Do B", "status": "in_progress", "activeForm": "Doing B"},
    ]
    servers = {"gh": {"status": "starting"}, "db": {"status": "failed", "error": "no such file"}}
    form = {"type": "object", "properties": {"ok": {"type": "boolean", "title": "OK?"}}, "required": ["ok"]}
    tasks = [{"id": "b1", "command": "sleep 100"}]
    running = {"status": "running", "response_id": "resp_injected0001"}
    failure = {"code": "native_turn_error", "message": "The native turn failed"}
    plain: list[tuple[str, dict[str, Any]]] = [
        ("external_output_reasoning_delta", {"delta": "Let me think", "started": True}),
        ("external_output_text_delta", {"delta": "Hello ", "message_id": "m1", "index": 0}),
        ("external_output_text_delta", {"delta": "world", "message_id": "m1", "index": 1, "final": True}),
        ("external_tool_output_delta", {"call_id": "call_inj", "delta": "line 0\n"}),
        ("external_session_todos", {"todos": todos}),
        ("external_compaction_status", {"status": "in_progress"}),
        ("external_compaction_status", {"status": "completed"}),
        ("external_compaction_status", {"status": "in_progress"}),
        ("external_compaction_status", {"status": "failed"}),
        ("external_mcp_startup", {"servers": servers}),
        ("external_session_usage", {"context_tokens": 1000, "context_window": 128000}),
        ("external_model_change", {"model": "mock-x"}),
        ("external_reasoning_effort_change", {"reasoning_effort": "high"}),
        ("external_session_title", {"title": "Injected title"}),
        ("external_session_status", {"status": "waiting", "background_task_count": 1, "background_tasks": tasks}),
        ("external_session_status", {"status": "failed", "error": failure}),
        ("external_session_interrupted", {"response_id": "resp_injected0001"}),
        ("external_session_superseded", {"target_conversation_id": "f" * 32, "reason": "clear"}),
        ("external_btw_sidechat", {"question": "q?", "answer": "a!", "truncated": False}),
        ("mcp_elicitation", {"message": "Injected form?", "requestedSchema": form}),
    ]
    deltas, states = plain[:4], plain[4:]
    return [
        user,
        {"type": "external_session_status", "data": running},
        *({"type": name, "data": data} for name, data in deltas[:3]),
        reasoning,
        message,
        call,
        {"type": deltas[3][0], "data": deltas[3][1]},
        output,
        *rest,
        *({"type": name, "data": data} for name, data in states),
    ]


def unbound_message(recorder: Recorder) -> None:
    session = recorder.session(bound=False)
    recorder.page("error_message_unbound", "POST", f"{session.path}/events", json=user_message("hello"))


SCENARIOS: list[Scenario] = [
    failed_turn_http_400,
    failed_turn_conn_drop,
    recovered_turn,
    reconnect_mid_stream,
    second_client,
    files_session,
    injected_events,
    all_item_types,
    unbound_message,
    runner_killed_mid_turn,
    server_restart_mid_turn,
]
