"""A program in a pseudo-terminal of its own, with a screen (pyte) to look at and a keyboard to type on."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

TIMEOUT = 60.0
"""Seconds after which a wait fails; never part of what a test claims."""

_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_KITTY = re.compile(rb"\x1b\[([<>])[0-9;]*u")
# pyte takes kitty keyboard sequences, window operations and pointer shapes for text, titles or others of that letter.
_UNKNOWN_TO_PYTE = re.compile(r"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[[0-9;]*t|\x1b\]22;[a-z-]*\x07")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*|\][^\x07\x1b]*\x1b?)?\Z")
_DEFAULTS = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
_INHERITED = ("PATH", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV")


class PtySession:
    """Runs `argv` in a new session with a pty of `size` (columns, rows) as its controlling terminal.

    The environment is `_DEFAULTS`, a few inherited variables and `env`. Output is only read while a method waits, so
    not calling any is a terminal that reads nothing. `answers`: reply to the query for synchronized updates.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        answers: bool = True,
        ignore_hangup: bool = False,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.raw = bytearray()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._unfinished = ""
        self._answers = answers
        self._answered = 0
        self._master, slave = os.openpty()
        self._set_size(size)
        self.settings_before = termios.tcgetattr(slave)
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}

        def enter() -> None:
            os.login_tty(slave)
            # Programs started in the background by a shell inherit an ignored SIGINT.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            if ignore_hangup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)

        self.process = subprocess.Popen(
            argv, cwd=cwd, env=environment | _DEFAULTS | dict(env or {}), preexec_fn=enter, pass_fds=pass_fds
        )
        # Kept open, so that the settings can still be read when the program has ended.
        self._slave = slave

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- output

    def pump(self, timeout: float = 0.05, limit: int = 65536) -> bytes:
        """Read once, waiting at most `timeout` seconds, and show it on the screen; what was read."""
        if self._master < 0 or not select.select([self._master], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self._master, limit)
        except OSError:
            return b""
        self.raw += data
        self._show(self._decode(data))
        if self._answers and self.raw.find(b"\x1b[?2026$p", self._answered) >= 0:
            self._answered = len(self.raw)
            self.send("\x1b[?2026;2$y")
        return data

    def _show(self, text: str) -> None:
        text = self._unfinished + text
        unfinished = _UNFINISHED.search(text)
        self._unfinished = unfinished.group() if unfinished else ""
        text = text[: len(text) - len(self._unfinished)]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub("", text))

    def drain(self, quiet: float = 0.3) -> None:
        """Read until nothing came for `quiet` seconds."""
        end = time.monotonic() + TIMEOUT
        while self.pump(quiet) and time.monotonic() < end:
            pass

    def wait(self, condition: Callable[[], object], what: str = "condition") -> None:
        """Read until `condition()` holds; fails with the screen after `TIMEOUT` seconds."""
        end = time.monotonic() + TIMEOUT
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{what} did not come to hold; the screen:\n{self.text}")
            self.pump()

    def wait_for(self, text: str) -> None:
        """Read until `text` is visible."""
        self.wait(lambda: text in self.text, f"{text!r} on the screen")

    @property
    def lines(self) -> list[str]:
        """The screen's rows as text, without trailing blanks."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.lines)

    # -- input

    def send(self, text: str) -> None:
        """Type or answer; blocks while the program does not read."""
        os.write(self._master, text.encode("utf-8", "surrogatepass"))

    def send_slowly(self, data: bytes, sizes: Iterator[int]) -> None:
        """Send in pieces of the given sizes, reading in between so that neither side waits for the other."""
        while data:
            if select.select([], [self._master], [], TIMEOUT)[1]:
                data = data[os.write(self._master, data[: min(next(sizes), 512)]) :]
            self.pump(0)

    def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does that filters nothing."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self.drain(0.05)
        self.screen.resize(rows, columns)
        self._set_size((columns, rows))

    def _set_size(self, size: tuple[int, int]) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    # -- the end

    def kill(self, number: int) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal as a dropped connection does."""
        os.close(self._slave)
        os.close(self._master)
        self._slave = self._master = -1

    def wait_exit(self) -> int:
        """Read until the program has ended; its return code (negative: ended by that signal)."""
        end = time.monotonic() + TIMEOUT
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"still running; the screen:\n{self.text}")
            if self._master < 0:
                time.sleep(0.01)
            self.pump()
        while self.pump(0):
            pass
        return self.process.returncode

    def modes_on(self) -> set[str]:
        """The private modes (and `kitty`, the keyboard protocol) that were turned on and not off again."""
        on: set[str] = set()
        for match in _MODES.finditer(bytes(self.raw)):
            for mode in match[1].decode().split(";"):
                (on.add if match[2] == b"h" else on.discard)(mode)
        depth = 0
        for match in _KITTY.finditer(bytes(self.raw)):
            depth = depth + 1 if match[1] == b">" else max(0, depth - 1)
        # On is how terminals start: the cursor shows and lines wrap.
        return (on - {"25", "7"}) | ({"kitty"} if depth else set())

    def settings(self) -> list[object]:
        """The terminal's settings (termios) now."""
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        """End the program, whatever it does, and close the terminal."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.send_signal(signal.SIGCONT)
        self.process.wait()
        for descriptor in (self._master, self._slave):
            with contextlib.suppress(OSError):
                if descriptor >= 0:
                    os.close(descriptor)
        self._master = self._slave = -1
