"""Whatever a server says, wherever it is shown: nothing steers the terminal, nothing crashes the program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from omnigent_tui.protocol.cleaning import DANGEROUS
from tests.e2e.launching import Program
from tests.pilot.demo import Demo
from tests.terminal.test_hostile_text_in_pty import CORPUS, OWN

pytestmark = pytest.mark.pty

HOSTILE = " ".join(CORPUS)
MEGABYTE = "wide " * 200_000


def _assert_harmless(program: Program) -> None:
    written = program.raw.decode()
    assert not DANGEROUS.findall(OWN.sub("", written))
    assert "PWNTITLE" not in program.screen.title
    assert "evil" not in "".join(re.findall(r"\x1b\]8;[^\x1b]*", written))
    assert program.process.poll() is None, program.text


def _emit(demo: Demo, session_id: str, event: dict[str, Any]) -> None:
    """Send an event as raw text: JSON escapes carry what no encoder would let through, such as lone surrogates."""
    frame = f"event: {event['type']}\ndata: {json.dumps(event)}\n\n"
    assert demo.order("emit", session_id=session_id, raw=frame)["streams"] == 1


def _message(text: str, name: str) -> dict[str, Any]:
    parts = [{"type": "output_text", "text": text}, {"type": "input_file", "filename": name, "file_id": "f"}]
    return {"type": "message", "role": "assistant", "model": name, "content": parts}


def _call(text: str) -> list[dict[str, Any]]:
    arguments = json.dumps({"path": text, "command": text, text: [text]})
    return [
        {"type": "function_call", "model": text, "name": text, "arguments": arguments, "call_id": "c1"},
        {"type": "function_call", "model": "smoke", "name": "sys_os_write", "arguments": arguments, "call_id": "c2"},
        {"type": "function_call_output", "call_id": "c1", "output": text},
        {"type": "function_call_output", "call_id": "c2", "output": json.dumps({"path": text, "stdout": text})},
    ]


def _rare(text: str) -> list[dict[str, Any]]:
    return [
        {"type": "error", "source": text, "code": text, "message": text, "title": text, "remediation": text},
        {"type": "terminal_command", "kind": "input", "input": text},
        {"type": "slash_command", "model": text, "kind": "skill", "name": text, "arguments": text, "output": text},
        {"type": text[:20], "model": text, "anything": text},
    ]


# Surrogates cannot pass the server's own encoder; those go by `_emit`.
_ENCODABLE = HOSTILE.encode("utf-8", "replace").decode()


def test_stored_history_titles_and_names(demo: Demo, home: Path) -> None:
    other = demo.new_session("Somewhere else")
    demo.order("items", session_id=other, items=[_message(f"M2 {MEGABYTE}{_ENCODABLE}", "smoke")])
    session_id = demo.new_session(f"T1 {_ENCODABLE}")
    items = [_message(f"M1 {_ENCODABLE}", _ENCODABLE), *_call(f"C1 {_ENCODABLE}"), *_rare(f"R1 {_ENCODABLE}")]
    demo.order("items", session_id=session_id, items=items)
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        for key, seen in (("ctrl+end", "R1 "), ("ctrl+home", "M1 "), ("pagedown", "C1 ")):
            program.press(key)
            program.wait_for(seen)
        program.press("shift+tab")
        _unfold_everything(program)
        program.press("ctrl+l", "home", "end", "ctrl+e")
        program.resize(44, 15)
        program.drain()
        program.resize(120, 36)
        program.choose("Somewhere else")
        program.wait_for("wide wide")
        program.press("pageup", "pageup", "ctrl+home", "ctrl+end")
        program.drain()
        _assert_harmless(program)
        program.quit()


def _unfold_everything(program: Program) -> None:
    """Walk through the entries, unfolding each."""
    for _ in range(12):
        program.press("{", "enter")
        program.drain(0.05)
    program.press("ctrl+e")


def test_live_events(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Live")
    response: dict[str, Any] = {"id": "resp_h", "status": "in_progress", "model": HOSTILE, "error": None, "output": []}
    events: list[dict[str, Any]] = [
        {"type": "session.status", "conversation_id": session_id, "status": "running"},
        {"type": "response.created", "response": response},
        {"type": "response.reasoning_text.delta", "delta": f"think {HOSTILE}"},
        {"type": "response.output_text.delta", "delta": f"D1 {HOSTILE}", "message_id": "m"},
        {"type": "response.output_text.delta", "delta": "\x1b", "message_id": "m"},
        {"type": "response.output_text.delta", "delta": "]52;c;UFdORUQ=\x07 \ud83d", "message_id": "m"},
        {"type": "response.output_text.delta", "delta": "\ude00 \n\n```" + HOSTILE + "\n" + HOSTILE, "message_id": "m"},
        {"type": "response.output_text.delta", "delta": f"\n```\n\n| {HOSTILE} |\n|---|\n| {HOSTILE} |\n\n"},
        *({"type": "response.output_item.done", "item": {"id": f"i{n}", "response_id": "resp_h", **item}}
          for n, item in enumerate([*_call(f"L1 {HOSTILE}"), *_rare(f"L2 {HOSTILE}")])),
        {"type": "session.todos", "conversation_id": session_id,
         "todos": [{"content": HOSTILE, "status": "in_progress", "activeForm": HOSTILE}]},
        {"type": "session.agent_changed", "conversation_id": session_id, "agent_id": "a", "agent_name": HOSTILE},
        {"type": "session.model", "conversation_id": session_id, "model": HOSTILE},
        {"type": "brand.new.event", "conversation_id": session_id, HOSTILE: [HOSTILE]},
        {"type": "response.error", "source": HOSTILE, "code": HOSTILE, "message": f"E1 {HOSTILE}"},
        {"type": "response.elicitation_request", "elicitation_id": "elicit_" + "0" * 32, "params": {
            "mode": "form", "message": f"Q1 {HOSTILE}", "phase": HOSTILE, "policy_name": HOSTILE,
            "content_preview": HOSTILE,
            "requestedSchema": {"properties": {HOSTILE: {"enum": [HOSTILE], "title": HOSTILE}}}}},
    ]  # fmt: skip
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        for event in events:
            _emit(demo, session_id, event)
        program.wait_for("Q1 ")
        program.press("ctrl+o")
        program.press("end")
        program.drain()
        program.press("escape")
        program.press("shift+tab")
        _unfold_everything(program)
        flood = {"type": "response.output_text.delta", "delta": f"{MEGABYTE}{HOSTILE}", "message_id": "n"}
        _emit(demo, session_id, flood)
        program.press("ctrl+end")
        program.wait_for("more characters are not shown")
        _assert_harmless(program)
        program.quit()


def test_refusals_and_titles_that_change(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Refused")
    body = json.dumps({"error": {"code": HOSTILE, "message": f"X1 {HOSTILE}"}})
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        events = f"/v1/sessions/{session_id}/events"
        demo.order("faults", kind="status", path_prefix=events, method="POST", status=403, body=body, count=None)
        program.say("may I?")
        program.wait_for("X1 ")
        title = {"title": f"N1 {_ENCODABLE}"[:200]}
        httpx.patch(f"{demo.url}/v1/sessions/{session_id}", json=title, trust_env=False).raise_for_status()
        program.wait_for("N1 ")
        _assert_harmless(program)
        program.quit()
