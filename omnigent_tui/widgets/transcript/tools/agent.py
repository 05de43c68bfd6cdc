"""Sub-agents: who was asked, what for, how that stands, and the answer."""

from collections.abc import Iterable
from typing import Self

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, wrap_text
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.face import limited
from omnigent_tui.widgets.transcript.tools.card import INDENT, Excerpt, ToolCard
from omnigent_tui.widgets.transcript.tools.web import MARKDOWN_LIMIT, markdown_rows

_AGENT = ("agent", "subagent_type", "agent_type", "agent_name", "agent_id", "session_id", "to", "target")
_PROMPT = ("input", "message", "prompt", "task", "instructions")


class AgentCard(ToolCard):
    """Draws a task given to another agent."""

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs) -> None:
        super().__init__(name, values, glyphs)
        self._agent = values.text(*_AGENT)
        self._about = values.text("title", "description")
        self._prompt = values.nested("args").text(*_PROMPT) or values.text(*_PROMPT)

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        card = cls(name, values, glyphs)
        return card if card._agent or card._about or card._prompt else None

    @override
    def title(self) -> str:
        return f"{self.subject()}: {self._prompt}" if self._prompt else self.subject()

    @override
    def subject(self) -> str:
        about = f"({self._about})" if self._about else ""
        return " ".join(part for part in ("Ask", self._agent or "a sub-agent", about) if part)

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        status = output.values.text("status")
        if status and not output.problem:
            # What the call says is how the sub-agent stood then; how it stands now its own entries tell.
            yield "started" if self._is_started(output) else f"sub-agent {clean_line(status, 40)}"

    @override
    def asked(self, width: int, output: ToolOutput) -> list[Line]:
        if not self._prompt:
            return []
        return wrap_text(limited(self._prompt), width, (*INDENT, (f"{self.glyphs.column} ", MUTED)), note_look=MUTED)

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        if self._is_started(output):
            return Excerpt([])
        return super().excerpt(width, output)

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        if self._is_started(output):
            told = output.values.text("message")
            return wrap_text(((told, MUTED),), width, INDENT) if told else []
        if output.problem or output.values or len(output.text) > MARKDOWN_LIMIT:
            return super().gave(width, output)
        return markdown_rows(output.text, width, self.glyphs, INDENT)

    @staticmethod
    def _is_started(output: ToolOutput) -> bool:
        """Whether the output only says that the sub-agent works on it; its answer comes by the inbox."""
        return not output.problem and bool(output.values.text("status")) and bool(output.values.text("message"))

    @override
    def asked_text(self) -> str:
        return self._prompt
