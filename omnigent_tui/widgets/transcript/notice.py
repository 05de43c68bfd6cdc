"""Notices: everything else that happened, as a dim line; the whole of it when unfolded."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.lines import Line, Run, Runs, crop_runs, wrap_text
from omnigent_tui.rendering.looks import MUTED, WARNING
from omnigent_tui.state.transcript import Notice, NoticeKind
from omnigent_tui.widgets.transcript.face import Face, estimated_rows, limited

_LOUD = frozenset({NoticeKind.POLICY, NoticeKind.INTERRUPTED, NoticeKind.CONNECTION, NoticeKind.RETRY})


class NoticeFace(Face[Notice]):
    """Draws a notice."""

    compact = True
    starts_folded = True

    @property
    def _look(self) -> int:
        return WARNING if self.entry.kind in _LOUD else MUTED

    @property
    @override
    def sign(self) -> Run:
        glyphs = self.glyphs
        sign = glyphs.stopped if self.entry.kind is NoticeKind.INTERRUPTED else glyphs.notice
        return (sign, self._look)

    @override
    def is_foldable(self) -> bool:
        return bool(self.entry.detail)

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        entry = self.entry
        text = limited(entry.text or entry.kind.value, self._look)
        if not entry.detail:
            return [*wrap_text(text, width, note_look=MUTED), *self.footnotes(width)]
        gutter: Runs = ((f"{self.glyphs.folded if folded else self.glyphs.unfolded} ", MUTED),)
        indent: Runs = (("  ", 0),)
        if folded:
            line: Run = (clean_line(text[0][0]), self._look)
            return [Line(crop_runs((line,), width - 2, self.glyphs.ellipsis), gutter), *self.footnotes(width)]
        lines = wrap_text(text, width, gutter, indent, note_look=MUTED)
        lines += wrap_text(limited(entry.detail, MUTED), width, indent, note_look=MUTED)
        return lines + self.footnotes(width)

    @classmethod
    @override
    def estimate(cls, entry: Notice, width: int, folded: bool) -> int:
        if folded and entry.detail:
            return 1
        return estimated_rows(entry.text, width) + (estimated_rows(entry.detail, width) if entry.detail else 0)

    @classmethod
    @override
    def source(cls, entry: Notice) -> str:
        return f"{entry.text}\n{entry.detail}".rstrip("\n")
