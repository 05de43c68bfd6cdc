"""Recorded turns: plain, long, with tools, with reasoning, approved, declined, interrupted, steered."""

from __future__ import annotations

from tests.real_server.agents import RESEARCH_MODEL
from tests.real_server.driving import SessionDriver, user_message
from tests.real_server.recording import Recorder, Scenario
from tests.real_server.replies import Reply, ToolCall
from tests.real_server.waiting import wait_until

_ATTEMPTS = 30
LONG_MARKDOWN = """# Rotating the log files

The service writes **one file per day**. Three things have to hold:

1. a file is *closed* before it is compressed,
2. nothing reads `app.log.1` while it moves,
3. the newest file keeps its name.

## The code

```python
def rotate(folder: Path, keep: int = 7) -> list[Path]:
    \"\"\"Return the files that were removed.\"\"\"
    logs = sorted(folder.glob("app.log.*"), key=lambda path: path.stat().st_mtime)
    removed = []
    for old in logs[:-keep]:
        old.unlink()
        removed.append(old)
    return removed
```

## What it costs

| files | before | after |
|------:|:------:|-------|
| 10    | 12 ms  | 3 ms  |
| 1 000 | 1.4 s  | 41 ms |

> The numbers are from one machine; measure on yours.

- [x] close first
- [ ] compress in the background
  - with `zstd -19`
  - or not at all

Umlauts äöü, CJK 日志轮转, an emoji 🪵, a link to [the manual](https://example.com/logs?a=1&b=2) and the end.

---
"""


def _shell(command: str, call_id: str = "call_1") -> ToolCall:
    return ToolCall(name="sys_os_shell", arguments={"command": command}, call_id=call_id)


def plain_turn(recorder: Recorder) -> None:
    recorder.script(Reply(text="Hello there. What shall we do today?", delay=0.01), match="plain turn")
    session = recorder.session()
    with recorder.stream("plain_turn", session) as tap:
        session.say("plain turn: say hello")
        tap.wait_status("idle")


def long_markdown_turn(recorder: Recorder) -> None:
    recorder.script(Reply(text=LONG_MARKDOWN * 2, chunk=11, delay=0.003), match="long turn")
    session = recorder.session()
    with recorder.stream("long_markdown_turn", session) as tap:
        session.say("long turn: explain log rotation")
        tap.wait_status("idle")


def reasoning_turn(recorder: Recorder) -> None:
    thought = "The user asks for a sum. Two and two. I should answer with the number only."
    recorder.script(Reply(text="Four.", reasoning=thought, delay=0.005), match="reasoning turn")
    session = recorder.session()
    with recorder.stream("reasoning_turn", session) as tap:
        session.say("reasoning turn: what is 2 + 2?")
        tap.wait_status("idle")


def tool_call_turn(recorder: Recorder) -> None:
    first = Reply(text="I look at the folder.", tool_calls=[_shell("echo one; echo two >&2; exit 3")])
    recorder.script(first, Reply(text="It failed with 3."), match="tool turn")
    session = recorder.session("tooler")
    with recorder.stream("tool_call_turn", session) as tap:
        session.say("tool turn: run it")
        tap.wait_status("idle", after=tap.wait_status("running"))


def parallel_tools_turn(recorder: Recorder) -> None:
    calls = [_shell("sleep 0.3; echo slow", "call_slow"), _shell("echo fast", "call_fast")]
    write = ToolCall(name="sys_os_write", arguments={"path": "made.txt", "content": "a\nb\n"}, call_id="call_write")
    recorder.script(Reply(tool_calls=[*calls, write]), Reply(text="All three ran."), match="parallel turn")
    session = recorder.session("tooler")
    with recorder.stream("parallel_tools_turn", session) as tap:
        session.say("parallel turn: run three")
        tap.wait_status("idle", after=tap.wait_status("running"))


def policy_denied_tool(recorder: Recorder) -> None:
    recorder.script(Reply(tool_calls=[_shell("rm -rf build")]), Reply(text="I may not."), match="denied turn")
    session = recorder.session("denier")
    with recorder.stream("policy_denied_tool", session) as tap:
        session.say("denied turn: remove the build")
        tap.wait_status("idle", after=tap.wait_status("running"))


def compaction_turn(recorder: Recorder) -> None:
    recorder.script(Reply(text="Summed up and going on.", compaction=True), match="compaction turn")
    session = recorder.session()
    with recorder.stream("compaction_turn", session) as tap:
        session.say("compaction turn")
        tap.wait_status("idle")


def interrupted_turn(recorder: Recorder) -> None:
    """Two outcomes of one race: the partial text is lost, or it is stored and the answer is cancelled."""
    missing = {"interrupted_turn_lost", "interrupted_turn_kept"}
    for attempt in range(_ATTEMPTS):
        match = f"interrupt text {attempt}."
        recorder.script(Reply(text="This answer is never finished. " * 60, delay=0.02), match=match)
        session = recorder.session()
        with session.tap() as tap:
            session.say(f"{match} Go on and on")
            tap.wait_text("finished. " + "This answer is never finished. " * (attempt % 3))
            session.interrupt()
            tap.wait_for("session.input.consumed", lambda event: "[System: interrupted]" in str(event.data))
            tap.wait_status("idle", after=tap.wait_status("idle"))
            name = "interrupted_turn_kept" if "response.cancelled" in tap.types() else "interrupted_turn_lost"
            recorder.raw(name, tap)
        recorder.state(name, session)
        missing.discard(name)
        if not missing:
            return
    raise TimeoutError(f"{_ATTEMPTS} interrupts never gave {missing}")


def interrupted_tool(recorder: Recorder) -> None:
    recorder.script(Reply(tool_calls=[_shell("sleep 60")]), match="interrupt tool")
    session = recorder.session("tooler")
    with recorder.stream("interrupted_tool", session) as tap:
        session.say("interrupt tool: wait a minute")
        tap.wait_for("response.output_item.done", lambda event: event.item().get("type") == "function_call")
        session.interrupt()
        tap.wait_for("session.input.consumed", lambda event: "[System: interrupted]" in str(event.data))
        _wait_for_item(session, "[System: interrupted]")


def steered_turn(recorder: Recorder) -> None:
    first = Reply(text="The first answer takes its time.", gate="steer", gate_after=16)
    recorder.script(first, match="steer one")
    recorder.script(Reply(text="And the second one follows."), match="steer two")
    session = recorder.session()
    with recorder.stream("steered_turn", session) as tap:
        session.say("steer one: begin")
        recorder.model.wait_at_gate("steer")
        session.say("steer two: change course")
        recorder.model.release("steer")
        tap.wait_status("idle", after=tap.wait_for("response.completed", after=tap.wait_for("response.completed")))


def request_approval_accept(recorder: Recorder) -> None:
    _request_approval(recorder, "request_approval_accept", "accept")


def request_approval_decline(recorder: Recorder) -> None:
    _request_approval(recorder, "request_approval_decline", "decline")


def _request_approval(recorder: Recorder, name: str, action: str) -> None:
    recorder.script(Reply(text="Thank you for confirming."), match=name)
    session = recorder.session("asker")
    with recorder.stream(name, session) as tap:
        parked = session.post_later(user_message(f"{name}: may I?"))
        asked = tap.wait_for("response.elicitation_request")
        if action == "accept":
            recorder.page("session_parked", "GET", session.path)
        session.approve(tap.events[asked - 1].data["elicitation_id"], action)
        answer = parked.result(60)
        tap.wait_status("idle", after=tap.wait_for("response.completed"))
    recorder.document(f"{name}.post", {"status": answer.status_code, "body": answer.json()})


def tool_approval_accept(recorder: Recorder) -> None:
    _tool_approval(recorder, "tool_approval_accept", "accept")


def tool_approval_decline(recorder: Recorder) -> None:
    _tool_approval(recorder, "tool_approval_decline", "decline")


def _tool_approval(recorder: Recorder, name: str, action: str) -> None:
    recorder.script(Reply(tool_calls=[_shell("echo approved")]), Reply(text="It ran."), match=name)
    session = recorder.session("toolasker")
    with recorder.stream(name, session) as tap:
        session.say(f"{name}: run the shell")
        asked = tap.wait_for("response.elicitation_request")
        if action == "accept":
            recorder.page("session_asking", "GET", session.path)
        session.approve(tap.events[asked - 1].data["elicitation_id"], action)
        tap.wait_status("idle", after=asked)


def subagent(recorder: Recorder) -> None:
    order = {"agent": "researcher", "title": "auth", "args": {"input": "subagent child: look into auth"}}
    send = ToolCall(name="sys_session_send", arguments=order, call_id="call_send")
    inbox = ToolCall(name="sys_read_inbox", call_id="call_inbox")
    recorder.script(
        Reply(tool_calls=[send]),
        Reply(text="I have asked the researcher."),
        Reply(tool_calls=[inbox]),
        Reply(text="The researcher says: use tokens."),
        match="subagent parent",
    )
    found = Reply(text="Use tokens, not cookies.", gate="child", gate_after=12)
    recorder.model.queue(found, match="subagent child", model=RESEARCH_MODEL)
    session = recorder.session("parent")
    with recorder.stream("subagent_parent", session) as tap:
        session.say("subagent parent: delegate it")
        made = tap.wait_for("session.created")
        child = SessionDriver(recorder.client, tap.events[made - 1].data["child_session_id"])
        with recorder.stream("subagent_child", child) as child_tap:
            recorder.model.wait_at_gate("child")
            waiting = tap.wait_status("waiting")
            recorder.page("child_sessions_busy", "GET", f"{session.path}/child_sessions")
            recorder.model.release("child")
            child_tap.wait_status("idle")
        tap.wait_status("idle", after=waiting)
    recorder.page("child_sessions", "GET", f"{session.path}/child_sessions")


def _wait_for_item(session: SessionDriver, text: str) -> None:
    wait_until(lambda: text in str(session.items()), f"an item with {text}")


SCENARIOS: list[Scenario] = [
    plain_turn,
    long_markdown_turn,
    reasoning_turn,
    tool_call_turn,
    parallel_tools_turn,
    policy_denied_tool,
    compaction_turn,
    interrupted_turn,
    interrupted_tool,
    steered_turn,
    request_approval_accept,
    request_approval_decline,
    tool_approval_accept,
    tool_approval_decline,
    subagent,
]
