"""The whole queue worked through by keys at 80x24 over a link of 300 ms, while text streams over the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.approvals.desk import desk
from tests.approvals.slow_link import slow_http
from tests.demo.forked import ForkedDemo
from tests.pilot.demo import Demo

pytestmark = [pytest.mark.pty, pytest.mark.timeout(300)]

_EACH_WAY = 0.15
_CHOICE = {"properties": {"answer": {"enum": ["north", "south"]}}}
_FORM = {"properties": {"count": {"type": "integer", "minimum": 1}, "ok": {"type": "boolean"}}, "required": ["count"]}


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server."""
    with ForkedDemo() as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


def _waits(demo: Demo, title: str, question: dict[str, Any]) -> str:
    session_id = demo.new_session(title)
    call = {"name": "sys_os_shell", "arguments": {"command": title}, "output": "done"}
    demo.script(session_id, [{"tool": call, "ask": question}, {"text": "Went on."}])
    demo.post_message(session_id, "go")
    return session_id


def test_the_queue_is_worked_through_over_a_slow_link(demo: Demo, home: Path, tmp_path: Path) -> None:
    talking = demo.new_session("Talking")
    # A hundred pieces a second, for longer than anybody waits.
    demo.script(talking, [{"text": "A line of a story that goes on and on. " * 8000, "chunk": 8, "delay": 0.01}])
    plain = _waits(demo, "Plain", {"message": "Run the plain one?", "requestedSchema": {}})
    refused = _waits(demo, "Refused", {"message": "Run the refused one?", "requestedSchema": {}})
    choice = _waits(demo, "Choice", {"message": "Which way?", "requestedSchema": _CHOICE})
    form = _waits(demo, "Form", {"message": "How many?", "requestedSchema": _FORM})
    sessions = demo.get("/v1/sessions", limit=100)["data"]
    seeded = next(row["id"] for row in sessions if row["title"] == "Restart production?")
    relay = [sys.executable, "-m", "tests.approvals.slow_link", str(_EACH_WAY)]
    with (
        slow_http(demo.url, _EACH_WAY) as url,
        desk(tmp_path / "one", home, url, talking, size=(80, 24), through=relay) as person,
    ):
        demo.post_message(talking, "tell")
        person.reads("goes on and on")
        person.opens_queue()

        person.points_at("Plain · ")
        person.goes_to_card("Run the plain one?")
        person.considers("y", lambda: demo.verdicts(plain), "the plain one is accepted")

        person.points_at("Refused · ")
        person.goes_to_card("Run the refused one?")
        person.considers("n", lambda: demo.verdicts(refused), "the refused one is declined")

        person.points_at("Choice · ")
        person.goes_to_card("south")
        person.considers("2", lambda: demo.verdicts(choice), "a way is chosen")

        person.points_at("Form · ")
        person.goes_to_card("How many?")
        person.tmux.type("4")
        person.tmux.press("Enter")
        person.reads("2 of 2")
        person.tmux.press("1")
        person.reads("Your answers:")
        person.considers("y", lambda: demo.verdicts(form), "the form is sent")

        # The demo has a question of its own.
        person.points_at("Restart production? · ")
        person.goes_to_card("kubectl")
        person.considers("n", lambda: demo.verdicts(seeded), "the seeded one is declined")

        assert demo.status(talking) == "running", "text streamed all the time"
        person.reads("Nothing waits for you.")
        person.tmux.press("Escape")
        person.reads("goes on and on")
    assert demo.verdicts(plain) == [{"action": "accept"}]
    assert demo.verdicts(refused) == [{"action": "decline"}]
    assert demo.verdicts(choice) == [{"action": "accept", "content": {"answer": "south"}}]
    assert demo.verdicts(form) == [{"action": "accept", "content": {"count": 4, "ok": True}}]
    assert demo.verdicts(seeded) == [{"action": "decline"}]
    assert demo.verdicts(talking) == []
    assert [
        row["title"] for row in demo.get("/v1/sessions", limit=100)["data"] if row["pending_elicitations_count"]
    ] == []
