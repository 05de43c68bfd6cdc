"""The main screen at the sizes terminals have, and with hostile text in every place a server fills."""

from pathlib import Path

import pytest

from omnigent_tui.protocol.cleaning import DANGEROUS
from tests.pilot.demo import Demo, Json
from tests.pilot.person import Person, at_the_keyboard, options_for

HOSTILE = (
    "\x1b]52;c;UFdORUQ=\x07[/nope] [b]x[/b] {'a': [true]} [/ \u202egnp.exe\u200b\x9b31m\x00\r\n" + "wide 日本 " * 40
)


def _inside(person: Person) -> None:
    width, height = person.app.size
    for part in (person.main.composer, person.main.status, person.main.header):
        region = part.region
        assert region.width > 0, f"{part} is not on the screen\n{person.sees}"
        assert region.right <= width
        assert region.bottom <= height


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_list_and_conversation_side_by_side(demo: Demo, tmp_path: Path, size: tuple[int, int]) -> None:
    session_id = demo.new_session("Side by side")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.pilot.pause()
        _inside(person)
        assert person.main.sidebar.region.width > 0
        await person.press("f9")
        assert not person.main.sidebar.display
        assert person.main.composer.has_focus


async def test_a_narrow_terminal_shows_one_at_a_time(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("On top")
    async with at_the_keyboard(options_for(tmp_path, demo.url), (40, 12)) as person:
        await person.arrives()
        await person.pilot.pause()
        _inside(person)
        assert not person.main.sidebar.display
        await person.press("ctrl+l")
        await person.reads("On top")
        assert person.main.sidebar.has_focus
        await person.chooses(session_id)
        await person.pilot.pause()
        _inside(person)
        assert not person.main.sidebar.display
        assert person.main.composer.has_focus


async def test_the_composer_grows_to_two_fifths_and_no_further(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Growing")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (100, 30)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.paste("\n".join(str(number) for number in range(4)))
        await person.until(lambda: person.main.composer.content_region.height == 4, "it shows four lines")
        await person.paste("\n".join(str(number) for number in range(60)))
        await person.until(lambda: 8 <= person.main.composer.region.height <= 12, "it is at its limit")


async def test_a_question_fits_with_its_keys_on_a_small_terminal(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Small")
    question = {"message": "line\n" * 50, "requestedSchema": {}, "policy_name": "p"}
    demo.script(session_id, [{"tool": {"name": "t"}, "ask": question}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (60, 14)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.post_message(session_id, "go")
        await person.reads("to answer")
        await person.press("ctrl+o")
        await person.reads("y accept")
        await person.consider_and_press("y")
        await person.until(lambda: person.main.approval.pending is None, "it was answered")


async def test_hostile_text_changes_nothing_but_what_it_says(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session(HOSTILE)
    tool = {"name": HOSTILE, "arguments": {"x": HOSTILE}, "output": HOSTILE}
    schema = {"properties": {HOSTILE: {"enum": [HOSTILE, "b"], "title": HOSTILE, "description": HOSTILE}}}
    ask = {"message": HOSTILE, "policy_name": HOSTILE, "phase": HOSTILE, "content_preview": HOSTILE}
    turn: list[Json] = [
        {"text": HOSTILE},
        {"reasoning": HOSTILE},
        {"tool": tool, "ask": ask | {"requestedSchema": schema}},
    ]
    demo.script(session_id, turn, [{"fail": {"code": HOSTILE, "message": HOSTILE}}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (120, 36)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.post_message(session_id, HOSTILE)
        await person.until(lambda: person.main.approval.pending is not None, "the card is there")
        await person.reads("to answer")
        assert "[/nope] [b]x[/b]" in "".join(person.main.approval.lines)
        _clean(person)
        await person.press("ctrl+o")
        await person.consider_and_press("1")
        await person.until(lambda: person.main.approval.pending is None, "it was answered")
        demo.post_message(session_id, "fail")
        await person.until(lambda: person.conversation.turn.status == "failed", "the turn failed")
        _clean(person)
        await person.paste(HOSTILE)
        await person.press("f1")
        await person.press("escape", "ctrl+p")
        await person.reads("Search commands")
        _clean(person)


def _clean(person: Person) -> None:
    shown = person.sees.replace("\n", "")
    assert not DANGEROUS.search(shown)


async def test_tab_goes_round_all_parts_and_back(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Round")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        visited = []
        for _ in range(3):
            await person.press("tab")
            visited.append(person.app.focused)
        assert visited == [person.main.sidebar, person.main.transcript, person.main.composer]
        await person.press("shift+tab")
        assert person.app.focused == person.main.transcript


async def test_news_does_not_cover_what_is_written(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("News")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("still to be read")
        await person.press("ctrl+c")
        await person.reads("Ctrl+Q leaves the program.")
        await person.reads("still to be read")
        assert "Ctrl+Q leaves" in "".join(person.sees.splitlines()[:6])
