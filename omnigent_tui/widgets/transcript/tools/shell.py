"""Commands: `$ command`, where it ran and how it ended; the newest lines while it runs."""

from collections.abc import Iterable
from typing import Self

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.highlighting import highlight
from omnigent_tui.rendering.lines import Line, Run, wrap_text
from omnigent_tui.rendering.looks import BOLD, CODE_BLOCK, MUTED
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.card import INDENT, Excerpt, ToolCard

_COMMAND = ("command", "cmd", "script", "input")
_HEADING_LIMIT = 8_000


class ShellCard(ToolCard):
    """Draws a command."""

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs) -> None:
        super().__init__(name, values, glyphs)
        self._command = clean(values.command(*_COMMAND)).strip()

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        return cls(name, values, glyphs) if values.command(*_COMMAND).strip() else None

    @override
    def title(self) -> str:
        return f"$ {self._command}"

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        if self.values.get("run_in_background") is True or self.values.get("is_background") is True:
            yield "in the background"

    @override
    def heading(self) -> tuple[Run, ...]:
        command = self._command
        if len(command) > _HEADING_LIMIT:
            command = f"{command[:_HEADING_LIMIT]}{self.glyphs.ellipsis}"
        runs: list[Run] = [("$ ", BOLD)]
        for number, line in enumerate(highlight(command, "bash")):
            if number:
                runs.append(("\n  ", 0))
            runs += [(text, look & ~CODE_BLOCK | BOLD) for text, look in line]
        return tuple(runs)

    @override
    def asked(self, width: int, output: ToolOutput) -> list[Line]:
        place = output.values.text("cwd") or self.values.text("cwd", "workdir", "workspace_dir", "directory")
        told = [self.values.text("description"), f"in {place}" if place else ""]
        limit = self.values.number("timeout", "timeout_ms")
        if limit is not None:
            told.append(f"timeout {limit:,}")
        text = f" {self.glyphs.notice} ".join(part for part in told if part)
        return wrap_text(((text, MUTED),), width, INDENT) if text else []

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        look = self.output_look(output)
        failed = output.problem.startswith("exit") or output.problem == "timed out"
        return self.text_excerpt(output.text, width, look, running=output.is_running, failed=failed)
