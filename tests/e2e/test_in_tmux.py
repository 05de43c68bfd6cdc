"""The program in a shell in tmux, as most people over ssh have it: keys, suspending, resizing, leaving."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.launching import PROGRAM, environment
from tests.e2e.tmux_terminal import Tmux
from tests.pilot.demo import Demo

pytestmark = pytest.mark.pty

_MODES = ("alternate_on", "mouse_any_flag", "mouse_sgr_flag", "cursor_flag", "keypad_cursor_flag")


def test_suspending_goes_to_the_shell_and_coming_back_repaints(demo: Demo, home: Path, tmp_path: Path) -> None:
    session_id = demo.new_session("Suspended")
    demo.script(session_id, [{"text": "Read **this** again."}], [{"text": "And this."}])
    with Tmux(tmp_path, environment(home)) as tmux:
        at_first = tmux.facts(*_MODES)
        tmux.start(["stty", "-g"])
        tmux.wait(tmux.in_shell, "the shell")
        settings = tmux.lines[1]
        assert settings.count(":") > 10
        tmux.start([*PROGRAM, "--server", demo.url, "--session", session_id])
        tmux.wait_for("● live")
        tmux.say("hello")
        tmux.wait_for("Read this again.")
        tmux.type("a draft")
        tmux.wait_for("a draft")
        tmux.press("C-z")
        tmux.wait_for("Stopped")
        tmux.wait(tmux.in_shell, "the shell")
        assert tmux.facts(*_MODES) == at_first
        tmux.type("stty -g; echo shell-says-$((6*7))")
        tmux.press("Enter")
        tmux.wait_for("shell-says-42")
        assert settings in tmux.text
        demo.post_message(session_id, "meanwhile")
        tmux.type("fg")
        tmux.press("Enter")
        for text in ("Read this again.", "a draft", "meanwhile", "And this."):
            tmux.wait_for(text)
        assert "shell-says-42" not in tmux.text
        tmux.resize(80, 24)
        tmux.wait(lambda: len(tmux.lines) == 24 and "● live" in tmux.lines[-1], "the smaller window is filled")
        tmux.wait_for("a draft")
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")
        assert tmux.facts(*_MODES) == at_first
        tmux.resize(120, 36)
        tmux.type("echo status-$?; stty -g")
        tmux.press("Enter")
        tmux.wait_for("status-0")
        tmux.wait_for(settings)


def test_keys_that_tmux_passes_on_work(demo: Demo, home: Path, tmp_path: Path) -> None:
    session_id = demo.new_session("Keys")
    demo.order("items", session_id=session_id, count=90)
    items = demo.get(f"/v1/sessions/{session_id}/items", limit=20, order="desc")["data"]
    asked = next(item["content"][0]["text"] for item in items if item.get("role") == "user")
    number = asked[asked.index("(") :]
    with Tmux(tmp_path, environment(home)) as tmux:
        tmux.start([*PROGRAM, "--server", demo.url, "--session", session_id])
        tmux.wait_for("● live")
        tmux.wait_for(number)
        tmux.type("one")
        tmux.press("C-j")
        tmux.type("two")
        tmux.wait(lambda: any(line.rstrip().endswith("two") for line in tmux.lines), "a second line")
        tmux.press("PageUp", "PageUp")
        tmux.wait_gone(number)
        tmux.press("C-End")
        tmux.wait_for(number)
        tmux.press("F1")
        tmux.wait_for("Leave the program")
        tmux.press("Escape")
        tmux.wait_gone("Leave the program")
        tmux.press("C-p")
        tmux.wait_for("Search commands")
        tmux.type("theme: terminal")
        tmux.wait_for("Theme: terminal")
        tmux.press("Escape")
        tmux.wait_gone("Theme: terminal")
        tmux.press("F9")
        tmux.wait_gone("host offline")
        tmux.press("F9")
        tmux.wait_for("host offline")
        tmux.press("M-Down")
        tmux.wait(lambda: "Keys" not in tmux.lines[0].partition("│")[2], "another session is open")
        tmux.press("M-Up")
        tmux.wait(lambda: "Keys" in tmux.lines[0].partition("│")[2], "the first session is open")
        tmux.wait_for("two")
        tmux.press("C-c")
        tmux.wait_for("Ctrl+Q leaves")
        tmux.press("C-q")
        tmux.wait(tmux.in_shell, "the shell")
