"""Searches: what was looked for, and what was found grouped by file."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import ClassVar, Self

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, wrap_runs
from omnigent_tui.rendering.looks import BOLD, MUTED, UNDERLINE
from omnigent_tui.rendering.tool_hits import FileHits, Hits, listed_hits, listed_names, read_hits
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_titles import PATH_NAMES
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.face import SHOWN_LINES
from omnigent_tui.widgets.transcript.tools.card import INDENT, Excerpt, ToolCard, note_rows

_PATTERN = ("pattern", "query", "q", "regex", "glob", "glob_pattern", "search", "search_term")
_PLACE = ("path", "directory", "dir", "dir_path", "target_directory", "include", "folder")
_LINE_SHOWN = 500


class SearchCard(ToolCard):
    """Draws a search through files."""

    verb: ClassVar[str] = "Search"
    folded_rows = 5

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs) -> None:
        super().__init__(name, values, glyphs)
        self._read_from: ToolOutput | None = None
        self._hits: Hits | None = None

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        return cls(name, values, glyphs) if values.text(*_PATTERN) else None

    @override
    def title(self) -> str:
        place = self.values.text(*_PLACE)
        only = self.values.text("glob", "include", "type")
        pattern = self.values.text(*_PATTERN)
        told = f"{self.verb} {clean_line(pattern, 200)}" + (f" in {place}" if place else "")
        return f"{told} ({only})" if only and only not in (pattern, place) else told

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        hits = self._found(output)
        if hits is None or output.is_running:
            return
        count, files = hits.total, len(hits.files)
        more = "+" if hits.unread else ""
        if hits.has_lines:
            yield f"{count:,}{more} {'hit' if count == 1 else 'hits'} in {files:,} {'file' if files == 1 else 'files'}"
        else:
            yield f"{files:,}{more} {'file' if files == 1 else 'files'}"

    def _found(self, output: ToolOutput) -> Hits | None:
        if output is not self._read_from:
            self._read_from, self._hits = output, None if output.problem else self._read_hits(output)
        return self._hits

    def _read_hits(self, output: ToolOutput) -> Hits | None:
        rows = output.values.rows("matches", "results", "hits", "data", "entries")
        names = output.values.texts("files", "filenames", "paths", "matches", "results")
        if rows:
            return listed_hits(rows)
        return listed_names(names) if names else read_hits(output.text, self._one_file())

    def _one_file(self) -> str:
        place = self.values.text(*PATH_NAMES)
        return place if "." in place.rpartition("/")[2] else ""

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        hits = self._found(output)
        if hits is None:
            return super().excerpt(width, output)
        total = sum(1 + len(file.lines) for file in hits.files) + hits.unread
        most = self.folded_rows + (total == self.folded_rows + 1)
        rows = [self.row(runs, width) for runs in islice(self._lines(hits), most)]
        return Excerpt(rows, total - len(rows))

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        hits = self._found(output)
        if hits is None:
            return super().gave(width, output)
        rows: list[Line] = []
        total = sum(1 + len(file.lines) for file in hits.files) + hits.unread
        for runs in islice(self._lines(hits), SHOWN_LINES):
            rows += wrap_runs(runs, width, INDENT, (*INDENT, ("      ", 0)), words=False)
        note = f"{total - SHOWN_LINES:,} more lines" if total > SHOWN_LINES else ""
        return rows + note_rows(note, width, self.open_key)

    def _lines(self, hits: Hits) -> Iterator[tuple[Run, ...]]:
        for file in hits.files:
            yield _heading(file)
            digits = max((len(str(number)) for number, _, _ in file.lines if number is not None), default=0)
            for number, text, is_hit in file.lines:
                told = "" if number is None else str(number)
                shown = text[:_LINE_SHOWN].expandtabs(4)
                text_runs: tuple[Run, ...] = self._marked(shown) if is_hit else ((shown, MUTED),)
                yield ((f"  {told:>{digits}}{':' if is_hit else ' '} ", MUTED), *text_runs)

    def _marked(self, text: str) -> tuple[Run, ...]:
        """Underline what was looked for where it stands in so many words; a pattern of the server's is never run."""
        pattern = self.values.text(*_PATTERN)[:_LINE_SHOWN].lower()
        lowered = text.lower()
        if len(lowered) != len(text) or pattern not in lowered:
            return ((text, 0),)
        runs: list[Run] = []
        position = 0
        while (found := lowered.find(pattern, position)) >= 0:
            end = found + len(pattern)
            runs += [(text[position:found], 0), (text[found:end], BOLD | UNDERLINE)]
            position = end
        return tuple(run for run in (*runs, (text[position:], 0)) if run[0])


def _heading(file: FileHits) -> tuple[Run, ...]:
    path: Run = (clean_line(file.path, 500), BOLD if file.lines else 0)
    if file.count is None:
        return (path,)
    return (path, (f"  {file.count:,} {'hit' if file.count == 1 else 'hits'}", MUTED))


class FindCard(SearchCard):
    """Draws a search for files by name."""

    verb = "Find"


class ListCard(SearchCard):
    """Draws the listing of a directory."""

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        return cls(name, values, glyphs) if values.text(*_PLACE, *PATH_NAMES) else None

    @override
    def title(self) -> str:
        return f"List {self.values.text(*_PLACE, *PATH_NAMES)}"

    @override
    def _read_hits(self, output: ToolOutput) -> Hits | None:
        rows = output.values.rows("entries", "data", "files")
        return listed_hits(rows) if rows else None
