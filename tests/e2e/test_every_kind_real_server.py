"""What turns are made of on the real server, in tmux at 80×24 and 120×36: each kind is seen where a person sees it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.e2e.launching import PROGRAM, environment
from tests.e2e.tmux_terminal import Tmux
from tests.real_server.agents import RESEARCH_MODEL
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply, ToolCall
from tests.real_server.rig import RealServer
from tests.real_server.turn_scenarios import LONG_MARKDOWN

pytestmark = [
    pytest.mark.pty,
    pytest.mark.real_server,
    pytest.mark.xdist_group("real_server_screens"),
    pytest.mark.timeout(300),
]

# A key that comes sooner after a question than a person can have read it is no answer.
READING_SECONDS = 1.0
NARROW, WIDE = (80, 24), (120, 36)


class Desk:
    """The program on the real server, and sessions made for it; `word` is what no other test says."""

    def __init__(self, server: RealServer, tmux: Tmux) -> None:
        self.server = server
        self.tmux = tmux
        self.word = uuid4().hex[:6]
        self._made: list[SessionDriver] = []

    def open(self, agent: str) -> SessionDriver:
        """Make a session with that agent and open it from the list."""
        title = f"{agent} {uuid4().hex[:4]}"
        place = {"host_id": self.server.host_id, "workspace": str(self.server.workspace)}
        agent_id = self.server.agents[agent]
        session = SessionDriver.create(self.server.client, agent_id=agent_id, title=title, **place)
        self._made.append(session)
        session.wait_runner()
        self.tmux.choose(title)
        self.tmux.wait(lambda: title in self.tmux.lines[0].partition("│")[2], f"{title} is open")
        self.tmux.wait_for("● live")
        return session

    def script(self, match: str, *replies: Reply) -> str:
        """Queue the model's replies to a message; returns what has to be said."""
        said = f"{match} {self.word}"
        self.server.model.queue(*replies, match=said)
        return said

    def is_idle(self) -> None:
        """Wait until the screen says that the turn is over."""
        self.tmux.wait(lambda: "○ idle" in self.tmux.lines[0], "the turn is over")

    def close(self) -> None:
        """Delete the sessions."""
        for session in self._made:
            session.delete()


@pytest.fixture
def desk(real_server: RealServer, home: Path, tmp_path: Path) -> Iterator[Desk]:
    """The program at 80×24."""
    with Tmux(tmp_path, environment(home), NARROW) as tmux:
        tmux.start([*PROGRAM, "--server", real_server.url])
        tmux.wait_for("● connected")
        made = Desk(real_server, tmux)
        yield made
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")
        made.close()


def test_a_long_answer_is_followed_read_back_and_reflowed(desk: Desk) -> None:
    tmux = desk.tmux
    desk.open("smoke")
    gate = f"long-{desk.word}"
    text = LONG_MARKDOWN * 2 + "The very end."
    said = desk.script("explain", Reply(text=text, chunk=40, gate=gate, gate_after=len(LONG_MARKDOWN)))
    tmux.say(said)
    desk.server.model.wait_at_gate(gate)
    tmux.wait_for("the end.")
    tmux.press("PageUp")
    tmux.wait_for("newest")
    above = [line.partition("│")[2] for line in tmux.lines[1:12]]
    desk.server.model.release(gate)
    desk.is_idle()
    assert [line.partition("│")[2].rstrip("┃ ") for line in tmux.lines[1:12]] == [line.rstrip("┃ ") for line in above]
    tmux.press("C-End")
    tmux.wait_for("The very end.")
    tmux.resize(*WIDE)
    tmux.wait(lambda: len(tmux.lines) == WIDE[1] and "F1 help" in tmux.lines[-1], "it is drawn anew")
    tmux.wait_for("The very end.")
    assert "**" not in tmux.text
    assert "1 000 │ 1.4 s  │ 41 ms" in tmux.text


def test_tools_run_fail_and_are_denied(desk: Desk) -> None:
    tmux = desk.tmux
    desk.open("tooler")
    calls = [
        ToolCall(name="sys_os_shell", arguments={"command": "echo out; echo err >&2; exit 3"}, call_id="call_fail"),
        ToolCall(name="sys_os_shell", arguments={"command": "seq 1 40"}, call_id="call_long"),
        ToolCall(name="sys_os_write", arguments={"path": "made.txt", "content": "alpha\nbeta\n"}, call_id="call_new"),
    ]
    tmux.say(desk.script("work", Reply(text="I begin.", tool_calls=calls), Reply(text="One of three failed.")))
    tmux.wait_for("One of three failed.")
    desk.is_idle()
    tmux.resize(*WIDE)
    tmux.wait_for("exit 3")
    tmux.wait_for("more lines")
    tmux.wait_for("made.txt")
    tmux.resize(*NARROW)
    tmux.press("M-g", "X")
    tmux.wait_for("▎✗")
    tmux.press("C-e")
    desk.open("denier")
    denied = ToolCall(name="sys_os_shell", arguments={"command": "rm -rf build"})
    tmux.say(desk.script("remove", Reply(tool_calls=[denied]), Reply(text="I may not.")))
    tmux.wait_for("I may not.")
    tmux.wait_for("No shell here.")


def test_output_that_comes_bit_by_bit_todos_and_a_compaction(desk: Desk) -> None:
    tmux = desk.tmux
    session = desk.open("tooler")

    def tell(kind: str, **data: object) -> None:
        session.post({"type": kind, "data": data}).raise_for_status()

    tell("external_session_status", status="running", response_id=f"resp_{desk.word}")
    item = {"call_id": "call_live", "name": "shell", "arguments": '{"command": "make"}', "agent": "tooler"}
    call = {"item_type": "function_call", "item_data": item, "response_id": f"resp_{desk.word}"}
    tell("external_conversation_item", **call)
    tmux.wait_for("make")
    for number in range(3):
        tell("external_tool_output_delta", call_id="call_live", delta=f"step {number}\n")
        tmux.wait_for(f"step {number}")
    tell("external_session_todos", todos=[{"content": "Build", "status": "in_progress", "activeForm": "Building"}])
    tmux.wait_for("Building")
    tell("external_compaction_status", status="in_progress")
    tmux.wait_for("ompacting")
    tell("external_compaction_status", status="completed")
    tmux.wait_for("ompacted")
    tell("external_session_status", status="idle")
    desk.is_idle()


def test_a_harness_that_compacts_and_one_that_cannot_be_asked_to(desk: Desk) -> None:
    tmux = desk.tmux
    desk.open("smoke")
    tmux.say(desk.script("sum up", Reply(text="Summed up and going on.", compaction=True)))
    tmux.wait_for("Summed up and going on.")
    tmux.wait_for("ompacted")
    desk.is_idle()
    tmux.press("M-c")
    tmux.wait_for("with a summary")
    time.sleep(READING_SECONDS)
    tmux.press("y")
    tmux.wait_for("not compacted")


def test_a_turn_that_fails_says_why_and_the_next_one_works(desk: Desk) -> None:
    tmux = desk.tmux
    desk.open("smoke")
    said = desk.script("fail", Reply(status_code=400, error="context length exceeded"), Reply(text="Now it works."))
    tmux.say(said)
    tmux.wait_for("context length exceeded")
    tmux.wait(lambda: "✗ failed" in tmux.lines[0], "the header says so")
    tmux.say(f"again {said}")
    tmux.wait_for("Now it works.")


def test_a_sub_agent_is_seen_visited_and_left(desk: Desk) -> None:
    tmux = desk.tmux
    parent = desk.open("parent")
    child, gate = f"look into auth {desk.word}", f"child-{desk.word}"
    order = {"agent": "researcher", "title": "auth", "args": {"input": child}}
    send = ToolCall(name="sys_session_send", arguments=order, call_id="call_send")
    inbox = ToolCall(name="sys_read_inbox", call_id="call_inbox")
    replies = Reply(tool_calls=[send]), Reply(text="Asked."), Reply(tool_calls=[inbox]), Reply(text="Use tokens then.")
    found = Reply(text="Use tokens, not cookies.", gate=gate, gate_after=12)
    desk.server.model.queue(found, match=child, model=RESEARCH_MODEL)
    tmux.say(desk.script("delegate", *replies))
    desk.server.model.wait_at_gate(gate)
    tmux.wait_for("└")
    tmux.press("M-Right")
    tmux.wait_for("Use tokens,")
    desk.server.model.release(gate)
    tmux.wait_for("not cookies.")
    tmux.press("M-Left")
    tmux.wait_for("Use tokens then.")
    assert parent.snapshot()["title"] in tmux.lines[0]


def test_files_go_with_a_message_and_are_listed(desk: Desk, home: Path) -> None:
    tmux = desk.tmux
    session = desk.open("smoke")
    (home / "notes.txt").write_text("Remember the milk.\n", encoding="utf-8")
    tmux.press("M-a")
    tmux.wait_for("~/")
    tmux.type("notes.txt")
    tmux.wait_for("notes.txt")
    tmux.press("Enter")
    tmux.wait_for("19 B uploaded")
    tmux.say(desk.script("read", Reply(text="Milk it is.")))
    tmux.wait_for("Milk it is.")
    content = next(item for item in session.items() if item["type"] == "message")["content"]
    assert any("file" in block["type"] for block in content), content
    tmux.press("M-v")
    tmux.wait_for("notes.txt")
    tmux.press("Escape")


def test_steering_is_told_as_it_is_and_two_presses_stop_a_turn(desk: Desk) -> None:
    tmux = desk.tmux
    session = desk.open("smoke")
    gate = f"steer-{desk.word}"
    slow = Reply(text="It takes its time.", gate=gate, gate_after=8)
    tmux.say(desk.script("begin", slow, Reply(text="And then this.")))
    desk.server.model.wait_at_gate(gate)
    tmux.type("change course")
    tmux.press("M-s")
    tmux.wait_for("buffered")
    desk.server.model.release(gate)
    tmux.wait_for("And then this.")
    desk.is_idle()
    endless = f"endless-{desk.word}"
    tmux.say(desk.script("go on", Reply(text="Never finished. " * 20, gate=endless, gate_after=40)))
    desk.server.model.wait_at_gate(endless)
    tmux.wait_for("Never finished.")
    tmux.press("C-x")
    tmux.wait_for("again to stop")
    tmux.press("C-x")
    desk.is_idle()
    desk.server.model.release(endless)
    tmux.wait_for("nterrupted")
    assert session.snapshot()["status"] == "idle"
