"""Images a tool looked at or made: name and type in one line; nothing is fetched for it."""

from typing import Self

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_titles import PATH_NAMES
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.widgets.transcript.tools.card import Excerpt, ToolCard


class ViewImageCard(ToolCard):
    """Draws an image that the agent looked at; Codex repeats only the path as output."""

    @classmethod
    @override
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> Self | None:
        return cls(name, values, glyphs) if values.text(*PATH_NAMES) else None

    @override
    def title(self) -> str:
        return f"Look at the image {self.values.text(*PATH_NAMES)}"

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        return Excerpt([]) if self._is_echo(output) else super().excerpt(width, output)

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        return [] if self._is_echo(output) else super().gave(width, output)

    def _is_echo(self, output: ToolOutput) -> bool:
        return output.text.strip() == self.values.text(*PATH_NAMES)


class MakeImageCard(ToolCard):
    """Draws an image that the agent had made."""

    @override
    def title(self) -> str:
        prompt = self.values.text("revised_prompt", "prompt")
        return f"Make an image: {prompt}" if prompt else "Make an image"

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        saved = _saved(output)
        return Excerpt([self.row(((saved, MUTED),), width)]) if saved else super().excerpt(width, output)

    @override
    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        return self.text_rows(_saved(output) or output.text, width, self.output_look(output))


def _saved(output: ToolOutput) -> str:
    """Return the line about the file that Codex says it saved, "" when it says none."""
    saved = next((line[9:] for line in output.text.split("\n", 5)[:5] if line.startswith("saved to ")), "")
    return f"saved as {saved}" if saved else ""
