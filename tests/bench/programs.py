"""What the measurements run: a program in a pty of its own, the demo server, and markdown to stream."""

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

from tests.pilot import demo as orders

COLUMNS, ROWS = 120, 40
PATIENCE = 120.0
QUIET = 0.7
SETTLED = 2.5
"""Seconds without a byte after which a program has started: by then it has tidied up its memory, too."""
OMNIGENT_TUI = [sys.executable, "-m", "omnigent_tui"]
HELLO_WORLD = [
    sys.executable,
    "-c",
    """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("Hello world")

Hello().run()
""",
]

_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_CONTROL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])|[\x00-\x1f]")
_QUERIES = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[c": b"\x1b[?62;22c"}


class Program:
    """A program in a pty of its own that is read all the time it is waited for.

    `rate`: bytes a second that are read at most, as a slow link would.
    """

    def __init__(self, argv: list[str], folder: Path) -> None:
        self.output = bytearray()
        self.rate: int | None = None
        self._next_read = 0.0
        self._typed = 0.0
        self.started = time.monotonic()
        self.last_output = self.started
        self.pid, self._master = pty.fork()
        if not self.pid:
            config, state = str(folder / "config"), str(folder / "state")
            folders = {"OMNIGENT_TUI_CONFIG_DIR": config, "OMNIGENT_TUI_STATE_DIR": state}
            os.execvpe(argv[0], argv, {**os.environ, **folders, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def read(self, seconds: float) -> None:
        """Take what the program writes within `seconds`, and answer what it asks."""
        if self.rate and (early := self._next_read - time.monotonic()) > 0:
            time.sleep(min(early, seconds))
            return
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return
        try:
            data = os.read(self._master, self.rate // 200 if self.rate else 1 << 16)
        except OSError:
            raise SystemExit(f"the program ended:\n{self.text()[-2000:]}") from None
        self.output += data
        self.last_output = time.monotonic()
        if self.rate:
            self._next_read = self.last_output + len(data) / self.rate
        for query, answer in _QUERIES.items():
            if query in data:
                os.write(self._master, answer)

    def type(self, keys: str) -> float:
        """Press keys; the time when they were pressed."""
        self._typed = time.monotonic()
        os.write(self._master, keys.encode())
        return self._typed

    def until_written(self, wanted: str, start: int = 0) -> float:
        """Read until there is a text in one piece in what was written after `start` bytes; the time when it was."""
        encoded, end = wanted.encode(), time.monotonic() + PATIENCE
        while self.output.find(encoded, start) < 0:
            if time.monotonic() > end:
                raise SystemExit(f"never written: {wanted}")
            self.read(0.05)
        return self.last_output

    def text(self) -> str:
        """What was written, without control sequences."""
        return _CONTROL.sub("", self.output.decode("utf-8", "replace"))

    def until_painted(self) -> float:
        """Read until there is text on the screen; the seconds since the start."""
        while not self.text().strip():
            if time.monotonic() > self.started + PATIENCE:
                raise SystemExit("nothing was painted")
            self.read(0.05)
        return self.last_output - self.started

    def until_quiet(self, seconds: float = QUIET) -> None:
        """Read until nothing was typed or written for `seconds`."""
        while (rest := max(self._typed, self.last_output) + seconds - time.monotonic()) > 0:
            self.read(rest)

    def run_for(self, seconds: float) -> None:
        """Read for `seconds`."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.read(rest)

    def cpu(self) -> float:
        """CPU seconds used so far, from ticks of 10 ms."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Resident MB."""
        return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_SIZE / 1e6

    def end(self) -> None:
        """End the program and close its terminal."""
        os.kill(self.pid, signal.SIGTERM)
        with contextlib.suppress(SystemExit):
            while True:
                self.read(1.0)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    break
        os.close(self._master)


class Demo(orders.Demo):
    """The demo server, and what the measurements tell it."""

    def idle_session(self) -> str:
        """The id of a short session whose agent waits for a message."""
        rows = self.get("/v1/sessions", limit=50)["data"]
        return next(str(row["id"]) for row in rows if row["title"] == "Explain the retry module")

    def long_session(self, items: int, middle: str, last: str) -> str:
        """Make a session with a history of mixed items, one text in the middle of it and one at its end."""
        session_id = self.new_session(f"{items} items")
        for count, text in ((items // 2 - 1, middle), (items - items // 2 - 1, last)):
            self.order("items", session_id=session_id, count=count)
            content = [{"type": "output_text", "text": text}]
            message = {"type": "message", "role": "assistant", "content": content}
            self.order("items", session_id=session_id, items=[message])
        return session_id

    def say(self, session_id: str, text: str, pause: float) -> None:
        """Have the agent begin to write `text` in deltas of 20 characters, `pause` seconds apart."""
        self.script(session_id, [{"text": text, "chunk": 20, "delay": pause}])
        self.post_message(session_id, "go")

    def rename(self, session_id: str, title: str) -> None:
        """Give a session another title."""
        self._client.patch(f"/v1/sessions/{session_id}", json={"title": title}).raise_for_status()

    def is_idle(self, session_id: str) -> bool:
        """Whether no turn runs."""
        return self.status(session_id) == "idle"


@contextlib.contextmanager
def demo_server(*options: str) -> Iterator[Demo]:
    command = [sys.executable, "-m", "omnigent_tui.demo", "--until-stdin-closes", "--port", "0", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        demo = Demo(json.loads(process.stdout.readline())["url"])
        yield demo
        demo.close()
        process.stdin.close()


def markdown(size: int) -> str:
    """Return deterministic markdown of about `size` characters: prose, lists, tables and code."""
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        number = len(parts)
        parts.append(
            (
                f"## Part {number}\n\n",
                f"The **agent** reads `file_{number}.py` and writes what it *found* there, line by line. " * 4 + "\n\n",
                "".join(f"- item {number}.{n} of the list, with `code` and a few words\n" for n in range(5)) + "\n",
                f"```python\ndef f{number}(a: int) -> int:\n    return a + {number}  # the sum\n```\n\n",
                "| name | count |\n|---|---|\n" + "".join(f"| row {n} | {n * number} |\n" for n in range(4)) + "\n",
            )[number % 5]
        )
    return "".join(parts)
