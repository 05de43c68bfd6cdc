"""Every kind of question is answered from its card by keys, and the server is told exactly what was chosen."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

_EDIT = {
    "message": "Claude Code wants to call **Edit**",
    "policy_name": "claude_native_permission",
    "phase": "pre_tool_use",
    "allow_all_edits": True,
    "remember_scope": {"tool": "Edit"},
}


@contextlib.asynccontextmanager
async def _asked(
    demo: Demo, folder: Path, question: dict[str, Any], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Person, str]]:
    session_id = demo.new_session("Kinds")
    call = {"name": "sys_os_shell", "arguments": {"command": "x"}, "output": "done"}
    async with at_the_keyboard(options_for(folder, demo.url, session_id), size) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.script(session_id, [{"tool": call, "ask": question}, {"text": "Went on."}])
        demo.post_message(session_id, "go")
        await person.until(lambda: person.main.approval.pending is not None, "the card is there")
        await person.press("ctrl+o")
        yield person, session_id


async def _answered(person: Person, demo: Demo, session_id: str) -> dict[str, Any]:
    await person.until(lambda: person.main.approval.pending is None, "the card goes")
    (verdict,) = demo.verdicts(session_id)
    return verdict


async def test_a_form_of_every_kind_of_field(demo: Demo, tmp_path: Path) -> None:
    properties = {
        "name": {"type": "string", "minLength": 2},
        "count": {"type": "integer", "minimum": 1, "default": 3},
        "ratio": {"type": "number"},
        "sure": {"type": "boolean"},
        "where": {"enum": ["a", "b\u200b"], "enumNames": ["First", "Second"]},
        "which": {"type": "array", "items": {"enum": ["x", "y", "z"]}, "minItems": 1},
    }
    schema = {"type": "object", "properties": properties, "required": ["name", "sure", "which"]}
    async with _asked(demo, tmp_path, {"message": "Fill in", "requestedSchema": schema}) as (person, session_id):
        await person.reads("1 of 6 · name")
        await person.press("A", "enter")
        await person.reads("at least 2 characters, not 1")
        await person.press("d", "a", "enter")
        await person.reads("2 of 6 · count")
        await person.press("enter")
        await person.reads("3 of 6 · ratio")
        await person.press("x", "enter")
        await person.reads("is no number")
        await person.press("backspace", "enter")
        await person.reads("4 of 6 · sure")
        await person.press("1")
        await person.reads("5 of 6 · where")
        await person.press("2")
        await person.reads("6 of 6 · which")
        await person.press("enter")
        await person.reads("Choose at least 1")
        await person.press("1", "3", "enter")
        await person.reads("Your answers:")
        await person.press("y")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("y")
        content = {"name": "Ada", "count": 3, "sure": True, "where": "b\u200b", "which": ["x", "z"]}
        assert await _answered(person, demo, session_id) == {"action": "accept", "content": content}


async def test_questions_with_options_one_and_several(demo: Demo, tmp_path: Path) -> None:
    options = [{"label": "Memory", "description": "Fast"}, {"label": "Disk"}]
    asked = [
        {"question": "Where?", "options": options, "multiSelect": False, "isOther": True},
        {"question": "What?", "options": options, "multiSelect": True},
    ]
    question = {"message": "Some questions", "ask_user_question": {"questions": asked}}
    async with _asked(demo, tmp_path, question) as (person, session_id):
        await person.reads("Another answer")
        await person.press("3")
        await person.type("on tape")
        await person.press("enter")
        await person.reads("2 of 2 · What?")
        await person.press("space", "down", "space", "enter")
        await person.reads("Where?: on tape")
        await person.press("left")
        await person.reads("2 of 2 · What?")
        await person.press("1", "enter")
        await person.reads("What?: Disk")
        await person.consider_and_press("y")
        content = {"Where?": "on tape", "What?": ["Disk"]}
        assert await _answered(person, demo, session_id) == {"action": "accept", "content": content}


async def test_more_than_this_once_takes_another_key_and_a_confirmation(demo: Demo, tmp_path: Path) -> None:
    async with _asked(demo, tmp_path, _EDIT) as (person, session_id):
        await person.reads("1  Accept, and don't ask again")
        await person.reads("2  Accept, and allow every file edit")
        await person.press("2")
        await person.hurry_and_press("enter", "enter")
        await person.reads("Too soon")
        assert demo.verdicts(session_id) == []
        await person.press("escape")
        await person.reads("y accept once")
        await person.press("1")
        await person.reads("Confirm: Accept, and don't ask again")
        await person.consider_and_press("y")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("enter")
        assert await _answered(person, demo, session_id) == {"action": "accept", "content": {"remember": True}}


async def test_accepting_once_is_one_key(demo: Demo, tmp_path: Path) -> None:
    async with _asked(demo, tmp_path, _EDIT) as (person, session_id):
        await person.consider_and_press("y")
        assert await _answered(person, demo, session_id) == {"action": "accept"}


async def test_a_plan_is_sent_back_with_a_reason(demo: Demo, tmp_path: Path) -> None:
    question = {"message": "Leave plan mode?", "exit_plan_mode": {"plan": "1. Delete everything"}}
    async with _asked(demo, tmp_path, question) as (person, session_id):
        await person.reads("1. Delete everything")
        await person.reads("Accept the plan, and carry it out")
        await person.hurry_and_press("r", "x")
        await person.reads("Too soon")
        await person.consider_and_press("r")
        await person.type("not the tests")
        await person.press("escape")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("r")
        await person.reads("not the tests")
        await person.press("enter")
        expected = {"action": "decline", "content": {"feedback": "not the tests"}}
        assert await _answered(person, demo, session_id) == expected


async def test_a_persisting_approval_goes_into_meta(demo: Demo, tmp_path: Path) -> None:
    question = {
        "message": "Call it?",
        "_meta": {"codex_approval_kind": "mcp_tool_call", "persist": ["session", "always"]},
    }
    async with _asked(demo, tmp_path, question) as (person, session_id):
        await person.press("2")
        await person.reads("Confirm: Accept, and allow the same always")
        await person.consider_and_press("enter")
        assert await _answered(person, demo, session_id) == {"action": "accept", "_meta": {"persist": "always"}}


async def test_an_offered_choice_that_reaches_further_has_to_be_confirmed(demo: Demo, tmp_path: Path) -> None:
    answer = {"type": "string", "enum": ["allow_once", "allow_always", "reject"]}
    question = {"message": "Run?", "requestedSchema": {"properties": {"answer": answer}}}
    async with _asked(demo, tmp_path, question) as (person, session_id):
        await person.consider_and_press("2")
        await person.reads("Confirm: allow_always")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("enter")
        expected = {"action": "accept", "content": {"answer": "allow_always"}}
        assert await _answered(person, demo, session_id) == expected


async def test_a_whole_number_is_typed_and_checked(demo: Demo, tmp_path: Path) -> None:
    schema = {"properties": {"n": {"type": "integer", "maximum": 9}}, "required": ["n"]}
    async with _asked(demo, tmp_path, {"message": "How many?", "requestedSchema": schema}) as (person, session_id):
        await person.type("12")
        await person.press("enter")
        await person.reads("at most 9")
        await person.press("backspace", "enter")
        assert await _answered(person, demo, session_id) == {"action": "accept", "content": {"n": 1}}


async def test_a_default_is_not_sent_by_a_stray_enter(demo: Demo, tmp_path: Path) -> None:
    schema = {"properties": {"n": {"type": "integer", "default": 7}}}
    async with _asked(demo, tmp_path, {"message": "How many?", "requestedSchema": schema}) as (person, session_id):
        await person.press("enter")
        await person.reads("Your answers:")
        await person.press("enter", "enter")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("y")
        assert await _answered(person, demo, session_id) == {"action": "accept", "content": {"n": 7}}


async def test_what_is_typed_survives_a_visit_elsewhere(demo: Demo, tmp_path: Path) -> None:
    schema = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    other = demo.new_session("Other")
    async with _asked(demo, tmp_path, {"message": "Two", "requestedSchema": schema}) as (person, session_id):
        await person.press("o", "n", "e", "enter", "t", "w")
        await person.opens(other)
        await person.opens(session_id)
        await person.reads("2 of 2 · b")
        await person.press("ctrl+o", "o", "enter")
        await person.reads("a: one")
        await person.reads("b: two")


async def test_all_of_it_is_read_on_the_whole_screen(demo: Demo, tmp_path: Path) -> None:
    text = "\n".join(f"line {number}" for number in range(40))
    async with _asked(demo, tmp_path, {"message": text, "requestedSchema": {}}) as (person, session_id):
        await person.consider_and_press("v")
        await person.reads("line 15")
        await person.press("y", "end")
        await person.reads("line 39")
        await person.press("escape")
        await person.hurry_and_press("y")
        await person.reads("Too soon")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("y")
        assert await _answered(person, demo, session_id) == {"action": "accept"}


async def test_a_cut_preview_says_so_and_an_address_is_shown(demo: Demo, tmp_path: Path) -> None:
    async with _asked(demo, tmp_path, {"message": "Run?", "content_preview": "x" * 1024}) as (person, session_id):
        await person.reads("it is not all of what will be done")
        assert demo.verdicts(session_id) == []
