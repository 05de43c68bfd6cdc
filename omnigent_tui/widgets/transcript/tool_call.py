"""Tool calls: one header row with state and title, a few rows of output folded, arguments and all output unfolded."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.json_preview import indented, parsed
from omnigent_tui.rendering.lines import Line, Run, Runs, crop_runs, runs_width, wrap_text
from omnigent_tui.rendering.looks import ACCENT, ADDED, BAD, BOLD, GOOD, MUTED, REMOVED, WARNING
from omnigent_tui.rendering.tool_output import ToolOutput, read_tool_output
from omnigent_tui.rendering.tool_titles import tool_title
from omnigent_tui.state.transcript import ToolCall, ToolState
from omnigent_tui.widgets.transcript.face import Face, limited

FOLDED_ROWS = 3

_INDENT: Runs = (("  ", 0),)
_REPLACED = (("old_string", "new_string"), ("old_text", "new_text"), ("old_str", "new_str"))


class ToolCallFace(Face[ToolCall]):
    """Draws a tool call and what it gave."""

    compact = True
    starts_folded = True

    def __init__(self, entry: ToolCall, glyphs: Glyphs) -> None:
        super().__init__(entry, glyphs)
        self._title = tool_title(entry.name, entry.arguments)
        self._output = self._read()

    @override
    def update(self, entry: ToolCall) -> None:
        if (entry.name, entry.arguments) != (self.entry.name, self.entry.arguments):
            self._title = tool_title(entry.name, entry.arguments)
        super().update(entry)
        self._output = self._read()

    def _read(self) -> ToolOutput:
        if self.entry.output is None:
            return ToolOutput(clean(self.entry.live_output))
        return read_tool_output(self.entry.output)

    def _state(self) -> tuple[str, str, int]:
        """Sign, word and look of how the call stands."""
        glyphs, problem = self.glyphs, self._output.problem
        match self.entry.state:
            case ToolState.RUNNING:
                return glyphs.running, "running", ACCENT
            case ToolState.CANCELLED:
                return glyphs.stopped, "cancelled", WARNING
            case ToolState.ACTION_REQUIRED:
                return glyphs.attention, "action required", WARNING | BOLD
            case ToolState.DONE if problem == "cancelled":
                return glyphs.stopped, problem, WARNING
            case ToolState.DONE if problem:
                return glyphs.failed, problem, BAD
        return glyphs.done, "done", GOOD

    @property
    @override
    def sign(self) -> Run:
        glyph, _, look = self._state()
        return (glyph, look)

    @override
    def is_foldable(self) -> bool:
        return True

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        _, word, look = self._state()
        mark: Run = (f"{self.glyphs.folded if folded else self.glyphs.unfolded} ", MUTED)
        state: Run = (f"  {word}", look)
        if folded:
            room = width - runs_width((mark, state))
            title = crop_runs(((self._title, 0),), max(6, room), self.glyphs.ellipsis)
            lines = [Line(crop_runs((*title, state), width - 2, self.glyphs.ellipsis), (mark,))]
            return lines + self._folded_output(width) + self.footnotes(width)
        lines = wrap_text(((self._title, BOLD), state), width, (mark,), _INDENT)
        lines += self._arguments(width)
        return lines + self._whole_output(width) + self.footnotes(width)

    def _output_look(self) -> int:
        return BAD if self._output.is_error_text else MUTED

    def _folded_output(self, width: int) -> list[Line]:
        text = self._output.text.strip("\n")
        if not text:
            return []
        # While the tool runs its newest lines tell most, afterwards the first ones do (the last ones if it failed).
        from_end = self.entry.output is None or self._output.problem.startswith("exit")
        total = text.count("\n") + 1
        shown = text.rsplit("\n", FOLDED_ROWS)[-FOLDED_ROWS:] if from_end else text.split("\n", FOLDED_ROWS)
        rows: list[Line] = []
        look = self._output_look()
        for logical in shown[:FOLDED_ROWS]:
            runs = ((logical[: width * 4].expandtabs(4), look),)
            rows.append(Line(crop_runs(runs, width - 2, self.glyphs.ellipsis), _INDENT))
        hidden = total - len(rows)
        if hidden > 0:
            plural = "line" if hidden == 1 else "lines"
            note = f"{self.glyphs.ellipsis} {hidden:,} more {plural} (Enter to unfold)"
            more = Line(crop_runs(((note, MUTED),), width - 2, self.glyphs.ellipsis), _INDENT)
            rows.insert(0 if from_end else len(rows), more)
        return rows

    def _arguments(self, width: int) -> list[Line]:
        values = parsed(self.entry.arguments)
        if values in (None, {}, []):
            bare = self.entry.arguments.strip()
            text = clean(bare) if bare and values is None else ""
            return wrap_text(limited(text), width, _INDENT, note_look=MUTED) if text else []
        lines: list[Line] = []
        if isinstance(values, dict):
            for old, new in _REPLACED:
                if isinstance(values.get(old), str) and isinstance(values.get(new), str):
                    lines += self._replacement(values.pop(old), values.pop(new), width)
        if values:
            text = indented(values)
            lines = wrap_text(((f"{self.entry.name} ", MUTED), *limited(text)), width, _INDENT) + lines
        return lines

    def _replacement(self, old: str, new: str, width: int) -> list[Line]:
        lines: list[Line] = []
        for text, sign, look in ((old, "- ", REMOVED), (new, "+ ", ADDED)):
            gutter: Runs = (*_INDENT, (sign, look))
            lines += wrap_text(limited(text, look), width, gutter, note_look=MUTED)
        return lines

    def _whole_output(self, width: int) -> list[Line]:
        text = self._output.text.strip("\n")
        if not text:
            word = "no output" if self.entry.output is not None else ""
            return wrap_text(((word, MUTED),), width, _INDENT) if word else []
        return wrap_text(limited(text, self._output_look()), width, _INDENT, note_look=MUTED)

    @classmethod
    @override
    def estimate(cls, entry: ToolCall, width: int, folded: bool) -> int:
        output = entry.live_output if entry.output is None else entry.output
        rows = (output.count("\n") + output.count("\\n") + 1) if output else 0
        return 1 + (min(rows, FOLDED_ROWS) if folded else rows + 3)

    @classmethod
    @override
    def source(cls, entry: ToolCall) -> str:
        output = entry.live_output if entry.output is None else read_tool_output(entry.output).text
        return f"{tool_title(entry.name, entry.arguments)}\n{output}".rstrip("\n")
