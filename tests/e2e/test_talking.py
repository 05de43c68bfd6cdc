"""A person talks to an agent: sees the sessions, opens one, reads the streamed reply, approves, stops a turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.launching import Program
from tests.pilot.demo import Demo

pytestmark = pytest.mark.pty


def test_from_the_first_screen_to_an_approved_command(demo: Demo, home: Path) -> None:
    with Program(home, "--server", demo.url) as program:
        for word in ("Explain the retry module", "needs you", "running", "idle", "failed", "asleep", "host offline"):
            program.wait_for(word)
        program.choose("Explain the retry module")
        program.wait_for("delay = min(cap, base * 2**attempt)")
        program.is_live()
        program.say("hello")
        program.wait_for("You asked: hello")
        program.wait_for("see me do something else")
        # Formatted: a table with its lines, code without its fence.
        assert "│ 20 min │ low" in program.text
        assert "```" not in program.text
        program.say("use a tool")
        program.wait_for("pytest -q")
        program.wait_for("The suite is almost green")
        program.say("now approve this")
        program.wait_for("to answer")
        # Keys on the heels of others are no answer; sent at once, for a slow machine would let them be apart.
        program.send("\x0fy")
        program.wait_for("Too soon")
        assert demo.status(_open_session(demo)) == "waiting" or "y accept" in program.text
        done = "Done: the deployment was restarted"
        program.consider("y", lambda: done in program.text, "the command ran")
        program.quit()
    assert demo.user_texts(_open_session(demo))[-3:] == ["hello", "use a tool", "now approve this"]


def _open_session(demo: Demo) -> str:
    rows = demo.get("/v1/sessions")["data"]
    return next(str(row["id"]) for row in rows if row["title"] == "Explain the retry module")


def test_two_presses_stop_a_long_turn(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Long talk")
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        program.say("a long story")
        program.wait_for("Chapter 1")
        events = f"/v1/sessions/{session_id}/events"
        demo.order("faults", kind="stall", path_prefix=events, method="POST", count=None)
        program.press("ctrl+x")
        program.wait_for("again to stop")
        assert demo.status(session_id) == "running"
        program.press("ctrl+x")
        program.wait_for("stopping…")
        demo.order("reset")
        program.wait(lambda: demo.status(session_id) == "idle", "the turn has stopped")
        program.wait(lambda: "stopping…" not in program.text, "the screen knows")
        program.quit()


def test_every_session_keeps_its_own_draft(demo: Demo, home: Path) -> None:
    second, first = demo.new_session("Second"), demo.new_session("First")
    with Program(home, "--server", demo.url, "--session", first) as program:
        program.is_live()
        program.send("half a thought")
        program.wait_for("half a thought")
        program.choose("Second")
        assert "half a thought" not in program.text
        program.send("another one")
        program.wait_for("another one")
        program.choose("First")
        program.wait_for("half a thought")
        assert "another one" not in program.text
        program.quit()
    with Program(home, "--server", demo.url, "--session", second) as program:
        program.wait_for("another one")
        program.quit()


def test_a_megabyte_is_pasted_and_arrives_whole(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Big paste")
    demo.script(session_id, [{"text": "Read it all."}])
    pasted = "\n".join(f"{number:>6} {'payload ' * 11}[/nope]" for number in range(10_500))
    assert len(pasted) > 1_000_000
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        program.send_slowly(f"\x1b[200~{pasted}\x1b[201~".encode(), iter(lambda: 512, 0))
        program.wait_for("[pasted 10,500 lines]")
        program.press("enter")
        program.wait_for("Read it all.")
        program.quit()
    assert demo.user_texts(session_id) == [pasted]
