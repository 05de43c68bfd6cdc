"""The rest of starting work by keys: an agent from a file, models and modes on offer, giving up, runners, the fleet."""

from pathlib import Path

import pytest

from omnigent_tui.screens.fleet.screen import FleetScreen
from omnigent_tui.screens.new_session.launching import LaunchRunnerScreen
from omnigent_tui.screens.new_session.screen import NewSessionScreen
from omnigent_tui.state.new_session import FormField
from tests.pilot.demo import Demo
from tests.pilot.new_session_form import fills, form, goes_to, is_made, opens_form, types_path
from tests.pilot.person import Person, at_the_keyboard, options_for

_AGENT = "name: mine\nprompt: Answer.\nexecutor:\n  harness: openai-agents\n  model: m\n"


def host_id(demo: Demo) -> str:
    return next(str(row["host_id"]) for row in demo.get("/v1/hosts")["hosts"] if row["status"] == "online")


def liveness(person: Person, session_id: str) -> str:
    """The badge of the session's runner, as the list shows it."""
    row = next(row for row in person.main.sidebar._rows if row.session_id == session_id)
    return row.liveness.word.value


async def test_an_agent_is_uploaded_into_a_worktree_for_a_project(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "my agent.yaml").write_text(_AGENT, encoding="utf-8")
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await person.type("~/none.yaml")
        await person.reads("upload")
        await person.press("f10")
        await person.reads("cannot be read")
        await person.until(lambda: form(person).current_field is FormField.AGENT, "the focus is at the agent")
        await person.press("ctrl+u")
        await person.type("~/my agent.yaml")
        await types_path(person, "~/projects/api")
        await fills(person, {FormField.WORKTREE: "from-a-file", FormField.PROJECT: "website"})
        project = next(one.id for one in person.state.new_session.projects if one.name == "Website")
        await goes_to(person, FormField.LABELS)
        await person.type("team=blue, odd")
        await person.press("enter")
        await person.reads("“odd” is no label")
        await person.press("backspace", "backspace", "backspace", "backspace", "backspace", "enter")
        session_id = await is_made(person, before)
        await person.until(lambda: liveness(person, session_id) == "online", "its runner is online")
    made = demo.get(f"/v1/sessions/{session_id}")
    assert (made["agent_name"], made["git_branch"]) == ("my agent", "from-a-file")
    assert (made["project_id"], made["labels"]["team"]) == (project, "blue")


async def test_what_a_native_agent_may_do_is_chosen_beforehand(demo: Demo, tmp_path: Path) -> None:
    """The demo's host lacks the program, so that the server refuses; what was asked of it is seen in its log."""
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await person.type("claude-native")
        await goes_to(person, FormField.MODEL)
        await person.until(lambda: bool(form(person).choices.choices), "the host offers models")
        await person.press("down")
        chosen = form(person).choices.chosen
        await fills(person, {FormField.PERMISSIONS: "plan", FormField.ARGUMENTS: '--add-dir "/tmp/a b"'})
        await person.press("f10")
        await person.reads("is not configured")
    log = demo.get("/demo/requests", path_prefix="/v1/sessions", method="POST")["data"]
    body = next(entry["body"] for entry in log if entry["path"] == "/v1/sessions")
    assert chosen is not None
    assert body["model_override"] == chosen.id
    assert body["terminal_launch_args"] == ["--permission-mode", "plan", "--add-dir", "/tmp/a b"]
    assert body["labels"]["omnigent.wrapper"] == "claude-code-native-ui"


async def test_home_is_waited_for_while_something_else_is_read(demo: Demo, tmp_path: Path) -> None:
    home = f"/v1/hosts/{host_id(demo)}/filesystem"
    demo.order("faults", kind="stall", path_prefix=home, method="GET", delay=None, count=None)
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await types_path(person, "~/projects/api")
        await person.press("f10")
        await person.reads("Where ~ is has to be asked")
        assert "✕" not in person.sees
        demo.order("reset")
        session_id = await is_made(person, before)
    assert demo.get(f"/v1/sessions/{session_id}")["workspace"] == "/home/ada/projects/api"


async def test_a_session_without_a_runner_gets_one_from_the_main_screen(demo: Demo, tmp_path: Path) -> None:
    rows = demo.get("/v1/sessions", limit=1000)["data"]
    session_id = next(str(row["id"]) for row in rows if not row.get("runner_id"))
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (100, 30)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.reads("no runner")
        await person.press("alt+l")
        await person.until(lambda: isinstance(person.app.screen, LaunchRunnerScreen), "it is asked where")
        await person.until(lambda: form(person).host() is not None, "the hosts are there")
        await types_path(person, "~/projects/deep")
        await person.press("f10")
        await person.until(lambda: person.app.screen is person.main, "the form is closed")
        await person.until(lambda: liveness(person, session_id) == "online", "the runner is online")
        await person.press("alt+l")
        await person.reads("online already")
    assert demo.get(f"/v1/sessions/{session_id}")["workspace"] == "/home/ada/projects/deep"


async def test_a_failed_launch_says_why_and_a_killed_runner_is_woken(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Killed")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (100, 30)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.until(lambda: liveness(person, session_id) == "online", "the runner is online")
        demo.order("kill_runner", session_id=session_id)
        await person.until(lambda: liveness(person, session_id) == "asleep", "the runner is gone")
        await person.reads("The runner is gone")
        body = '{"error": {"code": "runner_unavailable", "message": "No machine is free."}}'
        events = f"/v1/sessions/{session_id}/events"
        demo.order("faults", kind="status", path_prefix=events, status=503, body=body)
        await person.press("alt+l")
        await person.until(lambda: liveness(person, session_id) == "runner failed", "the launch failed")
        await person.reads("No machine is free.")
        await person.press("alt+l")
        await person.until(lambda: liveness(person, session_id) == "online", "the runner is back")
        await person.until(lambda: "Starting the runner" not in person.sees, "nothing says that it still starts")


async def test_from_the_fleet_a_runner_is_stopped_and_started_and_a_session_begun(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Managed")
    async with at_the_keyboard(options_for(tmp_path, demo.url), (100, 40)) as person:
        await person.arrives()
        await person.until(lambda: session_id in person.state.sessions.by_id, "the session is listed")
        await person.press("f12")
        await person.until(lambda: isinstance(person.app.screen, FleetScreen), "the fleet is on")
        screen = person.app.screen
        assert isinstance(screen, FleetScreen)
        await person.reads("Managed")
        while screen.list.chosen is None or screen.list.chosen.session_id != session_id:
            await person.press("down")
        await person.press("x")
        await person.reads("Stop “Managed”?")
        await person.consider_and_press("y")
        await person.until(lambda: not demo.get(f"/v1/sessions/{session_id}")["runner_online"], "it is stopped")
        await person.until(lambda: "asleep since" in person.sees, "the fleet says so")
        await person.press("l")
        await person.until(lambda: bool(demo.get(f"/v1/sessions/{session_id}")["runner_online"]), "it is started")
        await person.press("n")
        await person.until(lambda: isinstance(person.app.screen, NewSessionScreen), "the form is open")
        await person.until(lambda: form(person).memory.host_id == host_id(demo), "the form begins with that host")
        await person.press("escape", "escape")
        await person.until(lambda: person.app.screen is person.main, "everything is closed")
