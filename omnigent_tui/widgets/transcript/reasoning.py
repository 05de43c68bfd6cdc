"""Reasoning: one row while folded (the newest line while it streams), the whole text unfolded."""

from typing_extensions import override

from omnigent_tui.rendering.durations import duration
from omnigent_tui.rendering.lines import Line, Run, crop_runs, wrap_text
from omnigent_tui.rendering.looks import ITALIC, MUTED
from omnigent_tui.state.transcript import Reasoning
from omnigent_tui.widgets.transcript.face import Face, estimated_rows, limited
from omnigent_tui.widgets.transcript.hints import Hints


class ReasoningFace(Face[Reasoning]):
    """Draws what the agent thought."""

    compact = True
    starts_folded = True

    @property
    @override
    def sign(self) -> Run:
        return (self.glyphs.folded if self._cached_for[1] else self.glyphs.unfolded, MUTED)

    @override
    def is_foldable(self) -> bool:
        return True

    @property
    def _words(self) -> str:
        entry = self.entry
        if entry.streaming:
            return "Thinking"
        return f"Thought for {duration(entry.seconds)}" if entry.seconds and entry.seconds >= 1 else "Thought"

    @override
    def heeds(self, before: Hints, after: Hints) -> bool:
        return before.open_key != after.open_key

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        entry = self.entry
        if not folded:
            body = limited(entry.text, MUTED | ITALIC)
            heading = wrap_text(((self._words, MUTED),), width)
            return [*heading, *wrap_text(body, width, note_look=MUTED, open_key=self.hints.open_key)]
        filled = [line for line in entry.text[:2000].split("\n") if line.strip()]
        if entry.streaming:
            filled = [line for line in entry.text[-2000:].split("\n") if line.strip()][-1:]
        preview = " ".join(filled[0].split()) if filled else ""
        runs: list[Run] = [(f"{self._words}: " if preview else f"{self._words}{self.glyphs.ellipsis}", MUTED)]
        if preview:
            runs.append((preview, MUTED | ITALIC))
        return [Line(crop_runs(runs, width, self.glyphs.ellipsis))]

    @classmethod
    @override
    def estimate(cls, entry: Reasoning, width: int, folded: bool) -> int:
        return 1 if folded else estimated_rows(entry.text, width) + 1

    @classmethod
    @override
    def source(cls, entry: Reasoning) -> str:
        return entry.text
