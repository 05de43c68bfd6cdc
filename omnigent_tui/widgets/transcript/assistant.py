"""Assistant messages: markdown that grows while it streams."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, wrap_text
from omnigent_tui.rendering.looks import ACCENT, BOLD, MUTED, WARNING
from omnigent_tui.rendering.markdown import MarkdownText
from omnigent_tui.state.transcript import AssistantMessage
from omnigent_tui.widgets.transcript.face import Face, estimated_rows


class AssistantFace(Face[AssistantMessage]):
    """Draws an assistant message; only the open end of its markdown is worked on again."""

    def __init__(self, entry: AssistantMessage, glyphs: Glyphs) -> None:
        super().__init__(entry, glyphs)
        self._markdown = MarkdownText(glyphs)
        self._markdown.update(entry.text, final=not entry.streaming)
        self._heading: list[Line] = []
        self._heading_for: tuple[str | None, int] = (None, 0)

    @override
    def update(self, entry: AssistantMessage) -> None:
        super().update(entry)
        self._markdown.update(entry.text, final=not entry.streaming)

    @property
    @override
    def sign(self) -> Run:
        return (self.glyphs.assistant, ACCENT)

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        entry = self.entry
        if self._heading_for != (entry.agent, width):
            self._heading_for = (entry.agent, width)
            self._heading = wrap_text(((clean_line(entry.agent, 200), MUTED | BOLD),), width) if entry.agent else []
        body = self._markdown.lines(width)
        lines = self._heading + body
        if entry.interrupted:
            lines += wrap_text(((f"{self.glyphs.stopped} interrupted", WARNING),), width)
        elif not body:
            lines += wrap_text(((self.glyphs.ellipsis, MUTED),), width)
        return lines + self.footnotes(width)

    @classmethod
    @override
    def estimate(cls, entry: AssistantMessage, width: int, folded: bool) -> int:
        return estimated_rows(entry.text, width) + (1 if entry.agent else 0)

    @classmethod
    @override
    def source(cls, entry: AssistantMessage) -> str:
        return entry.text
