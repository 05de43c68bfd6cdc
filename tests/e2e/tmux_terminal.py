"""A shell with job control in a tmux of the test's own: its own socket, no configuration, keys by tmux's names."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from tests.e2e.launching import step_to

TIMEOUT = 60.0
"""Seconds after which a wait fails; never part of what a test claims."""

_PROMPT = "shell-ready> "


class Tmux:
    """One window of `size` (columns, rows) that runs bash."""

    def __init__(self, folder: Path, env: Mapping[str, str], size: tuple[int, int] = (120, 36)) -> None:
        self._socket = folder / "tmux"
        columns, rows = map(str, size)
        variables = [part for name, value in env.items() for part in ("-e", f"{name}={value}")]
        start_up = folder / "bashrc"
        start_up.write_text(f"PS1='{_PROMPT}'\n", encoding="utf-8")
        self._run(
            *("-f", "/dev/null", "new-session", "-d", "-s", "test", "-x", columns, "-y", rows, *variables),
            shlex.join(["bash", "--noprofile", "--rcfile", str(start_up)]),
        )
        self.wait_for(_PROMPT.strip())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("kill-server")

    def _run(self, *arguments: str) -> str:
        command = ["tmux", "-S", str(self._socket), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    # -- input

    def start(self, command: list[str]) -> None:
        """Run a command in the shell."""
        self.type(shlex.join(command))
        self.press("Enter")

    def type(self, text: str) -> None:
        """Type text."""
        self._run("send-keys", "-t", "test", "-l", text)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: `C-x`, `Enter`, `PageUp`."""
        self._run("send-keys", "-t", "test", *keys)

    def say(self, text: str) -> None:
        """Type a message and send it, as soon as it is seen in the composer."""
        self.type(text)
        self.wait_for(text)
        self.press("Enter")

    def choose(self, title: str) -> None:
        """Open a session with the keys of the list."""

        def there() -> bool:
            key = step_to(title, self.lines)
            if key:
                self.press(key.capitalize())
                time.sleep(0.15)  # The list may change its order meanwhile: look again before the next step.
            return key == ""

        self.press("C-l")
        self.wait(there, f"the cursor is on {title!r}")
        self.press("Enter")

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self._run("resize-window", "-t", "test", "-x", str(columns), "-y", str(rows))

    # -- output

    @property
    def text(self) -> str:
        """What the window shows."""
        return self._run("capture-pane", "-p", "-t", "test")

    @property
    def lines(self) -> list[str]:
        """The rows of the window."""
        return self.text.splitlines()

    def facts(self, *names: str) -> dict[str, str]:
        """What tmux knows of the terminal, such as `alternate_on`, `mouse_any_flag`, `cursor_flag`."""
        values = self._run("display-message", "-p", "-t", "test", "\n".join(f"#{{{name}}}" for name in names))
        return dict(zip(names, values.splitlines(), strict=True))

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Wait until the condition holds; fails with the window's text."""
        end = time.monotonic() + TIMEOUT
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{what} did not come to hold; the window:\n{self.text}")
            time.sleep(0.1)

    def wait_for(self, text: str) -> None:
        """Wait until the text is visible."""
        self.wait(lambda: text in self.text, f"{text!r} in the window")

    def wait_gone(self, text: str) -> None:
        """Wait until the text is no longer visible."""
        self.wait(lambda: text not in self.text, f"{text!r} gone from the window")

    def in_shell(self) -> bool:
        """Whether the last line that is not empty is the shell's prompt."""
        shown = [line for line in self.lines if line.strip()]
        return bool(shown) and shown[-1].strip() == _PROMPT.strip()
