"""Starting a session from the keyboard."""

from pathlib import Path

from tests.pilot.demo import Demo
from tests.pilot.person import at_the_keyboard, options_for


async def test_a_session_is_made_and_opened(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await person.press("ctrl+n")
        await person.reads("atlas")
        await person.press("enter", "enter")
        await person.press("ctrl+u")
        await person.type("/home/ada/projects/api")
        await person.press("enter")
        await person.type("Made by hand")
        await person.press("enter")
        await person.until(lambda: person.state.open_session_id not in (None, *before), "a new session is open")
        await person.until(lambda: person.app.screen is person.main, "the dialog is closed")
        made = demo.get(f"/v1/sessions/{person.state.open_session_id}")
        assert made["title"] == "Made by hand"
        assert made["workspace"] == "/home/ada/projects/api"


async def test_a_refusal_is_told_and_what_was_typed_stays(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await person.press("ctrl+n")
        await person.reads("atlas")
        await person.press("enter", "enter", "ctrl+u")
        await person.type("/no/such/folder")
        await person.press("enter")
        await person.type("Nowhere")
        await person.press("enter")
        await person.until(lambda: person.state.new_session.phase.value == "failed", "the server refuses")
        await person.reads("✕")
        await person.press("escape")
        await person.press("ctrl+n")
        await person.reads("/no/such/folder")
        await person.reads("Nowhere")
        assert set(person.state.sessions.by_id) == before
