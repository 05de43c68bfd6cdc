"""Assistant messages: markdown that grows while it streams."""

import re

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, wrap_text
from omnigent_tui.rendering.looks import ACCENT, BOLD, MUTED, WARNING
from omnigent_tui.rendering.markdown import MarkdownText
from omnigent_tui.state.transcript import AssistantMessage
from omnigent_tui.widgets.transcript.face import Face, estimated_rows, limited
from omnigent_tui.widgets.transcript.hints import Hints

# A policy that denies a whole message or answer writes this in the answer's place (wire-format §6.2).
_DENIED = re.compile(r"\[Denied by policy: (.+)\]", re.DOTALL)


class AssistantFace(Face[AssistantMessage]):
    """Draws an assistant message; only the open end of its markdown is worked on again."""

    def __init__(self, entry: AssistantMessage, glyphs: Glyphs) -> None:
        super().__init__(entry, glyphs)
        self._markdown = MarkdownText(glyphs)
        self._markdown.update(entry.text, final=not entry.streaming)
        self._heading: list[Line] = []
        self._heading_for: tuple[str, int] = ("", 0)

    @override
    def update(self, entry: AssistantMessage) -> None:
        super().update(entry)
        self._markdown.update(entry.text, final=not entry.streaming)

    @property
    @override
    def sign(self) -> Run:
        return (self.glyphs.failed, WARNING) if self._denial() else (self.glyphs.assistant, ACCENT)

    @override
    def heeds(self, before: Hints, after: Hints) -> bool:
        return self._speaker(before) != self._speaker(after) or before.open_key != after.open_key

    def _speaker(self, hints: Hints) -> str:
        return hints.agent if hints.is_sub_agent or not self.entry.agent else self.entry.agent

    def _denial(self) -> str:
        """What a policy said in the agent's place, or ""."""
        denied = _DENIED.fullmatch(self.entry.text.strip()) if self.entry.text.startswith("[D") else None
        return denied[1] if denied else ""

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        entry = self.entry
        agent = clean_line(self._speaker(self.hints), 200)
        if self._heading_for != (agent, width):
            self._heading_for = (agent, width)
            self._heading = wrap_text(((agent, MUTED | BOLD),), width) if agent else []
        denial = self._denial()
        if denial:
            words = wrap_text((("Denied by policy: ", WARNING | BOLD), *limited(denial, WARNING)), width)
            return words + self.footnotes(width)
        body = self._markdown.lines(width, self.hints.open_key)
        lines = self._heading + body
        if entry.interrupted:
            lines += wrap_text(((f"{self.glyphs.stopped} interrupted", WARNING),), width)
        elif not body:
            lines += wrap_text(((self.glyphs.ellipsis, MUTED),), width)
        return lines + self.footnotes(width)

    @classmethod
    @override
    def estimate(cls, entry: AssistantMessage, width: int, folded: bool) -> int:
        return estimated_rows(entry.text, width) + 1

    @classmethod
    @override
    def source(cls, entry: AssistantMessage) -> str:
        return entry.text
