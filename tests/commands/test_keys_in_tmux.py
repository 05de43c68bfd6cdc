"""Sends every key of the command table through a real tmux and reads which name the program gets for it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from omnigent_tui.commands.catalog import CATALOG
from omnigent_tui.commands.key_names import BONUS_KEYS

LISTENER = """
import sys
from textual import events
from textual.app import App

class Listener(App):
    async def on_event(self, event):
        if isinstance(event, events.Key):
            with open(sys.argv[1], "a") as log:
                log.write(event.key + chr(10))
        else:
            await super().on_event(event)

    def on_ready(self):
        open(sys.argv[1], "a").write("ready" + chr(10))

Listener().run()
"""
TMUX_NAMES = {
    "pageup": "PPage",
    "pagedown": "NPage",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
}
DEADLINE_SECONDS = 60.0


def tmux_name(key: str) -> str:
    *modifiers, name = key.split("+")
    if key == "shift+tab":
        return "BTab"
    letters = {"ctrl": "C-", "alt": "M-", "shift": "S-"}
    plain = TMUX_NAMES.get(name, name if len(name) == 1 else name.capitalize())
    return "".join(letters[modifier] for modifier in modifiers) + plain


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("the keys did not arrive")
        time.sleep(0.02)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    command = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / "tmux")]
    yield command
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)


@pytest.mark.pty
def test_every_key_arrives_under_its_own_name(tmux: list[str], tmp_path: Path) -> None:
    keys = list(dict.fromkeys(key for row in CATALOG for key in row.keys if key not in BONUS_KEYS))
    program, log = tmp_path / "listener.py", tmp_path / "keys.log"
    program.write_text(LISTENER)
    environ = {name: value for name, value in os.environ.items() if name not in ("TMUX", "COLUMNS", "LINES")}
    start = [*tmux, "new-session", "-d", "-x", "80", "-y", "24", sys.executable, str(program), str(log)]
    subprocess.run(start, check=True, env=environ)

    def heard() -> list[str]:
        return log.read_text().split() if log.exists() else []

    def has_heard(lines: int) -> bool:
        return len(heard()) >= lines

    until(partial(has_heard, 1))
    for number, key in enumerate(keys, start=1):
        subprocess.run([*tmux, "send-keys", tmux_name(key)], check=True)
        until(partial(has_heard, number + 1))
    assert heard()[1:] == keys
