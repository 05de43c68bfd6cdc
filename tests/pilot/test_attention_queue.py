"""The queue of everything that waits: worked through by keys, without opening a session."""

from pathlib import Path
from typing import Any

from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

_SIZE = (80, 24)


def _waits(demo: Demo, title: str, question: dict[str, Any]) -> str:
    session_id = demo.new_session(title)
    call = {"name": "sys_os_shell", "arguments": {"command": title}, "output": "done"}
    demo.script(session_id, [{"tool": call, "ask": question}, {"text": "Went on."}])
    demo.post_message(session_id, "go")
    return session_id


def _known(person: Person, *session_ids: str) -> bool:
    return all(session_id in person.state.attention.asking for session_id in session_ids)


async def test_questions_are_answered_without_opening_their_sessions(demo: Demo, tmp_path: Path) -> None:
    quiet = demo.new_session("Quiet")
    first = _waits(demo, "First", {"message": "Run the first?", "requestedSchema": {}})
    choice = {"properties": {"answer": {"enum": ["a", "b"]}}}
    async with at_the_keyboard(options_for(tmp_path, demo.url, quiet), _SIZE) as person:
        await person.arrives()
        await person.is_live(quiet)
        await person.until(lambda: _known(person, first), "the first question is read")
        second = _waits(demo, "Second", {"message": "Which second?", "requestedSchema": choice})
        await person.until(lambda: _known(person, second), "the second question is read")
        await person.reads("need you)")
        await person.press("ctrl+t")
        await person.reads("Waiting for you:")
        lines = person.sees.splitlines()
        order = [line for line in lines if "$ First" in line or "Which second?" in line]
        assert "$ First" in order[0], "what waits longest comes first"
        await _moves_to(person, "$ First")
        await person.press("y")
        assert demo.verdicts(first) == []
        await person.press("ctrl+o")
        await person.reads("back to the list")
        assert "p peek" not in person.sees, "only keys that work are named"
        await person.hurry_and_press("y")
        await person.reads("Too soon")
        assert demo.verdicts(first) == []
        await person.consider_and_press("y")
        await person.until(lambda: len(demo.verdicts(first)) == 1, "the verdict is there")
        await person.until(lambda: not _known(person, first), "the question goes")
        await person.press("escape")
        await _moves_to(person, "Which second?")
        await person.press("tab")
        await person.consider_and_press("2")
        await person.until(lambda: len(demo.verdicts(second)) == 1, "the second verdict is there")
        assert demo.verdicts(first) == [{"action": "accept"}]
        assert demo.verdicts(second) == [{"action": "accept", "content": {"answer": "b"}}]
        assert person.state.open_session_id == quiet


async def test_a_question_is_put_off_and_its_session_opened(demo: Demo, tmp_path: Path) -> None:
    quiet = demo.new_session("Quiet")
    waiting = _waits(demo, "Waits", {"message": "Now or later?", "requestedSchema": {}})
    async with at_the_keyboard(options_for(tmp_path, demo.url, quiet), _SIZE) as person:
        await person.arrives()
        await person.is_live(quiet)
        await person.until(lambda: _known(person, waiting), "the question is read")
        await person.press("ctrl+t")
        await person.reads("Waiting for you:")
        await _moves_to(person, "$ Waits")
        before = person.sees.splitlines()[0]
        await person.press("z")
        await person.until(lambda: person.sees.splitlines()[0] != before, "it does not count any more")
        await person.press("enter")
        await person.is_live(waiting)
        await person.reads("Now or later?")
        assert demo.verdicts(waiting) == []


async def _moves_to(person: Person, text: str) -> None:
    await person.reads(text)
    await person.press("home")
    for _ in range(40):
        await person.pilot.pause(0.02)
        if any(line.startswith("❯") and text in line for line in person.sees.splitlines()):
            return
        await person.press("down")
    raise AssertionError(f"{text!r} is not in the queue\n{person.sees}")
