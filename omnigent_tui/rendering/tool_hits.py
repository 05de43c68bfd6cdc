"""What searches find, grouped by file: lines with numbers, counts, or only the files' names."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.values import Value, field

READ_LINES = 2_000
"""Lines of an output that are sorted into hits; of the rest only the number."""

# PATH:NUMBER:TEXT for a hit, PATH-NUMBER-TEXT for a line around one, as grep and ripgrep print them.
_HIT = re.compile(r"(?P<path>(?:[A-Za-z]:[\\/])?[^:\n]{1,500}?):(?P<line>\d{1,8})[:](?P<text>.*)")
_NEAR = re.compile(r"(?P<path>[^\n]{1,500}?)-(?P<line>\d{1,8})-(?P<text>.*)")
_COUNT = re.compile(r"(?P<path>[^:\n]{1,500}):(?P<count>\d{1,8})")
_LINE_ONLY = re.compile(r"(?P<line>\d{1,8})[:→](?P<text>.*)")
_HEADING = re.compile(r"Found [\d,]+ .*|No (files|matches) found.*|\d+ (matches|results|files).*", re.IGNORECASE)
_LOOKS_LIKE_PATH = re.compile(r"[^\s:][^:\n]{0,400}")


class FileHits(Struct):
    """What was found in a file: lines (number, text, whether it is a hit or only near one), or a number of hits."""

    path: str
    lines: list[tuple[int | None, str, bool]] = field(default_factory=list)
    count: int | None = None


class Hits(Value):
    """All that was found. `unread` lines of the output were not looked at."""

    files: tuple[FileHits, ...]
    unread: int = 0

    @property
    def total(self) -> int:
        """How many places were found (without lines: how many files)."""
        found = sum(file.count or sum(is_hit for _, _, is_hit in file.lines) for file in self.files)
        return found or len(self.files)

    @property
    def has_lines(self) -> bool:
        """Whether places are known, not only files."""
        return any(file.lines or file.count is not None for file in self.files)


def read_hits(text: str, place: str = "") -> Hits | None:
    """Return the hits in what a search printed; None when it is something else. `place` is the file searched in."""
    all_lines = text.strip("\n").split("\n")
    files: dict[str, FileHits] = {}
    for line in all_lines[:READ_LINES]:
        if not line.strip() or line == "--" or _HEADING.fullmatch(line):
            continue
        if not _take(line, files, place):
            return None
    return Hits(tuple(files.values()), max(0, len(all_lines) - READ_LINES)) if files else None


def _take(line: str, files: dict[str, FileHits], place: str) -> bool:
    hit = _HIT.fullmatch(line)
    if hit is not None:
        _file(files, hit["path"]).lines.append((int(hit["line"]), hit["text"], True))
        return True
    only = _LINE_ONLY.fullmatch(line) if place else None
    if only is not None:
        _file(files, place).lines.append((int(only["line"]), only["text"], True))
        return True
    near = _NEAR.fullmatch(line)
    if near is not None and near["path"] in files:
        _file(files, near["path"]).lines.append((int(near["line"]), near["text"], False))
        return True
    count = _COUNT.fullmatch(line)
    if count is not None:
        _file(files, count["path"]).count = int(count["count"])
        return True
    if _LOOKS_LIKE_PATH.fullmatch(line) and not any(file.lines for file in files.values()):
        _file(files, line.strip())
        return True
    return False


def _file(files: dict[str, FileHits], path: str) -> FileHits:
    return files.setdefault(path, FileHits(path))


def listed_hits(rows: Sequence[ToolValues]) -> Hits | None:
    """Return the hits in a tool's own list of objects (`path`, `line`, `text`); None when they say no paths."""
    files: dict[str, FileHits] = {}
    for row in rows[:READ_LINES]:
        path = row.text("path", "file", "file_path", "filename", "name")
        if not path:
            return None
        number, text = row.number("line", "line_number"), row.text("text", "content", "match", "preview")
        if number is not None or text:
            _file(files, path).lines.append((number, text, True))
        else:
            _file(files, path)
    return Hits(tuple(files.values()), max(0, len(rows) - READ_LINES)) if files else None


def listed_names(names: Iterable[str]) -> Hits | None:
    """Return the hits in a tool's own list of paths."""
    files = {name: FileHits(name) for name in names}
    return Hits(tuple(files.values())) if files else None
