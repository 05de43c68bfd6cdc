"""However the program ends, the terminal is as it was; and without a terminal it ends."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.launching import Program
from tests.pilot.demo import Demo

pytestmark = pytest.mark.pty

_USED = {"1049", "2004", "1000", "1006", "kitty"}
"""Modes a running program needs: alternate screen, bracketed paste, mouse, its coordinates, kitty keyboard."""


def _assert_restored(program: Program) -> None:
    assert program.modes_on() == set()
    assert program.settings() == program.settings_before
    # The cursor shows again.
    assert program.raw.rfind(b"\x1b[?25h") > program.raw.rfind(b"\x1b[?25l")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_restore_the_terminal(demo: Demo, home: Path, number: int) -> None:
    with Program(home, "--server", demo.url, "--session", demo.new_session("Signalled")) as program:
        program.is_live()
        assert program.modes_on() >= _USED
        program.kill(number)
        assert program.wait_exit() == 128 + number
        _assert_restored(program)


def test_quitting_restores_the_terminal(demo: Demo, home: Path) -> None:
    with Program(home, "--server", demo.url) as program:
        program.wait_for("needs you")
        program.quit()
        _assert_restored(program)


def test_a_crash_restores_the_terminal_and_says_what_happened(demo: Demo, home: Path) -> None:
    command = [sys.executable, "-m", "tests.e2e.crashing"]
    with Program(home, "--server", demo.url, command=command) as program:
        program.wait_for("needs you")
        program.press("f5")
        assert program.wait_exit() == 1
        _assert_restored(program)
        assert "RuntimeError: crashed on purpose, 12 characters" in program.text
        assert "token-of-ada" not in program.raw.decode()


@pytest.mark.parametrize("ignored", [False, True], ids=["hangup", "hangup-ignored"])
def test_a_vanished_terminal_ends_the_program(demo: Demo, home: Path, ignored: bool) -> None:
    session_id = demo.new_session("Cut off")
    with Program(home, "--server", demo.url, "--session", session_id, ignore_hangup=ignored) as program:
        program.is_live()
        program.hang_up()
        assert program.wait_exit() == 128 + signal.SIGHUP
        program.wait(lambda: not demo.get("/demo/state")["streams"].get(session_id), "the stream is closed")
