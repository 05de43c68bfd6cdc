"""A person reads a long history, in windows of every size, and comes back to where it was left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.launching import Program
from tests.pilot.demo import Demo

pytestmark = pytest.mark.pty


def _long_session(demo: Demo) -> str:
    rows = demo.get("/v1/sessions")["data"]
    return next(str(row["id"]) for row in rows if "long history" in row["title"])


def test_five_hundred_items_to_the_first_and_back(demo: Demo, home: Path) -> None:
    session_id = _long_session(demo)
    items = demo.get(f"/v1/sessions/{session_id}/items", limit=1000, order="asc")["data"]
    assert len(items) > 500
    messages = [item for item in items if item["type"] == "message"]
    first = messages[0]["content"][0]["text"]
    # The last line of the last message, which has no markdown.
    last = messages[-1]["content"][0]["text"].splitlines()[-1]
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        program.wait_for(last)
        for _ in range(400):
            program.press("pageup")
            program.drain(0.03)
            if first in program.text:
                break
        program.wait_for(first)
        program.press("ctrl+end")
        program.wait_for(last)
        assert first not in program.text
        program.quit()


def test_every_size_shows_what_matters_and_the_first_one_looks_as_before(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Resized")
    demo.script(session_id, [{"text": "A **short** reply with `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"}])
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        program.say("please be brief")
        program.wait_for("A short reply with code.")
        program.send("a draft")
        program.wait_for("a draft")
        program.wait(lambda: "idle" in program.lines[0], "the turn is over")
        program.drain(0.5)
        before = program.lines
        for size in ((80, 24), (40, 12), (120, 36)):
            program.resize(*size)
            program.wait(lambda: "● live" in program.lines[-1], f"the status line at {size}")
            program.wait_for("a draft")
            program.wait_for("A short reply with code.")
            program.drain(0.3)
            assert all(len(line) <= size[0] for line in program.lines)
        assert program.lines == before
        program.quit()
