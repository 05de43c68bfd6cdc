"""The audit file: one JSON line for each verdict this client gave, readable by its owner only, rotated by size."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Literal

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.elicitations import ElicitationRequest
from omnigent_tui.settings.log_file import redact
from omnigent_tui.state.asked import asked, is_plain_consent, summary
from omnigent_tui.state.intents import AnswerElicitation
from omnigent_tui.values import Value

MOST_BYTES = 1_000_000
KEPT_FILES = 3
_WHAT_LIMIT = 300

Result = Literal["confirmed", "unconfirmed", "failed"]
RuleEvent = Literal["made", "revoked"]


class AuditEntry(Value):
    """What is known of a verdict when it is sent."""

    server: str
    session: str
    elicitation: str
    tool: str
    what: str
    verdict: str
    scope: str
    by: str


def entry_of(intent: AnswerElicitation, request: ElicitationRequest, server: str) -> AuditEntry:
    """Return the entry of a verdict. Typed answers are not in it: they may be secrets."""
    told = asked(request.params)
    return AuditEntry(
        server=redact(server),
        session=intent.session_id,
        elicitation=intent.elicitation_id,
        tool=clean_line(told.tool or request.params.policy_name or "", 100),
        what=redact(clean_line(summary(request, _WHAT_LIMIT), _WHAT_LIMIT)),
        verdict=intent.action,
        scope=_scope(intent, request),
        by=intent.by,
    )


def _scope(intent: AnswerElicitation, request: ElicitationRequest) -> str:
    told = {**intent.content, **intent.meta}
    told.pop("feedback", None)
    if intent.action != "accept" or not told:
        return "once"
    if not is_plain_consent(request.params) and "exit_plan_mode" not in (request.params.model_extra or {}):
        return clean_line(f"answers to {', '.join(map(str, told))}", _WHAT_LIMIT)
    words = (f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in told.items())
    return clean_line(", ".join(words), _WHAT_LIMIT)


class RotatedFile:
    """A file of lines, for its owner's eyes; at `limit` bytes it becomes `NAME.1`, and the oldest one goes."""

    def __init__(self, path: Path, limit: int = MOST_BYTES) -> None:
        self.path = path
        self._limit = limit

    def append(self, data: bytes) -> None:
        """Add a line.

        Raises:
            OSError: it cannot be written.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock():
            if self._size() + len(data) > self._limit:
                self._rotate()
            self._write(data)

    def _write(self, data: bytes) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
            os.write(descriptor, data)
        finally:
            os.close(descriptor)

    def _size(self) -> int:
        with contextlib.suppress(FileNotFoundError):
            return self.path.stat().st_size
        return 0

    def _rotate(self) -> None:
        names = [self.path, *(self.path.with_name(f"{self.path.name}.{number}") for number in range(1, KEPT_FILES + 1))]
        for newer, older in reversed(list(pairwise(names))):
            with contextlib.suppress(FileNotFoundError):
                newer.replace(older)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep other windows of this program from rotating at the same time."""
        path = self.path.with_name(f"{self.path.name}.lock")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class AuditLog:
    """Records verdicts and rules in `file`; without one nothing is recorded."""

    def __init__(self, file: RotatedFile | None) -> None:
        self._file = file

    def verdict(self, entry: AuditEntry, result: Result, at: float, detail: str = "") -> str:
        """Record what became of a verdict; returns what went wrong in recording it, else an empty text."""
        line = {
            "time": _written(at),
            "server": entry.server,
            "session": entry.session,
            "elicitation": entry.elicitation,
            "tool": entry.tool,
            "what": entry.what,
            "verdict": entry.verdict,
            "scope": entry.scope,
            "by": entry.by,
            "result": result,
        }
        return self._append({**line, "detail": redact(clean_line(detail, _WHAT_LIMIT))} if detail else line)

    def rule(self, event: RuleEvent, server: str, session: str, words: str, at: float) -> str:
        """Record that a rule was made or revoked; returns as `verdict`."""
        what = redact(clean_line(words, _WHAT_LIMIT))
        return self._append(
            {"time": _written(at), "server": redact(server), "session": session, "rule": event, "what": what}
        )

    def _append(self, line: Mapping[str, str]) -> str:
        if self._file is None:
            return ""
        try:
            self._file.append((json.dumps(line, ensure_ascii=True) + "\n").encode())
        except OSError as error:
            return f"{self._file.path} cannot be written, so this is not recorded: {error.strerror or error}"
        return ""


def _written(at: float) -> str:
    return datetime.fromtimestamp(at, tz=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
