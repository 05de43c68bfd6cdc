"""Beside one answer to one question: taking it back, several at once, rules, reading and searching all of it."""

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from omnigent_tui.settings.answering import ApprovalSettings
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

_UNDO = 3600.0


def _turn(command: str, **more: Any) -> list[dict[str, Any]]:
    arguments = {"command": command}
    call = {"name": "sys_os_shell", "arguments": arguments, "output": "done"}
    ask = {
        "message": "Confirm shell command.",
        "requestedSchema": {},
        "policy_name": "ask_shell",
        "phase": "tool_call",
        "content_preview": json.dumps(arguments),
        **more,
    }
    return [{"tool": call, "ask": ask}, {"text": f"Ran {command}."}]


@contextlib.asynccontextmanager
async def _at_a_question(
    demo: Demo, folder: Path, settings: ApprovalSettings, *turns: list[dict[str, Any]]
) -> AsyncIterator[tuple[Person, str]]:
    session_id = demo.new_session("Extras")
    options = options_for(folder, demo.url, session_id, approvals=settings)
    async with at_the_keyboard(options, (100, 30)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.script(session_id, *turns)
        demo.post_message(session_id, "go")
        await person.until(lambda: person.main.approval.pending is not None, "the card is there")
        await person.press("ctrl+o")
        yield person, session_id


def _audit(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "state" / "approvals.jsonl").read_text().splitlines()]


async def test_an_accept_is_held_and_taken_back(demo: Demo, tmp_path: Path) -> None:
    settings = ApprovalSettings(undo_seconds=_UNDO)
    async with _at_a_question(demo, tmp_path, settings, _turn("npm test")) as (person, session_id):
        await person.reads("$ npm test")
        await person.consider_and_press("y")
        await person.reads("accept is sent in")
        await person.press("u")
        await person.reads("y accept once")
        assert demo.verdicts(session_id) == []
        await person.consider_and_press("y")
        await person.reads("accept is sent in")
    assert "1 held accept was not sent: $ npm test" in person.app.farewell
    assert demo.verdicts(session_id) == []


async def test_all_like_this_after_they_were_read(demo: Demo, tmp_path: Path) -> None:
    others = [demo.new_session(f"Other {number}") for number in range(2)]
    async with _at_a_question(demo, tmp_path, ApprovalSettings(), _turn("make one")) as (person, session_id):
        for other, command in zip(others, ("make two", "make three"), strict=True):
            more = {"policy_name": "another"} if command == "make three" else {}
            demo.script(other, _turn(command, **more))
            demo.post_message(other, "go")
            await person.until(lambda other=other: other in person.state.attention.asking, "it is known")  # type: ignore[misc]
        await person.reads("like this")
        await person.consider_and_press("a")
        await person.reads("accept all")
        assert "$ make one" in person.sees
        assert "$ make two" in person.sees
        assert "$ make three" not in person.sees
        await person.hurry_and_press("y")
        await person.reads("Too soon")
        assert demo.verdicts(session_id) == []
        await person.press("end")
        await person.consider_and_press("y")
        await person.until(lambda: bool(demo.verdicts(session_id) and demo.verdicts(others[0])), "both are answered")
        await person.until(lambda: len(_audit(tmp_path)) >= 2, "both are recorded")
        assert demo.verdicts(others[1]) == []
        assert {line["by"] for line in _audit(tmp_path)} == {"all-like"}


async def test_a_rule_is_confirmed_listed_and_revoked(demo: Demo, tmp_path: Path) -> None:
    settings = ApprovalSettings(session_rules=True)
    turns = [_turn("npm test") for _ in range(3)]
    async with _at_a_question(demo, tmp_path, settings, *turns) as (person, session_id):
        await person.reads("allow it in this session")
        await person.press("s")
        await person.reads("Confirm: Accept, and allow exactly this in this session")
        await person.consider_and_press("enter")
        await person.until(lambda: demo.status(session_id) == "idle", "the turn is over")
        demo.post_message(session_id, "again")
        await person.until(lambda: len(demo.verdicts(session_id)) == 2, "the rule answers")
        await person.until(lambda: demo.status(session_id) == "idle", "the turn is over")
        other = demo.new_session("Another")
        demo.script(other, _turn("ls"))
        demo.post_message(other, "go")
        await person.press("ctrl+t")
        await person.reads("r 1 rule ")
        await person.press("r")
        await person.reads("used once")
        await person.press("d")
        await person.reads("There are no rules")
        await person.press("escape")
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.main, "the queue is closed")
        demo.post_message(session_id, "and again")
        await person.until(lambda: person.main.approval.pending is not None, "the card is there")
        assert len(demo.verdicts(session_id)) == 2


async def test_all_of_it_is_read_searched_and_known_to_be_answered_elsewhere(demo: Demo, tmp_path: Path) -> None:
    text = "\n".join(f"step {number} \u202e" if number == 55 else f"step {number}" for number in range(80))
    async with _at_a_question(demo, tmp_path, ApprovalSettings(), _turn("ls", message=text)) as (person, session_id):
        await person.reads("invisible or steering characters")
        await person.press("v")
        await person.reads("Read only")
        await person.press("slash")
        await person.type("step 5")
        await person.press("enter")
        await person.reads("1 of 11")
        await person.reads("step 5")
        await person.press("n", "n", "n", "n", "n", "n")
        await person.reads("step 55 ⟨U+202E⟩")
        await person.press("N")
        await person.reads("6 of 11")
        asked = next(iter(person.conversation.elicitations))
        demo.answer(session_id, asked, "decline")
        await person.reads("No longer asked: it was declined meanwhile.")
        await person.press("escape")
        await person.reads("Declined: step 0")
