"""Images a tool looked at or made: name and type in one line; nothing is fetched for it."""

from collections.abc import Iterable
from typing import Self

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.tool_media import describe
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
        return f"Look at {describe(self.values.text(*PATH_NAMES))}"

    @override
    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        path = self.values.text(*PATH_NAMES)
        return Excerpt([]) if output.text.strip() == path else super().excerpt(width, output)


class MakeImageCard(ToolCard):
    """Draws an image that the agent had made."""

    @override
    def title(self) -> str:
        prompt = self.values.text("revised_prompt", "prompt")
        return f"Make an image: {prompt}" if prompt else "Make an image"

    @override
    def facts(self, output: ToolOutput) -> Iterable[str]:
        saved = next((line[9:] for line in output.text.split("\n")[:5] if line.startswith("saved to ")), "")
        if saved:
            yield describe(saved)
