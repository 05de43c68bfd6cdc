"""Opening a session, sending a message, reading the reply; scrolling from the composer."""

from pathlib import Path

import pytest

from omnigent_tui.screens.actions import conversation_actions
from tests.pilot.demo import Demo
from tests.pilot.person import at_the_keyboard, options_for


async def test_a_message_is_answered(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Small talk")
    demo.script(session_id, [{"text": "Good **morning**."}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("hello\nthere")
        await person.press("enter")
        await person.reads("Good morning.")
        assert person.main.composer.text == ""
    assert demo.user_texts(session_id) == ["hello\nthere"]


async def test_the_sidebar_opens_a_session(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("The one on top")
    async with at_the_keyboard(options_for(tmp_path, demo.url)) as person:
        await person.arrives()
        await person.reads("The one on top")
        await person.chooses(session_id)
        assert person.main.composer.has_focus


async def test_what_another_client_says_shows_up(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Shared")
    demo.script(session_id, [{"text": "Heard."}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.post_message(session_id, "from elsewhere")
        await person.reads("from elsewhere")
        await person.reads("Heard.")


async def test_page_keys_scroll_the_transcript_while_writing(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Long")
    demo.order("items", session_id=session_id, count=80)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.until(lambda: len(person.conversation.entries) > 20, "history is loaded")
        await person.type("draft")
        await person.press("pageup", "pageup")
        await person.until(lambda: not person.main.transcript.following, "it scrolled up")
        await person.press("ctrl+end")
        await person.until(lambda: person.main.transcript.following, "it follows again")
        assert person.main.composer.text == "draft"


async def test_the_last_session_is_open_at_the_next_start(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Yesterday's")
    async with at_the_keyboard(options_for(tmp_path, demo.url)) as person:
        await person.arrives()
        await person.opens(session_id)
    async with at_the_keyboard(options_for(tmp_path, demo.url)) as person:
        await person.arrives()
        await person.is_live(session_id)


async def test_what_was_copied_is_said_for_a_while(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_actions, "SAID_SECONDS", 2.0)
    monkeypatch.delenv("TMUX", raising=False)
    session_id = demo.new_session("Copied from")
    demo.post_message(session_id, "copy me")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.until(lambda: not person.conversation.turn.is_running, "the answer is there")
        monkeypatch.setattr(person.app.copier, "_send", lambda _: True)
        await person.press("shift+tab", "left_square_bracket", "y")
        await person.until(lambda: person.main.remark.startswith("Copied prompt"), "it is said")
        await person.until(lambda: not person.main.remark, "and no more")
        await person.press("x")
        await person.reads("There is no later error.")
