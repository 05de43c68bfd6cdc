"""The program in tmux on the real server with a real host: from a directory to a runner, and when these die."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.e2e.launching import PROGRAM, environment
from tests.e2e.tmux_terminal import Tmux
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply
from tests.real_server.rig import RealServer
from tests.real_server.waiting import wait_until

pytestmark = [
    pytest.mark.pty,
    pytest.mark.real_server,
    pytest.mark.xdist_group("real_server_screens"),
    pytest.mark.timeout(300),
]

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


@pytest.fixture
def host(real_server: RealServer) -> Iterator[RealServer]:
    """The rig, whose host is back afterwards, whatever the test did to it."""
    yield real_server
    if not real_server.host_online():
        real_server.stop_host()
        real_server.start_host()


def test_a_session_is_started_deep_down_and_survives_its_runner_and_its_host(
    host: RealServer, repository: Path, home: Path, tmp_path: Path
) -> None:
    key = uuid4().hex[:8]
    for word in ("first", "second", "third"):
        host.model.queue(Reply(text=f"Answer to the {word} one."), match=f"{word}{key}")
    with Tmux(tmp_path, environment(home)) as tmux:
        tmux.start([*PROGRAM, "--server", host.url])
        tmux.wait_for("● connected")
        _pick(tmux, repository)
        tmux.type("feature/tmux")
        tmux.wait_for("new branch")
        tmux.press("Enter")
        tmux.wait_for("What the new branch starts from")
        tmux.press("Enter")
        tmux.wait_for("the server makes one from the first message")
        tmux.type(f"Deep {key}")
        tmux.press("Enter")
        tmux.wait_for("Sent as soon as the session is there")
        tmux.type(f"first{key}")
        tmux.wait_for(f"first{key}")
        tmux.press("F10")
        session = _made(tmux, host, f"Deep {key}")
        runner = _held_while_starting(host, session)
        tmux.wait_for("runner launching")
        os.kill(runner, signal.SIGCONT)
        tmux.wait_for("Answer to the first one.")
        tmux.wait_for("runner online")
        made = session.snapshot()
        assert made["git_branch"] == "feature/tmux"
        assert (Path(made["workspace"]) / "README.md").is_file()
        assert Path(made["workspace"]) != repository

        os.kill(host.runner_pid(session.id), signal.SIGKILL)
        tmux.wait_for("The runner is gone")
        tmux.wait_for("runner asleep")
        tmux.say(f"second{key}")
        tmux.wait_for("Answer to the second one.")
        tmux.wait_for("runner online")

        host.stop_host(kill=True)
        tmux.wait_for("The host is offline")
        tmux.wait_for("· host offline")
        tmux.press("F12")
        tmux.wait_for("⊘ offline")
        host.start_host()
        tmux.press("r")
        tmux.wait_for("1 of 1 online")
        tmux.press("Escape")
        tmux.wait_for("The host is back")
        tmux.say(f"third{key}")
        tmux.wait_for("Answer to the third one.")
        tmux.wait_for("runner online")
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")
    session.delete()


def _pick(tmux: Tmux, repository: Path) -> None:
    """Choose the agent, walk down to the repository in the picker, and take it."""
    tmux.press("C-n")
    tmux.wait_for("New session")
    tmux.type("smoke")
    tmux.wait_for("ready")
    tmux.press("Enter", "Enter")
    tmux.wait_for("Tab completes")
    tmux.press("C-u")
    tmux.type("~")
    tmux.press("F4")
    tmux.wait_for("Choose a directory")
    tmux.wait(lambda: _shows(tmux, repository.parents[3]), "the home directory")
    for folder in (repository.parents[2], repository.parents[1], repository.parents[0]):
        tmux.type(folder.name)
        tmux.wait_for(f"▸ {folder.name}")
        tmux.press("Right")
        tmux.wait(lambda folder=folder: _shows(tmux, folder), f"inside {folder}")  # type: ignore[misc]
    tmux.type("repo #1")
    tmux.wait_for("▸ repo #1")
    tmux.press("F2")
    tmux.wait_for("New session")


def _shows(tmux: Tmux, folder: Path) -> bool:
    """Whether the picker has come to that directory: its path stands alone on a line, and there is something below."""
    lines = [line.strip() for line in tmux.lines]
    return str(folder) in lines and "Reading" not in tmux.text


def _made(tmux: Tmux, host: RealServer, title: str) -> SessionDriver:
    """The session of that title, as soon as the server lists it."""

    def ids() -> list[str]:
        rows = host.client.get("/v1/sessions", params={"limit": 100}).raise_for_status().json()["data"]
        return [str(row["id"]) for row in rows if row.get("title") == title]

    tmux.wait(ids, f"the session {title}")
    return SessionDriver(host.client, ids()[0])


def _held_while_starting(host: RealServer, session: SessionDriver) -> int:
    """Stop the session's runner before it is online, so that everybody can see it start; returns its process id."""
    found: list[int] = []

    def is_there() -> bool:
        try:
            found.append(host.runner_pid(session.id))
        except LookupError:
            return False
        return True

    wait_until(is_there, "the runner to be started")
    os.kill(found[-1], signal.SIGSTOP)
    return found[-1]
