"""Patches as text, read into diffs: unified diffs of one or many files, and the patches that Codex's tool takes."""

import re
from collections.abc import Iterator

from omnigent_tui.rendering.diff_model import ADDED_LINE, KEPT, REMOVED_LINE, SHOWN_DIFF_LINES, DiffLine, FileDiff, Hunk
from omnigent_tui.rendering.diff_words import with_marks
from omnigent_tui.values import replace

_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)")
_ENVELOPE_FILE = re.compile(r"\*\*\* (Add|Update|Delete) File: (.+)")
_MOVE = "*** Move to: "
_CHANGES = {"Add": "added", "Update": "edited", "Delete": "deleted"}
_TEXT_LIMIT = 400_000
"""Characters of a patch that are read line by line; beyond, lines are only counted, and count for the last file."""


def parse_patch(text: str, path: str = "", room: int = SHOWN_DIFF_LINES) -> tuple[FileDiff, ...]:
    """Return the diffs in a patch, one for each file; nothing when it is none. At most `room` lines are kept.

    `path` is used where none is told.
    """
    reader = _Reader(path, room)
    for line in _lines(text[:_TEXT_LIMIT]):
        reader.take(line)
    diffs = reader.finished()
    if len(text) <= _TEXT_LIMIT or not diffs:
        return diffs
    added, removed = counted(text[_TEXT_LIMIT:])
    last = diffs[-1]
    hidden = last.hidden + added + removed
    return (*diffs[:-1], replace(last, added=last.added + added, removed=last.removed + removed, hidden=hidden))


def counted(text: str) -> tuple[int, int]:
    """Return how many lines of a piece of a patch come and go, at a glance."""
    return text.count("\n+"), text.count("\n-")


def _lines(text: str) -> Iterator[str]:
    yield from (text[:-1] if text.endswith("\n") else text).split("\n")


class _Reader:
    """Takes a patch line by line."""

    def __init__(self, path: str, room: int) -> None:
        self._default_path = path
        self._room = room
        self._diffs: list[FileDiff] = []
        self._start_file(path)

    def _start_file(self, path: str, change: str = "edited") -> None:
        self._path, self._change = path, change
        self._hunks: list[Hunk] = []
        self._lines: list[DiffLine] = []
        self._heading = ""
        self._in_hunk = False
        self._left: list[int] | None = None
        self._old: int | None = None
        self._new: int | None = None
        self._added = self._removed = self._hidden = 0

    def take(self, line: str) -> None:
        """Read one line."""
        if line.startswith("*** "):
            self._envelope(line)
        elif line.startswith("diff --git "):
            self._end_file()
            self._start_file(line.rpartition(" b/")[2] or self._default_path)
        elif line.startswith("@@"):
            self._start_hunk(line)
        elif self._in_hunk and (self._left is None or max(self._left) > 0 or line.startswith("\\")):
            self._line(line)
        else:
            self._header(line)

    def _envelope(self, line: str) -> None:
        """Read a line of the patches that Codex's tool takes, which mark files with `*** …`."""
        match = _ENVELOPE_FILE.fullmatch(line)
        if match is not None:
            self._end_file()
            self._start_file(match[2].strip(), _CHANGES[match[1]])
            self._in_hunk = match[1] == "Add"
            self._new = 1 if self._in_hunk else None
        elif line.startswith(_MOVE):
            self._path = f"{self._path} → {line[len(_MOVE) :].strip()}"
        else:
            self._in_hunk = False

    def _header(self, line: str) -> None:
        if line.startswith("new file"):
            self._change = "added"
        elif line.startswith("deleted file"):
            self._change = "deleted"
        elif line.startswith("--- "):
            if self._hunks or self._lines:
                self._end_file()
                self._start_file(self._default_path)
            if line.startswith("--- /dev/null"):
                self._change = "added"
            elif not self._path:
                self._path = _named(line[4:])
        elif line.startswith("+++ /dev/null"):
            self._change = "deleted"
        elif line.startswith("+++ "):
            self._path = _named(line[4:])

    def _start_hunk(self, line: str) -> None:
        self._end_hunk()
        match = _HUNK.fullmatch(line)
        self._in_hunk = True
        if match is None:
            # Codex's patches say where only by a line nearby, or not at all.
            self._heading, self._left = line.lstrip("@").strip(), None
            self._old = self._new = None
            return
        self._old, self._new, self._heading = int(match[1]), int(match[3]), match[5]
        self._left = [int(match[2] or 1), int(match[4] or 1)]

    def _line(self, line: str) -> None:
        sign, text = (line[0], line[1:]) if line else (KEPT, "")
        if sign == "\\":
            return
        if sign not in {KEPT, ADDED_LINE, REMOVED_LINE}:
            self._in_hunk = False
            return
        if self._left is not None:
            self._left[0] -= sign != ADDED_LINE
            self._left[1] -= sign != REMOVED_LINE
        old = self._old if sign != ADDED_LINE else None
        new = self._new if sign != REMOVED_LINE else None
        self._added += sign == ADDED_LINE
        self._removed += sign == REMOVED_LINE
        if old is not None:
            self._old = old + 1
        if new is not None:
            self._new = new + 1
        if self._room:
            self._room -= 1
            self._lines.append(DiffLine(sign, text, old, new))
        else:
            self._hidden += 1

    def _end_hunk(self) -> None:
        if self._lines:
            self._hunks.append(Hunk(with_marks(self._lines), self._heading))
        self._lines = []

    def _end_file(self) -> None:
        self._end_hunk()
        if self._hunks or self._hidden or self._change == "deleted":
            self._diffs.append(
                FileDiff(self._path, tuple(self._hunks), self._added, self._removed, self._change, self._hidden)
            )

    def finished(self) -> tuple[FileDiff, ...]:
        """Return what was read."""
        self._end_file()
        return tuple(self._diffs)


def _named(text: str) -> str:
    name = text.partition("\t")[0].strip()
    return name[2:] if name.startswith(("a/", "b/")) else name
