"""What was sent from here, in all sessions and over all runs: a file of one JSON object a line, newest last.

Several windows may run at once: every line is appended under a lock, and the file is cut to its newest entries when
it has grown to twice what is kept. Only its owner can read it.
"""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from omnigent_tui.values import Value

MOST_PROMPTS = 1_000
LONGEST_PROMPT = 20_000
"""Characters; what is longer was pasted, and stays in its session only."""
MOST_BYTES = 4_000_000


class Prompt(Value):
    """A message that was sent to a session, `at` in Unix seconds."""

    text: str
    session_id: str
    at: float


class PromptHistory:
    """Reads and extends the file. A disk that fails costs the history, never a message; `problem` says so.

    `prompts` reads only when the file is another one than last time (some milliseconds for a full one); `add` waits
    for no disk but may wait for another window: call it from a thread.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem: str | None = None
        self._seen: tuple[int, int, int] | None = None
        self._prompts: tuple[Prompt, ...] = ()

    def prompts(self) -> tuple[Prompt, ...]:
        """Return what is kept, oldest first."""
        try:
            stat = self.path.stat()
            seen = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
            if seen != self._seen:
                self._prompts = tuple(self._read())[-MOST_PROMPTS:]
                self._seen = seen
        except FileNotFoundError:
            self._prompts, self._seen = (), None
        except OSError as error:
            self._note(error)
        return self._prompts

    def add(self, prompt: Prompt) -> None:
        """Keep a prompt, unless it is blank, too long, or the very one before."""
        if not prompt.text.strip() or len(prompt.text) > LONGEST_PROMPT:
            return
        known = self.prompts()
        if known and (known[-1].text, known[-1].session_id) == (prompt.text, prompt.session_id):
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock():
                self._append(prompt)
                if self._is_too_long():
                    self._cut()
        except OSError as error:
            self._note(error)
        else:
            self.problem = None

    def _read(self) -> Iterator[Prompt]:
        with self.path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if (prompt := _parsed(line)) is not None:
                    yield prompt

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        handle = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _append(self, prompt: Prompt) -> None:
        handle = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            size = os.fstat(handle).st_size
            # A line that a full disk cut short must not swallow this one.
            head = b"\n" if size and os.pread(handle, 1, size - 1) != b"\n" else b""
            os.write(handle, head + _line(prompt))
        finally:
            os.close(handle)

    def _is_too_long(self) -> bool:
        if self.path.stat().st_size > MOST_BYTES:
            return True
        with self.path.open("rb") as lines:
            return sum(1 for _ in lines) > 2 * MOST_PROMPTS

    def _cut(self) -> None:
        kept, size = list[bytes](), 0
        for prompt in reversed(tuple(self._read())[-MOST_PROMPTS:]):
            line = _line(prompt)
            size += len(line)
            if size > MOST_BYTES // 2:
                break
            kept.append(line)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(reversed(kept))
            Path(name).replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def _note(self, error: OSError) -> None:
        self.problem = f"{self.path}: {error.strerror or error}"


def _line(prompt: Prompt) -> bytes:
    # ASCII only: a lone surrogate could not be encoded.
    entry = {"at": round(prompt.at), "session": prompt.session_id, "text": prompt.text}
    return json.dumps(entry, ensure_ascii=True).encode() + b"\n"


def _parsed(line: str) -> Prompt | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    text, session_id, at = entry.get("text"), entry.get("session"), entry.get("at")
    if not isinstance(text, str) or not isinstance(session_id, str) or not isinstance(at, int | float):
        return None
    return Prompt(text, session_id, float(at))
