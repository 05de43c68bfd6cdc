"""Answering questions: only on purpose, only what was read, and only once."""

from pathlib import Path
from typing import Any

from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

_CONSENT = {"message": "Run this?", "requestedSchema": {}, "policy_name": "ask_shell", "phase": "tool_call"}


def _asking(question: dict[str, Any]) -> list[dict[str, Any]]:
    call = {"name": "sys_os_shell", "arguments": {"command": "rm -rf build"}, "output": "gone"}
    return [{"tool": call, "ask": question}, {"text": "Went on."}]


async def _asked(person: Person, demo: Demo, session_id: str, question: dict[str, Any]) -> None:
    demo.script(session_id, _asking(question))
    demo.post_message(session_id, "go")
    await person.until(lambda: person.main.approval.pending is not None, "the card is there")
    await person.reads("to answer")


async def test_stray_keys_answer_nothing_and_a_considered_one_does(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Careful")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await _asked(person, demo, session_id, _CONSENT)
        assert person.main.composer.has_focus
        await person.type("yny")
        assert person.main.composer.text == "yny"
        await person.press("ctrl+o")
        assert person.main.approval.has_focus
        await person.hurry_and_press("y", "n", "y")
        await person.reads("Too soon")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("y")
        await person.reads("Went on.")
        assert [body["action"] for body in demo.verdicts(session_id)] == ["accept"]
        assert person.main.composer.has_focus
        assert person.main.composer.text == "yny"


async def test_declining_says_what_it_does(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("No")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await _asked(person, demo, session_id, _CONSENT)
        await person.press("ctrl+o")
        await person.reads("n decline (can end the turn)")
        await person.reads("Run this?")
        await person.consider_and_press("n")
        await person.until(lambda: person.main.approval.pending is None, "the card goes")
        assert [body["action"] for body in demo.verdicts(session_id)] == ["decline"]


async def test_escape_leaves_the_question_pending(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Later")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await _asked(person, demo, session_id, _CONSENT)
        await person.press("ctrl+o", "escape")
        assert person.main.composer.has_focus
        assert person.main.approval.pending is not None
        assert demo.verdicts(session_id) == []


async def test_a_key_meant_for_one_question_does_not_answer_the_next(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Two")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.script(session_id, _asking(_CONSENT), _asking(_CONSENT | {"message": "And this?"}))
        demo.post_message(session_id, "go")
        await person.until(lambda: person.main.approval.pending is not None, "the card is there")
        await person.press("ctrl+o")
        await person.consider_and_press("y")
        await person.reads("Went on.")
        demo.post_message(session_id, "again")
        await person.reads("And this?")
        await person.press("ctrl+o")
        await person.hurry_and_press("y")
        await person.reads("Too soon")
        assert len(demo.verdicts(session_id)) == 1


async def test_one_of_several_options_is_chosen_by_its_number(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Which")
    answer = {"type": "string", "enum": ["staging", "prod [/nope]"], "title": "Where to?"}
    question = {"message": "Pick", "requestedSchema": {"type": "object", "properties": {"answer": answer}}}
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await _asked(person, demo, session_id, question)
        await person.reads("2  ( ) prod [/nope]")
        await person.press("ctrl+o")
        await person.consider_and_press("y")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("2")
        await person.until(lambda: person.main.approval.pending is None, "the card goes")
        assert demo.verdicts(session_id) == [{"action": "accept", "content": {"answer": "prod [/nope]"}}]


async def test_a_text_is_typed_into_the_card(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Name")
    question = {"message": "Who?", "requestedSchema": {"properties": {"name": {"type": "string"}}}}
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await _asked(person, demo, session_id, question)
        await person.press("ctrl+o")
        await person.type("yan ny")
        await person.press("enter")
        await person.until(lambda: person.main.approval.pending is None, "the card goes")
        assert demo.verdicts(session_id) == [{"action": "accept", "content": {"name": "yan ny"}}]


async def test_a_long_question_can_be_read_to_its_end(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Long question")
    text = "\n".join(f"step {number}" for number in range(60))
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await _asked(person, demo, session_id, _CONSENT | {"message": text})
        await person.reads("more lines")
        await person.press("ctrl+o", "end")
        await person.reads("step 59")
        await person.reads("y accept")


async def test_the_next_session_that_waits_is_a_key_away(demo: Demo, tmp_path: Path) -> None:
    quiet, waiting = demo.new_session("Quiet"), demo.new_session("Waiting")
    demo.script(waiting, _asking(_CONSENT))
    demo.post_message(waiting, "go")
    async with at_the_keyboard(options_for(tmp_path, demo.url, quiet)) as person:
        await person.arrives()
        await person.is_live(quiet)
        await person.until(
            lambda: person.state.sessions.by_id[waiting].row.pending_elicitations_count > 0, "the list knows"
        )
        for _ in range(2):
            if person.state.open_session_id != waiting:
                await person.press("ctrl+g")
        await person.is_live(waiting)
        await person.reads("Run this?")
