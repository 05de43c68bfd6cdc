"""However the program ends or pauses, the terminal is left as it was found, and the return code says why."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.terminal.stage_session import StageSession

pytestmark = pytest.mark.pty


def assert_restored(session: StageSession) -> None:
    assert session.modes_on() == set()
    assert session.settings() == session.settings_before
    # The pen is the default one when the shell gets the terminal back.
    assert session.raw.rfind(b"\x1b[m\x1b[?1016l") < session.raw.rfind(b"\x1b[?1049l")
    assert b"\x1b[?1016l" in session.raw


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signal_restores_and_is_reported(number: int, tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.do("append", "some text", "more")
        assert {"1049", "2004", "1000", "1006", "kitty"} <= session.modes_on()
        session.kill(number)
        assert session.wait_exit() == 128 + number
        assert_restored(session)


def test_crash_restores_and_shows_the_error(tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.tell("crash")
        assert session.wait_exit() == 1
        assert_restored(session)
        assert "crashed on purpose" in session.text
        # What the program knew (tokens, texts of others) is not printed with the traceback.
        assert "a secret in a local variable" not in session.raw.decode()
        assert b"\x1b]52" not in session.raw


def test_quitting_restores_the_title(tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.do("title", "my\x1b]0;evil\x07 session\n2\u202e")
        session.wait(lambda: session.screen.title)
        assert "\x1b" not in session.screen.title
        assert "session" in session.screen.title
        assert b"\x1b]0;evil" not in session.raw
        session.send("\x11")
        assert session.wait_exit() == 0
        assert_restored(session)
        assert session.raw.count(b"\x1b[22;2t") == session.raw.count(b"\x1b[23;2t") == 1


@pytest.mark.parametrize("ignored", [False, True])
def test_vanished_terminal_ends_the_program(ignored: bool, tmp_path: Path) -> None:
    with StageSession(tmp_path, ignore_hangup=ignored) as session:
        session.do("append", "some text")
        session.hang_up()
        assert session.wait_exit() == 128 + signal.SIGHUP


def test_terminal_that_reads_nothing_does_not_stop_the_end(tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.do("append", "some text")
        for n in range(40):
            session.tell("append", *(f"{n} {i} {'x' * 50}" for i in range(200)))
            session.tell("repaint")
        while session.told() < 60:  # Obeyed although nothing is read.
            time.sleep(0.01)
        session.kill(signal.SIGTERM)
        assert session.process.wait(timeout=60) == 128 + signal.SIGTERM


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_stop_and_continue_repaints(number: int, tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.do("append", "before the stop")
        session.do("input", "typed")
        for _ in range(2):
            session.kill(number)
            session.wait(lambda: state_of(session.process.pid) == "T", "stopped")
            session.drain()
            if number == signal.SIGTSTP:
                assert session.modes_on() == set()
                assert session.settings() == session.settings_before
            session.screen.reset()
            session.kill(signal.SIGCONT)
            session.wait_for("before the stop")
            session.do("append", "after it")
            session.check()
            # Keys are read once, by one thread.
            session.send("\x1b[I")
            session.do("look")
        session.kill(signal.SIGTERM)
        assert session.wait_exit() == 128 + signal.SIGTERM
        assert_restored(session)


def test_resize_to_the_same_size_repaints(tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.do("append", "still here")
        session.wait_for("still here")
        # A terminal that became smaller and larger again may have lost what it showed.
        session.screen.reset()
        session.kill(signal.SIGWINCH)
        session.wait_for("still here")
        session.check()


def test_second_signal_ends_at_once_and_restores(tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.tell("hang_on_exit")
        session.wait(lambda: session.told() > session.count)
        session.kill(signal.SIGTERM)
        session.wait_for("leaving")
        session.kill(signal.SIGTERM)
        assert session.wait_exit() == 128 + signal.SIGTERM
        assert_restored(session)
