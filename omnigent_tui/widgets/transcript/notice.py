"""Notices: everything else that happened, each in the form of what it is about; the whole of it when unfolded."""

from collections.abc import Sequence

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, Runs, crop_runs, runs_width, wrap_text
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.state.notices import Retry, Succession
from omnigent_tui.state.transcript import Notice
from omnigent_tui.widgets.transcript.face import Face, estimated_rows, limited
from omnigent_tui.widgets.transcript.hints import Hints
from omnigent_tui.widgets.transcript.notices.form import Form
from omnigent_tui.widgets.transcript.notices.registry import form_of

_INDENT: Runs = (("  ", 0),)
_FOLDED_HEADING = 300
"""Characters of a heading that are shown while it is folded."""


_ROWS = 50
"""Rows below a heading (servers, tasks) that are shown; of the rest only the number."""


class NoticeFace(Face[Notice]):
    """Draws a notice."""

    compact = True
    starts_folded = True

    def __init__(self, entry: Notice, glyphs: Glyphs) -> None:
        super().__init__(entry, glyphs)
        self._form: Form | None = None

    @override
    def update(self, entry: Notice) -> None:
        super().update(entry)
        self._form = None

    @property
    def form(self) -> Form:
        """How the notice looks now."""
        if self._form is None:
            self._form = form_of(self.entry, self.glyphs, self.hints)
        return self._form

    @override
    def heeds(self, before: Hints, after: Hints) -> bool:
        match self.entry.about:
            case Retry(retry_at=due):
                # The second in which it is due is the last one in which anything changes.
                changes = before.now != after.now and min(before.now, after.now) < due + 1
            case Succession():
                changes = before.successor_key != after.successor_key
            case _:
                changes = False
        if changes:
            self._form = None
        return changes

    @property
    @override
    def sign(self) -> Run:
        return self.form.sign

    @override
    def is_foldable(self) -> bool:
        form = self.form
        return bool(form.detail) and (not form.excerpt or form.detail.strip("\n").count("\n") >= form.excerpt)

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        form = self.form
        lines = self._heading(form, width, folded=folded) if form.heading else []
        for row in form.rows[:_ROWS]:
            lines += wrap_text(_limited(row), width, _INDENT, note_look=MUTED)
        if len(form.rows) > _ROWS:
            more = f"{self.glyphs.ellipsis} {len(form.rows) - _ROWS:,} more"
            lines += wrap_text(((more, MUTED),), width, _INDENT)
        if folded and self.is_foldable():
            lines += self._excerpt(form, width)
        elif form.detail:
            lines += wrap_text(limited(form.detail.strip("\n"), form.detail_look), width, _INDENT, note_look=MUTED)
        if form.is_rule:
            lines.append(Line((), ((self.glyphs.rule * width, MUTED),)))
        return lines + self.footnotes(width)

    def _heading(self, form: Form, width: int, *, folded: bool) -> list[Line]:
        gutter: Runs = ()
        if self.is_foldable():
            gutter = ((f"{self.glyphs.folded if folded else self.glyphs.unfolded} ", MUTED),)
        runs = _shortened(form.heading) if folded and gutter else form.heading
        return wrap_text(_limited(runs), width, gutter, _INDENT if gutter else (), note_look=MUTED)

    def _excerpt(self, form: Form, width: int) -> list[Line]:
        if not form.excerpt:
            return []
        shown = form.detail.strip("\n").split("\n", form.excerpt)
        room = width - runs_width(_INDENT)
        lines = [
            Line(crop_runs(((text[: width * 4].expandtabs(4), form.detail_look),), room, self.glyphs.ellipsis), _INDENT)
            for text in shown[: form.excerpt]
        ]
        hidden = form.detail.strip("\n").count("\n") + 1 - len(lines)
        if hidden > 0:
            plural = "line" if hidden == 1 else "lines"
            note = f"{self.glyphs.ellipsis} {hidden:,} more {plural} {self.glyphs.notice} Enter shows all"
            lines.append(Line(crop_runs(((note, MUTED),), room, self.glyphs.ellipsis), _INDENT))
        return lines

    @classmethod
    @override
    def estimate(cls, entry: Notice, width: int, folded: bool) -> int:
        if folded:
            return 1
        return estimated_rows(entry.text, width) + (estimated_rows(entry.detail, width) if entry.detail else 0)

    @classmethod
    @override
    def source(cls, entry: Notice) -> str:
        return f"{entry.text}\n{entry.detail}".rstrip("\n")


def _shortened(runs: Runs) -> Runs:
    return crop_runs(tuple((_one_line(text), look) for text, look in runs), _FOLDED_HEADING)


def _one_line(text: str) -> str:
    """Return `text` as a line, with the blanks at its ends that set it apart from its neighbours."""
    lead = len(text) - len(text.lstrip(" "))
    tail = len(text) - len(text.rstrip(" ")) if lead < len(text) else 0
    return f"{' ' * lead}{clean_line(text)}{' ' * tail}"


def _limited(runs: Sequence[Run]) -> Runs:
    return tuple(run for text, look in runs for run in limited(text, look))
