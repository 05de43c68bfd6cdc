"""Errors: what happened with its code, the cause, and what can be done."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.error_advice import advice_on
from omnigent_tui.rendering.lines import Line, Run, Runs, wrap_text
from omnigent_tui.rendering.looks import BAD, BOLD, MUTED, WARNING
from omnigent_tui.state.transcript import ErrorNotice
from omnigent_tui.widgets.transcript.face import Face, estimated_rows, limited
from omnigent_tui.widgets.transcript.hints import Hints

_LONG = 400
FOLDED_ROWS = 6
"""Rows of an error's message that are shown while it is folded: the end of a runner brings its whole log."""

_INDENT: Runs = (("  ", 0),)


class ErrorFace(Face[ErrorNotice]):
    """Draws an error."""

    starts_folded = True

    @property
    def _look(self) -> int:
        return WARNING if self.entry.level in {"warning", "info"} else BAD

    @property
    @override
    def sign(self) -> Run:
        glyphs = self.glyphs
        return (glyphs.attention if self.entry.level in {"warning", "info"} else glyphs.failed, self._look | BOLD)

    @override
    def is_foldable(self) -> bool:
        message, rest = self._message()
        return bool(rest or self.entry.detail) or len(message) > _LONG

    @override
    def heeds(self, before: Hints, after: Hints) -> bool:
        return (before.fold_key, before.compact_key) != (after.fold_key, after.compact_key)

    def _message(self) -> tuple[str, str]:
        """What happened, and what was told with it: a log's end, a trace."""
        first, _, rest = self.entry.message.strip().partition("\n")
        return first, rest.strip("\n")

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        entry = self.entry
        word = clean_line(entry.level or "error", 40).capitalize()
        code = clean_line(entry.code, 200)
        message, rest = self._message()
        heading = entry.title or message or code
        runs: list[Run] = [(f"{word}: ", self._look | BOLD), *limited(heading, self._look)]
        if code and code != heading:
            runs.append((f"  [{code}]", MUTED))
        lines = wrap_text(runs, width, note_look=MUTED)
        if entry.title and message and message != entry.title:
            lines += wrap_text(limited(message), width, note_look=MUTED)
        hidden: list[Line] = []
        if folded and self.is_foldable() and len(lines) > FOLDED_ROWS:
            lines, hidden = lines[:FOLDED_ROWS], lines[FOLDED_ROWS:]
        advice = entry.remediation or advice_on(entry.code, entry.message, self.hints.compact_key)
        for name, text in (("Cause", entry.cause), ("What to do", advice)):
            if text:
                lines += wrap_text(((f"{name}: ", BOLD), *limited(text)), width, note_look=MUTED)
        told = "\n".join(part for part in (rest, entry.detail) if part)
        if folded and (told or hidden):
            count = len(hidden) + (told.count("\n") + 1 if told else 0)
            plural = "line" if count == 1 else "lines"
            note = f"{count:,} more {plural} {self.glyphs.notice} {self.hints.fold_key} shows all"
            lines.append(Line(((note, MUTED),), ((f"{self.glyphs.folded} ", MUTED),)))
        elif told:
            lines += wrap_text(limited(told, MUTED), width, _INDENT, note_look=MUTED)
        return lines + self.footnotes(width)

    @classmethod
    @override
    def estimate(cls, entry: ErrorNotice, width: int, folded: bool) -> int:
        message = entry.message.partition("\n")[0] if folded else f"{entry.message}\n{entry.detail}"
        texts = (message, entry.cause, entry.remediation, entry.title)
        return sum(estimated_rows(text, width) for text in texts if text)

    @classmethod
    @override
    def source(cls, entry: ErrorNotice) -> str:
        heading = f"{entry.code}: {entry.title or entry.message}"
        parts = (heading, entry.message, entry.cause, entry.remediation, entry.detail)
        return "\n".join(dict.fromkeys(part for part in parts if part))
