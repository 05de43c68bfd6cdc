"""Several clients and one question, and a server that dies while it asks: the real server, the program in tmux."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.approvals.asking import Asking, asked, outputs, wait_asked
from tests.approvals.desk import desk
from tests.e2e.launching import PROGRAM, environment
from tests.real_server.driving import SessionDriver
from tests.real_server.rig import RealServer
from tests.real_server.waiting import wait_until

pytestmark = [
    pytest.mark.pty,
    pytest.mark.real_server,
    pytest.mark.xdist_group("real_server_screens"),
    pytest.mark.timeout(300),
]

_BEHAVIOUR = {"allow": "Approved", "deny": "Declined"}


@pytest.fixture
def asking(real_server: RealServer) -> Iterator[Asking]:
    """Sessions that ask."""
    made = Asking(real_server)
    yield made
    made.close()


def _behaviour(hook: Future[httpx.Response]) -> str:
    return str(hook.result(60).json()["hookSpecificOutput"]["decision"]["behavior"])


def _answer(home: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, "answer", *arguments, "--server", url]
    env = {**os.environ, **environment(home)}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_one_of_several_clients_wins_and_the_others_show_it(
    real_server: RealServer, asking: Asking, home: Path, tmp_path: Path
) -> None:
    url = real_server.url
    session = asking.session("smoke", f"Shared {uuid4().hex[:4]}", bound=False)

    def ask(command: str) -> tuple[Future[httpx.Response], str]:
        payload = {"tool_name": "Bash", "tool_input": {"command": command}, "permission_mode": "bypassPermissions"}
        hook = asking.hook(session, "permission-request", payload)
        wait_asked(session)
        return hook, str(asked(session)[0]["elicitation_id"])

    with (
        desk(tmp_path / "one", home, url, session.id) as one,
        desk(tmp_path / "two", tmp_path / "other", url, session.id) as two,
    ):
        for person in (one, two):
            person.reads("● live")

        # The first answers at the keyboard.
        hook, _ = ask("echo first")
        two.reads("echo first")
        one.reads("echo first")
        one.tmux.press("C-o")
        one.considers("y", hook.done, "the first verdict counts")
        assert _behaviour(hook) == "allow"
        for person in (one, two):
            person.loses("Needs you")
            person.reads("Approved:")

        # A script is faster; the same answer again is told that nothing waits.
        hook, asked_id = ask("echo second")
        two.reads("echo second")
        done = _answer(home, url, asked_id, "--decline", "--session", session.id)
        assert (done.returncode, json.loads(done.stdout)["confirmed"]) == (0, True), done.stderr
        assert _behaviour(hook) == "deny"
        for person in (one, two):
            person.loses("Needs you")
            person.reads("Declined:")
        again = _answer(home, url, asked_id, "--accept")
        assert (again.returncode, again.stdout) == (3, "")

        # Both at once: whatever the server made of it is what both of them show.
        hook, asked_id = ask("echo third")
        one.reads("echo third")
        two.reads("echo third")
        two.tmux.press("C-o")
        before = {word: one.sees.count(f"{word}:") for word in _BEHAVIOUR.values()}
        two.considers("y", partial(_declined, session, asked_id), "somebody's verdict counts")
        word = _BEHAVIOUR[_behaviour(hook)]
        for person in (one, two):
            person.loses("Needs you")
            person.shows(f"{word}:", before[word] + 1)
    assert asked(session) == []


def _is_quiet(session: SessionDriver) -> bool:
    return not asked(session)


def _declined(session: SessionDriver, asked_id: str) -> bool:
    """Decline as another client does, in the very moment of a key; True once nobody is asked any more."""
    session.approve(asked_id, "decline")
    return not asked(session)


def test_a_server_that_dies_while_it_asks(real_server: RealServer, asking: Asking, home: Path, tmp_path: Path) -> None:
    key = uuid4().hex[:4]
    shown = asking.before_shell(f"Shown {key}", "echo shown-$((40+2))")
    other = asking.before_shell(f"Other {key}", "echo other-$((40+2))")
    dead = asking.before_shell(f"Dead {key}", "echo dead")
    wait_asked(shown, other, dead)
    before = {asked(session)[0]["elicitation_id"] for session in (shown, other)}
    with desk(tmp_path / "one", home, real_server.url, shown.id) as person:
        person.reads("echo shown-")
        person.tmux.press("C-o")
        person.loses("Ctrl+O to answer")
        real_server.stop_server(kill=True)
        person.loses("● live")
        # An answer to the question of a dead server is an answer to nothing, and stays one.
        person.considers("y", lambda: "did not reach the server" in person.sees, "the answer did not arrive")
        os.kill(real_server.runner_pid(dead.id), signal.SIGKILL)
        real_server.start_server()
        person.reads("● live")
        # The new server does not know the old questions, but counts them: until their runners ask again, which a
        # dead one never does.
        person.opens_queue()
        person.points_at(f"Dead {key}")
        person.reads("was lost")
        wait_asked(shown, other)
        after = {asked(session)[0]["elicitation_id"] for session in (shown, other)}
        assert not before & after
        assert outputs(shown) == outputs(other) == []
        person.points_at(f"Other {key}")
        person.goes_to_card("echo other-")
        person.considers("y", lambda: outputs(other), "the other session's command runs")
        assert outputs(shown) == []
        person.points_at(f"Shown {key}")
        person.goes_to_card("echo shown-")
        person.considers("y", lambda: outputs(shown), "the open session's command runs")
    assert "other-42" in outputs(other)[0]
    assert "shown-42" in outputs(shown)[0]
    for session in (shown, other):
        wait_until(partial(_is_quiet, session), "nothing is asked any more")
