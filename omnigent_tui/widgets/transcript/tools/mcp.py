"""Tools of MCP servers: server and tool, the arguments as a table, what came back."""

from typing_extensions import override

from omnigent_tui.rendering.json_preview import one_line
from omnigent_tui.rendering.lines import Line
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.rendering.tool_names import read_name
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.widgets.transcript.tools.card import ToolCard
from omnigent_tui.widgets.transcript.tools.table import value_rows


class McpCard(ToolCard):
    """Draws a call of an MCP server's tool."""

    @override
    def title(self) -> str:
        return f"{self.subject()} {one_line(dict(self.values))}".rstrip()

    @override
    def subject(self) -> str:
        name = read_name(self.name)
        return f"{name.server} {self.glyphs.notice} {name.plain}"

    @override
    def asked(self, width: int, output: ToolOutput) -> list[Line]:
        return value_rows(self.values, width, MUTED)

    @override
    def asked_text(self) -> str:
        return "\n".join(
            f"{name}: {value if isinstance(value, str) else one_line(value, 10_000)}"
            for name, value in self.values.items()
        )
