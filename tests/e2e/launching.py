"""How the program is started in a test: the command, and an environment with a home of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.terminal.pty_session import PtySession

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "omnigent_tui"]

_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    "alt+down": "\x1b[1;3B",
    "alt+up": "\x1b[1;3A",
    "f1": "\x1bOP",
    "f5": "\x1b[15~",
    "f9": "\x1b[20~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}

_QUIET_SECONDS = 0.8
"""More than the program asks for between reading a question and answering it."""
_TRIES, _LOOK_SECONDS = 12, 5.0
"""How often a considered key is pressed, and after how long it has not done anything."""


def environment(home: Path) -> dict[str, str]:
    """The variables of a person who uses this program for the first time."""
    home.mkdir(parents=True, exist_ok=True)
    folders = {"HOME": home, "XDG_CONFIG_HOME": home / "config", "XDG_STATE_HOME": home / "state"}
    return {name: str(folder) for name, folder in folders.items()} | {"PYTHONPATH": str(ROOT), "TZ": "UTC"}


def step_to(title: str, lines: list[str]) -> str | None:
    """The key that brings the list's cursor nearer to a session; empty when it is there, None while it is unseen."""
    wanted = next((number for number, line in enumerate(lines) if line[3:].startswith(title)), None)
    cursor = next((number for number, line in enumerate(lines) if line.startswith("❯")), None)
    if wanted is None or cursor is None:
        return None
    return "" if wanted == cursor else "down" if wanted > cursor else "up"


class Program(PtySession):
    """The running program in a pty, with keys by name."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        size: tuple[int, int] = (120, 36),
        command: list[str] | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        super().__init__(
            [*(command or PROGRAM), *arguments], size=size, env=environment(home), ignore_hangup=ignore_hangup
        )

    def press(self, *keys: str) -> None:
        """Press keys by name; what is no name is typed as it is."""
        for key in keys:
            self.send(_KEYS.get(key, key))

    def say(self, text: str) -> None:
        """Type a message and send it, as soon as it is seen in the composer."""
        self.send(text)
        self.wait_for(text)
        self.press("enter")

    def consider(self, key: str, done: Callable[[], object], what: str) -> None:
        """Press a key after having read for a moment, again where a slow program finds that it came too soon."""
        for _ in range(_TRIES):
            self.drain(_QUIET_SECONDS)
            self.press(key)
            end = time.monotonic() + _LOOK_SECONDS
            while time.monotonic() < end:
                self.pump()
                if done():
                    return
        raise AssertionError(f"never: {what}\n{self.text}")

    def choose(self, title: str) -> None:
        """Open a session with the keys of the list."""
        self.press("ctrl+l")
        self.wait(partial(self._step_to, title), f"the cursor is on {title!r}")
        self.press("enter")
        self.wait(lambda: self.lines[0].partition("│")[2].strip().startswith(title), f"{title!r} is open")

    def _step_to(self, title: str) -> bool:
        key = step_to(title, self.lines)
        if key:
            self.press(key)
            # The list may change its order meanwhile: look again before the next step.
            self.drain(0.15)
        return key == ""

    def is_live(self) -> None:
        """Wait until the open session's stream is connected."""
        self.wait(lambda: "● live" in self.lines[-1], "live")

    def quit(self) -> None:
        """Leave by the key; fails unless that is a normal end."""
        self.press("ctrl+q")
        assert self.wait_exit() == 0, self.text
