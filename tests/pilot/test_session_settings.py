"""Choosing a session's model and mode, and what is done to a session as a whole, by keys and by name."""

import json
from pathlib import Path

from omnigent_tui.state.session_settings import Setting
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

CLAUDE = {"omnigent.ui": "terminal", "omnigent.wrapper": "claude-code-native-ui"}


async def _chooses(person: Person, key: str, typed: str) -> None:
    await person.press(key)
    await person.reads("Esc closes")
    await person.type(typed)
    await person.press("enter")


async def test_a_model_is_changing_until_the_server_says_so(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Settings", labels=CLAUDE)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size=(120, 30)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.order("faults", kind="stall", path_prefix=f"/v1/sessions/{session_id}", method="PATCH")
        await _chooses(person, "alt+m", "sonnet")
        await person.reads("model → claude-sonnet-5, changing…")
        demo.order("reset")
        await person.until(lambda: "changing…" not in person.sees and "claude-sonnet-5" in person.sees, "it is changed")
        assert demo.get(f"/v1/sessions/{session_id}")["model_override"] == "claude-sonnet-5"
        body = json.dumps({"error": {"code": "runner_unavailable", "message": "The terminal did not answer."}})
        place = {"path_prefix": f"/v1/sessions/{session_id}", "method": "PATCH"}
        headers = {"Content-Type": "application/json"}
        demo.order("faults", kind="status", status=503, body=body, headers=headers, **place)
        await _chooses(person, "alt+y", "plan")
        await person.reads("The terminal did not answer.")
        assert person.conversation.settings.change_of(Setting.PERMISSION_MODE) is None
        assert "mode plan" not in person.sees


async def test_a_model_for_one_message_goes_with_that_one(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Once")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.press("alt+m")
        await person.reads("Esc closes")
        await person.type("special-1")
        await person.press("f2")
        await person.reads("special-1 answers the next message")
        await person.type("hello")
        await person.press("enter")
        await person.until(lambda: person.conversation.model == "special-1", "it answered")
        assert "answers the next message" not in person.sees
        assert demo.get(f"/v1/sessions/{session_id}")["model_override"] is None


async def test_what_can_be_no_models_name_is_not_asked_for_as_one(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Spaces")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size=(80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.press("alt+m")
        await person.reads("Esc closes")
        await person.type("no such model")
        await person.reads("typed out a name has no spaces")
        await person.until(lambda: "Type a model's name" not in person.sees, "nothing else is asked for")
        await person.press("ctrl+u")
        await person.type("special-1")
        await person.reads("as typed; nobody checks it")
        assert "has no spaces" not in person.sees


async def test_rename_and_delete_are_for_the_session_they_were_opened_for(demo: Demo, tmp_path: Path) -> None:
    mine, other = demo.new_session("Mine"), demo.new_session("Other")
    async with at_the_keyboard(options_for(tmp_path, demo.url, other)) as person:
        await person.arrives()
        await person.is_live(other)
        await person.press("ctrl+l")
        await person.until(lambda: person.main.sidebar.has_focus, "the list has the focus")
        person.main.sidebar.move_cursor_to(mine)
        await person.press("r")
        await person.reads("Rename · Mine")
        await person.type(" too")
        await person.press("enter")
        await person.until(lambda: demo.get(f"/v1/sessions/{mine}")["title"] == "Mine too", "it is renamed")
        await person.until(lambda: person.main.sidebar.has_focus, "the list has the focus again")
        await person.press("d")
        await person.reads("Delete “Mine too”?")
        # The list changes beneath the question, and its cursor with it.
        person.main.sidebar.move_cursor_to(other)
        await person.consider_and_press("y")
        await person.until(lambda: mine not in person.state.sessions.by_id, "it is gone")
        assert person.state.open_session_id == other
    assert demo.get(f"/v1/sessions/{other}")["id"] == other
    assert mine not in {row["id"] for row in demo.get("/v1/sessions", limit=1000)["data"]}


async def test_a_stray_key_confirms_nothing(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Precious")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.app.run_action("session_delete", person.main)
        await person.reads("Delete “Precious”?")
        await person.press("y")
        await person.reads("That came too soon to be an answer to this: press again.")
        assert "Delete “Precious”?" in person.sees
        await person.press("escape")
        await person.until(lambda: "Delete “Precious”?" not in person.sees, "the question is closed")
    assert demo.get(f"/v1/sessions/{session_id}")["id"] == session_id


async def test_a_fork_is_opened_and_bound_to_the_same_place(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Source")
    demo.post_message(session_id, "remember this")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.app.run_action("session_fork", person.main)
        await person.until(lambda: person.state.open_session_id != session_id, "another session is open")
        await person.reads("Fork of Source")
        await person.reads("runner online")
        fork = person.state.open_session_id
    assert demo.get(f"/v1/sessions/{fork}")["host_id"] == demo.get(f"/v1/sessions/{session_id}")["host_id"]
    assert demo.user_texts(str(fork)) == ["remember this"]


async def test_a_dialog_leaves_no_keys_behind_it_that_do_not_work(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Behind")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.reads("Enter send")
        await person.press("alt+m")
        await person.until(
            lambda: "Enter send" not in person.sees and "F1 help" not in person.sees, "no key is hinted at"
        )
        await person.press("escape")
        await person.reads("Enter send")
