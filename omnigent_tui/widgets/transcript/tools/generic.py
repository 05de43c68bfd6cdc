"""The card of every tool that no other card knows: its name, its arguments, what it gave."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.json_preview import indented
from omnigent_tui.rendering.lines import Line, wrap_text
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_titles import tool_title
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.face import limited
from omnigent_tui.widgets.transcript.tools.card import INDENT, ToolCard


class GenericCard(ToolCard):
    """Takes anything: arguments that are no JSON object are shown as they are."""

    def __init__(self, name: str, values: ToolValues | None, glyphs: Glyphs, arguments: str = "") -> None:
        super().__init__(name, values or ToolValues({}), glyphs)
        self._bare = "" if values is not None else clean(arguments).strip()

    @override
    def title(self) -> str:
        if not self.name:
            return "A call that is not loaded"
        return tool_title(self.name, self.values, self._bare)

    @override
    def asked(self, width: int, output: ToolOutput) -> list[Line]:
        text = self.asked_text()
        if not text:
            return []
        runs = ((f"{self.name} ", MUTED), *limited(text))
        return wrap_text(runs, width, INDENT, note_look=MUTED, open_key=self.open_key)

    @override
    def asked_text(self) -> str:
        return indented(dict(self.values)) if self.values else self._bare
