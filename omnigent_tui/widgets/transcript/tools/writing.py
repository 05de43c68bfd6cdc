"""Files written: path and size, then what was written, highlighted."""

from collections.abc import Iterable
from typing import Self

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.highlighting import language_of
from omnigent_tui.rendering.lines import Line
from omnigent_tui.rendering.tool_media import byte_size
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_titles import PATH_NAMES
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.card import Excerpt, ToolCard
from omnigent_tui.widgets.transcript.tools.code import code_excerpt, code_rows, line_count

_CONTENT = ("content", "file_text", "contents", "new_source", "text")


class WriteCard(ToolCard):
    """Draws a file that is written whole."""

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs) -> None:
        super().__init__(name, values, glyphs)
        self._path = values.text(*PATH_NAMES)
        self._text = values.text(*_CONTENT)

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        fits = values.text(*PATH_NAMES).strip() and any(values.has_text(key) for key in _CONTENT)
        return cls(name, values, glyphs) if fits else None

    @override
    def title(self) -> str:
        return f"Write {self._path}"

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        lines = line_count(self._text)
        yield f"{lines:,} {'line' if lines == 1 else 'lines'}"
        size = output.values.number("bytes_written")
        if size is not None:
            yield byte_size(size)
        created = output.values.get("created")
        if isinstance(created, bool):
            yield "new file" if created else "replaced"

    @override
    def asked(self, width: int, output: ToolOutput) -> list[Line]:
        return code_rows(self._text, language_of(self._path), width, 1, self.open_key)

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        if output.problem:
            return super().excerpt(width, output)
        return code_excerpt(self._text, language_of(self._path), width, 1, self.folded_rows, self.glyphs.ellipsis)

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        is_plain = not output.problem and output.values.number("bytes_written") is not None
        return [] if is_plain else super().gave(width, output)

    @override
    def asked_text(self) -> str:
        return self._text
