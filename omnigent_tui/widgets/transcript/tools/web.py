"""The web: what was searched for or fetched, and the answer as the markdown it is."""

from collections.abc import Iterable
from typing import Self

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Runs
from omnigent_tui.rendering.markdown import MarkdownText
from omnigent_tui.rendering.tool_media import byte_size
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.card import ToolCard

MARKDOWN_LIMIT = 24_000
"""Characters above which an answer is shown as plain text: parsing it would hold up the keyboard."""

_WORTH_TELLING = 1_000


def markdown_rows(text: str, width: int, glyphs: Glyphs, indent: Runs) -> list[Line]:
    """Return `text` as markdown below a card's title."""
    markdown = MarkdownText(glyphs)
    markdown.update(text)
    indented = sum(len(part) for part, _ in indent)
    return [
        Line(line.runs, (*indent, *line.gutter), line.glue, line.fill)
        for line in markdown.lines(max(8, width - indented))
    ]


class WebCard(ToolCard):
    """Draws a fetch or a search on the web."""

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        return cls(name, values, glyphs) if values.text("url", "query", "q", "search_query", "prompt") else None

    @override
    def title(self) -> str:
        url, query = self.values.text("url"), self.values.text("query", "q", "search_query", "prompt")
        if not url:
            return f"Search the web for {query}"
        return f"Fetch {url}" + (f": {query}" if query else "")

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        if len(output.text) >= _WORTH_TELLING and not output.problem and not output.is_running:
            yield f"about {byte_size(len(output.text))}"

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        if output.problem or output.values or len(output.text) > MARKDOWN_LIMIT:
            return super().gave(width, output)
        return markdown_rows(output.text, width, self.glyphs, (("  ", 0),))
