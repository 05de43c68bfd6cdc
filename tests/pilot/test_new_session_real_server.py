"""Starting a session on the real server by keys: a directory three levels down, a git worktree, an answer."""

from __future__ import annotations

import subprocess
from pathlib import Path
from uuid import uuid4

import pytest

from omnigent_tui.state.new_session import FormField
from tests.pilot.new_session_form import browses, form, goes_to, is_made, looks_into, opens_form
from tests.pilot.person import at_the_keyboard, options_for
from tests.real_server.replies import Reply
from tests.real_server.rig import RealServer

pytestmark = [pytest.mark.real_server, pytest.mark.xdist_group("real_server_screens"), pytest.mark.timeout(300)]

LEVELS = ("with space", "ünïcode-日本", "repo #1 (100%)")


@pytest.fixture
def repository(real_server: RealServer) -> Path:
    """A git repository three levels down, with one commit."""
    folder = real_server.home.joinpath(f"code {uuid4().hex[:6]}", *LEVELS)
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("# Here\n", encoding="utf-8")
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for arguments in (("init", "-q", "-b", "main"), ("add", "."), (*who, "commit", "-q", "-m", "Begin")):
        subprocess.run(("git", *arguments), cwd=folder, check=True, capture_output=True)
    return folder


async def test_a_worktree_in_an_awkward_place_and_an_answer(
    real_server: RealServer, repository: Path, tmp_path: Path
) -> None:
    word = f"mark-{uuid4().hex[:8]}"
    real_server.model.queue(Reply(text="Ready to work."), match=word)
    top = repository.parents[2]
    async with at_the_keyboard(options_for(tmp_path, real_server.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await person.type("smoke")
        await person.until(lambda: "ready" in form(person).choices.plain_text(), "the agent is ready on the host")
        await goes_to(person, FormField.HOST)
        await person.reads("online")
        await browses(person, "~")
        for name in (top.name, *LEVELS[:2]):
            await looks_into(person, name)
        await person.type("repo #1")
        await person.press("f2")
        await person.until(lambda: form(person).current_field is FormField.WORKTREE, "it goes on to the next field")
        assert form(person).entry(FormField.WORKSPACE).value == str(repository)
        await person.type("feature/x")
        await person.reads("new branch")
        await goes_to(person, FormField.BASE_BRANCH)
        await person.type("main")
        await goes_to(person, FormField.TITLE)
        await person.type("By keys")
        await goes_to(person, FormField.MESSAGE)
        await person.type(f"{word} begin")
        await person.press("f10")
        session_id = await is_made(person, before)
        await person.reads("Ready to work.")
        made = real_server.client.get(f"/v1/sessions/{session_id}").json()
        await opens_form(person)
        await goes_to(person, FormField.WORKTREE)
        await person.reads("feature/x")
        await person.press("escape")
    worktree = Path(made["workspace"])
    assert (made["title"], made["git_branch"]) == ("By keys", "feature/x")
    assert worktree != repository
    assert (worktree / "README.md").read_text(encoding="utf-8") == "# Here\n"
    real_server.client.delete(f"/v1/sessions/{session_id}")


async def test_what_the_real_server_refuses_stands_at_its_field(
    real_server: RealServer, repository: Path, tmp_path: Path
) -> None:
    async with at_the_keyboard(options_for(tmp_path, real_server.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await person.type("smoke")
        await goes_to(person, FormField.WORKSPACE)
        await person.press("ctrl+u")
        await person.type("~/no such place")
        await person.press("f10")
        await person.reads("✕ workspace path does not exist")
        await person.until(lambda: form(person).current_field is FormField.WORKSPACE, "the focus is at the directory")
        await person.press("ctrl+u")
        await person.type(str(repository))
        await goes_to(person, FormField.WORKTREE)
        await person.type("not..allowed")
        await person.press("f10")
        await person.reads("✕ branch name must not contain")
        await person.until(lambda: form(person).current_field is FormField.WORKTREE, "the focus is at the worktree")
        await person.press("ctrl+u")
        await person.type("main")
        await person.press("f10")
        await person.until(lambda: "✕ worktree creation failed" in person.sees, "the branch is there already")
        await person.press("escape")


async def test_a_directory_is_made_on_the_real_host(real_server: RealServer, repository: Path, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, real_server.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, str(repository.parent))
        await person.reads("repo #1")
        await person.press("f7")
        await person.type("neu & älter")
        await person.press("enter")
        await person.until(lambda: form(person).picker.has_focus, "it is made")
        await person.reads("neu & älter/")
        await person.press("escape")
        await person.press("escape")
    assert (repository.parent / "neu & älter").is_dir()
