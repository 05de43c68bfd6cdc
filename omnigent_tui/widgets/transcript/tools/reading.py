"""Files read: path and range, then the text itself, highlighted, with the file's own line numbers."""

import re
from collections.abc import Iterable
from typing import Self

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.highlighting import language_of
from omnigent_tui.rendering.lines import Line
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_titles import PATH_NAMES
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.card import Excerpt, ToolCard
from omnigent_tui.widgets.transcript.tools.code import code_excerpt, code_rows, line_count

# Claude Code's own way of numbering what it reads: "    12→text", or with a tab.
_NUMBERED = re.compile(r" {0,8}(\d{1,7})[→\t](.*)")
_REMINDER = re.compile(r"\n*<system-reminder>.*?</system-reminder>\n*", re.DOTALL)
_NUMBER_PREFIX = re.compile(r"^ {0,8}\d{1,7}[→\t]", re.MULTILINE)


def numbered_text(text: str) -> tuple[str, int | None]:
    """Return a text without the line numbers put before each of its lines, and the first of the numbers."""
    first = _NUMBERED.match(text)
    if first is None:
        return text, None
    return _NUMBER_PREFIX.sub("", text), int(first[1])


class ReadCard(ToolCard):
    """Draws a file that was read."""

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs) -> None:
        super().__init__(name, values, glyphs)
        self._path = values.text(*PATH_NAMES)
        self._read_from: ToolOutput | None = None
        self._code: tuple[str, int | None] = ("", None)

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        return cls(name, values, glyphs) if values.text(*PATH_NAMES).strip() else None

    @override
    def title(self) -> str:
        return f"Read {self._path}{self._range()}"

    def _range(self) -> str:
        first = self.values.number("offset", "start_line", "line")
        last, count = self.values.number("end_line"), self.values.number("limit")
        if last is None and count is not None and count > 0:
            last = (first or 1) + count - 1
        if first is None and last is None:
            return ""
        return f" from line {first or 1}" + (f" to {last}" if last is not None else "")

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        code, _ = self._text(output)
        if code and not output.problem:
            count, total = line_count(code), output.values.number("total_lines")
            of = f" of {total:,}" if total is not None and total > count else ""
            yield f"{count:,}{of} {'line' if count == 1 and not of else 'lines'}"
        if output.values.get("truncated") is True:
            yield "cut off"

    def _text(self, output: ToolOutput) -> tuple[str, int | None]:
        if output is not self._read_from:
            self._read_from, self._code = output, self._take(output)
        return self._code

    def _take(self, output: ToolOutput) -> tuple[str, int | None]:
        values = output.values
        if values.has_text("content") and values.text("encoding") != "base64":
            return values.text("content"), values.number("offset") or 1
        if values or output.problem:
            return output.text, None
        text, first = numbered_text(output.text)
        return (_REMINDER.sub("\n", text) if "<system-reminder>" in text else text), first

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        if output.problem:
            return super().excerpt(width, output)
        code, first = self._text(output)
        return code_excerpt(code, language_of(self._path), width, first, self.folded_rows, self.glyphs.ellipsis)

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        if output.problem:
            return super().gave(width, output)
        code, first = self._text(output)
        return code_rows(code, language_of(self._path), width, first, self.open_key)

    @override
    def source(self, output: ToolOutput) -> str:
        code, _ = self._text(output)
        return "\n".join(part for part in (self.title(), code.rstrip("\n"), *output.media) if part)
