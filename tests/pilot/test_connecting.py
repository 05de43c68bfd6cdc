"""The connect screen: what was tried, what happened, and the ways out of it."""

import socket
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Static

from omnigent_tui.screens.palette import Palette
from omnigent_tui.state.intents import RetryNow
from omnigent_tui.state.server import ServerPhase
from tests.pilot.demo import Demo
from tests.pilot.person import at_the_keyboard, options_for


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_nothing_listens(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{_closed_port()}"
    async with at_the_keyboard(options_for(tmp_path, url)) as person:
        await person.until(lambda: person.state.server.phase is ServerPhase.FAILED, "it failed")
        await person.reads("Not connected")
        for text in (url, "(--server)", person.state.server.summary[:40], "Try again (Ctrl+R)", "another address"):
            await person.reads(text)


async def test_another_address_is_typed(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, f"http://127.0.0.1:{_closed_port()}")) as person:
        await person.until(lambda: person.state.server.phase is ServerPhase.FAILED, "it failed")
        await person.reads("Connect to another address")
        await person.press("down", "enter")
        await person.press("ctrl+u")
        await person.type("nonsense://x")
        await person.press("enter")
        await person.reads("not a server address")
        await person.press("ctrl+u")
        await person.type(f"{demo.url}/")
        await person.press("enter")
        await person.arrives()
        assert person.state.server.url == demo.url


async def test_a_pasted_conversation_link_opens_that_session(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Linked")
    async with at_the_keyboard(options_for(tmp_path, f"http://127.0.0.1:{_closed_port()}")) as person:
        await person.until(lambda: person.state.server.phase is ServerPhase.FAILED, "it failed")
        await person.reads("Connect to another address")
        await person.press("down", "enter", "ctrl+u")
        await person.paste(f"{demo.url}/c/{session_id}")
        await person.press("enter")
        await person.arrives()
        await person.is_live(session_id)


async def test_the_demo_is_a_choice_away(tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, f"http://127.0.0.1:{_closed_port()}")) as person:
        await person.reads("Open the demo")
        choices = person.app.connect_screen.query_one("#connect-choices")
        assert choices.has_focus
        await person.press("end", "up", "enter")
        await person.arrives()
        assert person.state.server.source == "demo"


async def test_what_is_typed_while_the_demo_starts_is_in_the_composer(tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, None)) as person:
        await person.type("early")
        await person.arrives()
        await person.until(lambda: person.main.composer.text == "early", "it is in the composer")


async def test_page_keys_that_come_before_a_list_is_laid_out(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url)) as person:
        await person.arrives()
        for key in ("ctrl+p", "pagedown", "pageup"):
            person.app.post_message(events.Key(key, None))
        await person.until(lambda: isinstance(person.app.screen, Palette), "the palette is open")
        await person.press("pagedown", "escape")
        await person.until(lambda: person.app.screen is person.main, "it is closed")


async def test_retry_connects_once_the_server_is_well(demo: Demo, tmp_path: Path) -> None:
    demo.order("faults", kind="html", path_prefix="/v1", count=None, body="<html>Log in</html>")
    demo.order("faults", kind="html", path_prefix="/health", count=None, body="<html>Log in</html>")
    demo.order("faults", kind="html", path_prefix="/api", count=None, body="<html>Log in</html>")
    async with at_the_keyboard(options_for(tmp_path, demo.url)) as person:
        await person.until(lambda: person.state.server.phase is ServerPhase.FAILED, "it failed")
        demo.order("reset")
        await person.press("ctrl+r")
        await person.arrives()


async def test_a_local_server_is_offered_only_with_the_executable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"http://127.0.0.1:{_closed_port()}"
    monkeypatch.setenv("PATH", str(tmp_path))
    async with at_the_keyboard(options_for(tmp_path, url)) as person:
        await person.reads("Open the demo")
        assert "local server" not in person.sees
    executable = tmp_path / "omnigent"
    executable.write_text("#!/bin/sh\necho 'no database here' >&2\nexit 3\n")
    executable.chmod(0o755)
    async with at_the_keyboard(options_for(tmp_path, url)) as person:
        await person.until(lambda: person.state.server.phase is ServerPhase.FAILED, "it failed")
        await person.reads("Start Omnigent's local server")
        await person.press("down", "down", "enter")
        await person.reads("no database here")


async def test_a_server_that_goes_away_leaves_the_main_screen_on(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Goes away")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.order("faults", kind="refuse", count=None)
        demo.order("faults", kind="drop_streams")
        await person.reads("! Reconnecting")
        await person.reads("Keep typing; messages are sent later.")
        await person.type("still here")
        assert person.app.current_mode == "main"
        assert person.main.composer.text == "still here"


async def test_what_is_typed_while_connecting_is_in_the_composer(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Opened late")
    for place in ("/api", "/health", "/v1"):
        demo.order("faults", kind="stall", path_prefix=place, delay=None, count=1)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.paste("\x07")
        await person.type("begin with ")
        await person.paste("the tests")
        await person.type("!")
        await person.reads("Typed for the session that opens: begin with the tests!")
        demo.order("reset")
        await person.press("ctrl+r")
        await person.arrives()
        await person.is_live(session_id)
        await person.until(lambda: person.main.composer.text == "begin with the tests!", "it is in the composer")


async def test_big_pastes_made_while_connecting_are_folded_and_whole(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Pasted into early")
    for place in ("/api", "/health", "/v1"):
        demo.order("faults", kind="stall", path_prefix=place, delay=None, count=1)
    first, second = "one\n" * 500, "two\n" * 500
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        for paste in (first, second):
            await person.paste(paste)
        await person.reads("Typed for the session that opens:")
        demo.order("reset")
        await person.press("ctrl+r")
        await person.arrives()
        await person.is_live(session_id)
        await person.until(lambda: person.main.composer.draft.full_text == first + second, "both are there")
        assert len(person.main.composer.text) < 100


async def test_what_is_typed_where_nothing_is_under_way_goes_nowhere(tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, f"http://127.0.0.1:{_closed_port()}")) as person:
        await person.reads("Not connected")
        await person.type("lost")
        assert "Typed" not in person.sees
        assert person.app.surroundings.drafts.draft(None).text == ""


@pytest.mark.parametrize("key", ["f1", "ctrl+p"])
async def test_what_is_opened_while_connecting_is_closed_by_the_person(demo: Demo, tmp_path: Path, key: str) -> None:
    session_id = demo.new_session("Waits behind it")
    for place in ("/api", "/health", "/v1"):
        demo.order("faults", kind="stall", path_prefix=place, delay=None, count=1)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.reads("Connecting…")
        await person.press(key)
        opened = person.app.screen
        assert opened is not person.app.connect_screen
        demo.order("reset")
        person.app.perform(RetryNow())
        behind = person.app.connect_screen.query_one("#connect-title", Static)
        await person.until(lambda: "Connected" in str(behind.content), "the screen behind it says so")
        assert person.app.screen is opened
        await person.press("escape")
        await person.arrives()
        await person.is_live(session_id)
        assert person.app.screen is person.main
