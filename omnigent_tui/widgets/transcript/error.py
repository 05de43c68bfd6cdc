"""Errors: what happened with its code, the cause, and what can be done."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.lines import Line, Run, wrap_text
from omnigent_tui.rendering.looks import BAD, BOLD, MUTED, WARNING
from omnigent_tui.state.transcript import ErrorNotice
from omnigent_tui.widgets.transcript.face import Face, estimated_rows, limited


class ErrorFace(Face[ErrorNotice]):
    """Draws an error."""

    @property
    def _look(self) -> int:
        return WARNING if self.entry.level in {"warning", "info"} else BAD

    @property
    @override
    def sign(self) -> Run:
        glyphs = self.glyphs
        return (glyphs.attention if self.entry.level in {"warning", "info"} else glyphs.failed, self._look | BOLD)

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        entry = self.entry
        word = clean_line(entry.level or "error", 40).capitalize()
        code = clean_line(entry.code, 200)
        heading = entry.title or entry.message or code
        runs: list[Run] = [(f"{word}: ", self._look | BOLD), *limited(heading, self._look)]
        if code and code != heading:
            runs.append((f"  [{code}]", MUTED))
        lines = wrap_text(runs, width, note_look=MUTED)
        if entry.title and entry.message and entry.message != entry.title:
            lines += wrap_text(limited(entry.message), width, note_look=MUTED)
        for name, text in (("Cause", entry.cause), ("What to do", entry.remediation)):
            if text:
                lines += wrap_text(((f"{name}: ", BOLD), *limited(text)), width, note_look=MUTED)
        return lines + self.footnotes(width)

    @classmethod
    @override
    def estimate(cls, entry: ErrorNotice, width: int, folded: bool) -> int:
        return sum(
            estimated_rows(text, width) for text in (entry.message, entry.cause, entry.remediation, entry.title) if text
        )

    @classmethod
    @override
    def source(cls, entry: ErrorNotice) -> str:
        parts = (f"{entry.code}: {entry.title or entry.message}", entry.message, entry.cause, entry.remediation)
        return "\n".join(dict.fromkeys(part for part in parts if part))
