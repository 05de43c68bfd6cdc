"""Edits: what goes out and what comes in, as a diff; one place, several places, or a patch over several files."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from typing_extensions import override

from omnigent_tui.rendering.diff_layout import DiffPaper, lay_out_diffs
from omnigent_tui.rendering.diff_model import FileDiff, as_patch
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line
from omnigent_tui.rendering.tool_edits import edits_of, patches_of, placed
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_titles import PATH_NAMES
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.card import INDENT, Excerpt, ToolCard, note_rows

_FOLDED_DIFF_LINES = 8


class EditCard(ToolCard):
    """Draws an edit. The diff is made once, and again when the output tells where in the file the place is."""

    names_files: ClassVar[bool] = False
    """Whether the diff names its file even if it is the only one, because the title does not."""

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs, diffs: tuple[FileDiff, ...]) -> None:
        super().__init__(name, values, glyphs)
        self._diffs = diffs
        self._placed_by: ToolOutput | None = None

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        diffs = edits_of(values) or patches_of(values)
        return cls(name, values, glyphs, diffs) if diffs else None

    @override
    def title(self) -> str:
        path = self.values.text(*PATH_NAMES)
        if path:
            return f"Edit {path}"
        paths = list(dict.fromkeys(diff.path for diff in self._diffs))
        more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        return f"Edit {paths[0] or 'files'}{more}"

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        if output.problem:
            return
        added, removed = sum(diff.added for diff in self._diffs), sum(diff.removed for diff in self._diffs)
        yield f"+{added:,} -{removed:,}"
        if self.values.get("replace_all") is True or self.values.get("replaceAll") is True:
            yield "everywhere"

    def _diffs_for(self, output: ToolOutput) -> tuple[FileDiff, ...]:
        if output is not self._placed_by:
            self._placed_by = output
            self._diffs = placed(self._diffs, output.text)
        return self._diffs

    def _paper(self, width: int) -> DiffPaper:
        return DiffPaper(width, self.glyphs, INDENT, names_files=self.names_files)

    @override
    def asked(self, width: int, output: ToolOutput) -> list[Line]:
        rows, hidden = lay_out_diffs(self._diffs_for(output), self._paper(width))
        return rows + note_rows(f"{hidden:,} more changed lines" if hidden else "", width, self.open_key)

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        if output.problem:
            return super().excerpt(width, output)
        diffs = self._diffs_for(output)
        total = sum(len(hunk.lines) for diff in diffs for hunk in diff.hunks)
        most = _FOLDED_DIFF_LINES + 1 if total == _FOLDED_DIFF_LINES + 1 else _FOLDED_DIFF_LINES
        rows, hidden = lay_out_diffs(diffs, self._paper(width), most)
        return Excerpt(rows, hidden)

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        return super().gave(width, output) if output.problem else []

    @override
    def asked_text(self) -> str:
        return as_patch(self._diffs)


class TurnDiffCard(EditCard):
    """Draws what a turn changed in all: Codex puts the diff into the output."""

    names_files = True

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs, diffs: tuple[FileDiff, ...] = ()) -> None:
        super().__init__(name, values, glyphs, diffs)

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        return cls(name, values, glyphs)

    @override
    def title(self) -> str:
        return "Changes of this turn"

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        self._diffs_for(output)
        return super().facts(output)

    @override
    def _diffs_for(self, output: ToolOutput) -> tuple[FileDiff, ...]:
        if output is not self._placed_by:
            self._placed_by = output
            no_arguments: dict[str, Any] = {"patch": output.text}
            self._diffs = patches_of(ToolValues(no_arguments))
        return self._diffs

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        return [] if self._diffs_for(output) else super().gave(width, output)

    @override
    def source(self, output: ToolOutput) -> str:
        return f"{self.title()}\n{output.text}"
