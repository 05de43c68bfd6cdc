"""Copying in a real tmux: through OSC 52 alone, and through tmux's own command whatever its settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.launching import PROGRAM, environment
from tests.e2e.tmux_terminal import Tmux
from tests.pilot.demo import Demo

pytestmark = pytest.mark.pty

ANSWER = "Some **bold** words of a long answer that is wrapped on the screen, and 漢字 at the end of it."


def buffer(tmux: Tmux) -> str:
    """Return what tmux would paste, empty when there is nothing."""
    return tmux._run("list-buffers", "-F", "#{buffer_sample}") and tmux._run("show-buffer")


def test_an_answer_arrives_as_it_was_written(demo: Demo, home: Path, tmp_path: Path) -> None:
    session_id = demo.new_session("To copy")
    demo.script(session_id, [{"text": ANSWER}])
    with Tmux(tmp_path, environment(home), (120, 36)) as tmux:
        program = [*PROGRAM, "--server", demo.url, "--session", session_id]
        tmux.start(program)
        tmux.wait_for("● live")
        tmux.say("go")
        tmux.wait_for("on the screen")
        tmux.press("M-g")
        tmux.wait_for("/ find")
        tmux.press("y")
        tmux.wait_for("Copied answer")
        assert buffer(tmux) == ANSWER
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")
        # Where the program can't see tmux (from another machine, say), the terminal's own way has to do.
        tmux._run("delete-buffer")
        tmux._run("set-option", "-s", "set-clipboard", "on")
        tmux.start(["env", "-u", "TMUX", *program])
        tmux.wait_for("on the screen")
        tmux.press("M-g")
        tmux.wait_for("/ find")
        tmux.press("y")
        tmux.wait_for("Copied answer")
        tmux.wait(lambda: buffer(tmux) == ANSWER, "the buffer has the answer")
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")
