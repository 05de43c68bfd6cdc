"""Todo lists and plans as a tool was told them: every step with how far it has come."""

from collections.abc import Iterable
from typing import ClassVar, Self

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, wrap_runs, wrap_text
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_todos import DONE, current, progress, step_runs, steps_of
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.card import INDENT, Excerpt, ToolCard

_STEPS_SHOWN = 500


class TodoCard(ToolCard):
    """Draws a todo list; what the tool answers ("ok") is not worth a row unless it went wrong."""

    folded_rows: ClassVar[int] = 7

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs) -> None:
        super().__init__(name, values, glyphs)
        self._steps = steps_of(values.rows("todos", "plan", "items", "tasks")[:_STEPS_SHOWN])

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        card = cls(name, values, glyphs)
        return card if card._steps else None

    @override
    def title(self) -> str:
        now = current(self._steps)
        what = "plan" if "plan" in self.name.lower() else "todos"
        return f"Update the {what}" + (f": {now}" if now else "")

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        yield f"{progress(self._steps)} done"

    @override
    def asked(self, width: int, output: ToolOutput) -> list[Line]:
        explanation = self.values.text("explanation")
        rows = wrap_text(((explanation, MUTED),), width, INDENT) if explanation else []
        for step in self._steps:
            rows += wrap_runs(step_runs(step, self.glyphs), width, INDENT, (*INDENT, ("  ", 0)))
        return rows

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        if output.problem:
            return super().excerpt(width, output)
        total, most = len(self._steps), self.folded_rows
        # Of a long list the part that is being worked on is what matters: the done steps before it can wait.
        first_open = next((number for number, step in enumerate(self._steps) if step.state != DONE), total)
        start = 0 if total <= most + 1 else max(0, min(first_open - 1, total - most))
        shown = self._steps[start : start + most] if total > most + 1 else self._steps
        rows = [self.row(step_runs(step, self.glyphs), width) for step in shown]
        return Excerpt(rows, total - len(shown), 0 if start and start + most >= total else None)

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        return super().gave(width, output) if output.problem else []

    @override
    def asked_text(self) -> str:
        return "\n".join(f"[{'x' if step.state == DONE else ' '}] {step.text}" for step in self._steps)
