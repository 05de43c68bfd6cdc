"""Keys that arrive together, as over a slow line or from a script, are taken in the order they were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.launching import Program
from tests.pilot.demo import Demo

pytestmark = pytest.mark.pty


def test_what_is_typed_before_anything_is_open_is_in_the_composer(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Typed into early")
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.wait_for("Connecting")
        for letter in "begin with the tests":
            program.send(letter)
            program.drain(0.03)  # At the pace of a typist, so that some come before and some after the main screen.
        program.is_live()
        program.wait_for(" begin with the tests")
        program.quit()


def test_what_follows_enter_is_not_sent_with_it(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Burst")
    demo.script(session_id, *([{"text": f"Answer {number}."}] for number in (1, 2)))
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        program.send("one\rtwo\x15three\x0afour\rfive")
        program.wait_for("Answer 2.")
        program.wait_for(" five")
        program.quit()
    assert demo.user_texts(session_id) == ["one", "three\nfour"]


def test_keys_after_a_change_of_focus_belong_to_the_new_place(demo: Demo, home: Path) -> None:
    second, first = demo.new_session("Second"), demo.new_session("First")
    with Program(home, "--server", demo.url, "--session", second) as program:
        program.is_live()
        program.wait_for("First ")
        program.wait_for("host offline")
        # In one go: to the list, down to a session, open it, write.
        to_first, to_second = (["ctrl+l", "home", *["down"] * _place(program, name)] for name in ("First", "Second"))
        program.press("for the second", *to_first, "enter", "for the first", *to_second, "enter")
        program.wait(lambda: "Second" in program.lines[0].partition("│")[2], "back in the second")
        program.wait_for("for the second")
        assert "for the first" not in program.text
        program.choose("First")
        program.wait_for("for the first")
        program.quit()
    assert demo.user_texts(first) == demo.user_texts(second) == []


def _place(program: Program, title: str) -> int:
    """How many sessions are above that one in the list; each takes two lines."""
    return next(number for number, line in enumerate(program.lines) if line[3:].startswith(title)) // 2


def test_a_key_typed_before_the_question_was_read_answers_nothing(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Careful")
    demo.script(session_id, [{"tool": {"name": "t"}, "ask": {"message": "Go on?", "requestedSchema": {}}}])
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        program.say("go")
        program.wait_for("to answer")
        program.send("\x0fy")
        program.wait_for("Too soon")
        assert demo.verdicts(session_id) == []
        program.consider("y", lambda: demo.verdicts(session_id), "the answer arrived")
        program.quit()
    assert [body["action"] for body in demo.verdicts(session_id)] == ["accept"]
