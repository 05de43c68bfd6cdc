"""The transcript's rows on the screen: which lines are visible, painted with margin, selection and scroll bar."""

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.rendering.lines import Line, Run, Runs, crop_runs, wrap_text
from omnigent_tui.rendering.looks import ACCENT, FLAG, MUTED, WARNING
from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import AssistantMessage, Entry, Reasoning
from omnigent_tui.widgets.line_view import LineView, bar_cells
from omnigent_tui.widgets.transcript.cache import RenderedRows
from omnigent_tui.widgets.transcript.face import Face
from omnigent_tui.widgets.transcript.hints import NO_HINTS, Hints
from omnigent_tui.widgets.transcript.rhythm import StreamRhythm
from omnigent_tui.widgets.transcript.rows import Row, RowList
from omnigent_tui.widgets.transcript.selecting import line_starts, select_runs, span_in_line
from omnigent_tui.widgets.transcript.viewport import Viewport

MARGIN = 2

_EMPTY = "No messages yet. Type below and press Enter."
_NONE_OPEN = "No session is open."


class TranscriptCanvas(LineView):
    """Paints rows; what they are and where the reader is, is decided by `TranscriptView`."""

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._rows = RowList()
        self._viewport = Viewport(self._rows, self._measure)
        self._rendered = RenderedRows()
        self.hints = NO_HINTS
        self.rhythm = StreamRhythm(self.set_timer, self._come_to_rest)
        self._older = History.UNKNOWN
        self._older_failure = ""
        self._unseen = 0
        self._is_closed = False
        self._cursor: Row | None = None
        self._blank = Line(())
        self._notes: dict[tuple[str, int], Line] = {}

    def _face_width(self) -> int:
        return max(8, self._rows.width - MARGIN - 1)

    def face(self, row: Row) -> Face[Any]:
        """Return the renderer of a row."""
        if row.face is None:
            row.face = row.kind(row.entry, self.glyphs)
            row.face.hints = self.hints
        return row.face

    def take_hints(self, hints: Hints) -> None:
        """Draw by these hints from now on; the rows they change are drawn anew."""
        if hints == self.hints:
            return
        before, self.hints = self.hints, hints
        changed = [row for row in self._rendered.rows() if row.face is not None and row.face.take_hints(hints)]
        for row in changed:
            row.is_exact = False
        if changed or before.bottom_key != hints.bottom_key:
            self.show_rows()

    def feel_rhythm(self, live: Sequence[Entry]) -> None:
        """Note what streams now: only while text rushes by are rows left free below it."""
        if any(isinstance(entry, AssistantMessage | Reasoning) and entry.streaming for entry in live):
            self._viewport.rushing = self.rhythm.grew()
        else:
            self._viewport.rushing = False
            self.rhythm.ended()

    @property
    def is_flooded(self) -> bool:
        """Whether text rushes by faster than anybody reads."""
        return self._viewport.is_flooded

    def _come_to_rest(self) -> None:
        self._viewport.rushing = False
        self.show_rows()

    def _lines(self, index: int) -> list[Line]:
        row = self._rows.rows[index]
        lines = self.face(row).lines(self._face_width(), row.folded)
        self._rendered.touch(row, lines)
        if not row.is_exact or row.lines != len(lines):
            self._rows.set_lines(index, len(lines))
        return lines

    def _measure(self, index: int) -> int:
        row = self._rows.rows[index]
        return row.lines if row.is_exact else len(self._lines(index))

    @override
    def show_rows(self) -> None:
        width, height = self.measure()
        if not width or not height:
            return
        viewport = self._viewport
        if width != self._rows.width:
            self._rewrap(width)
        if height != viewport.height and viewport.following:
            viewport.place = None
        viewport.height = height
        viewport.settle()
        if not self._rows.rows:
            self.put(self._empty_strips(height))
        else:
            self.put(self._row_strips(height))
        self._rendered.trim(kept=len({index for index, _ in viewport.visible}) + 1)
        self.shown()

    def shown(self) -> None:
        """Hook: the rows on show may have changed."""

    def highlighted(self, row: Row, number: int, lines: Sequence[Line]) -> Runs | None:  # noqa: ARG002
        """Hook: the runs of a line with something in them marked; None where there is nothing to mark."""
        return None

    def _rewrap(self, width: int) -> None:
        viewport = self._viewport
        if viewport.following:
            viewport.place = None
        place = viewport.place
        old_width, self._rows.width = self._rows.width, width
        if place is not None and place.line > 0 and place.offset is None and place.row.face is not None and old_width:
            old_lines = place.row.face.lines(max(8, old_width - MARGIN - 1), place.row.folded)
            place.offset = line_starts(old_lines)[min(place.line, len(old_lines) - 1)]
        self._rows.set_width(width)
        if place is not None and place.offset is not None:
            starts = line_starts(self.face(place.row).lines(self._face_width(), place.row.folded))
            place.line = max(line for line, start in enumerate(starts) if start <= place.offset)

    def _row_strips(self, height: int) -> list[Strip]:
        viewport = self._viewport
        bars = bar_cells(height, self._rows.total, viewport.lines_above())
        strips: list[Strip] = []
        selection = self.text_selection
        lines: list[Line] = []
        starts: list[int] = []
        at = -1
        for (index, number), bar in zip(viewport.visible, bars, strict=False):
            if number < 0:
                strips.append(self._banner_strip(bar) if index == 0 else self.paint(self._blank, bar))
                continue
            row = self._rows.rows[index]
            if index != at:
                at, lines = index, self._lines(index)
                starts = line_starts(lines) if selection is not None else []
            line, margin = lines[number], self._margin(row, number)
            span = None
            if selection is not None:
                length = sum(len(text) for text, _ in line.runs)
                span = span_in_line(selection, row.serial, starts[number], length)
            marked = self.highlighted(row, number, lines)
            if span is None and marked is None:
                strips.append(self.paint(line, bar, margin))
            else:
                text = line.runs if marked is None else marked
                runs = (margin, *line.gutter, *(text if span is None else select_runs(text, span)))
                strips.append(self.paint_runs(runs, bar, line.fill))
        strips.extend(self.paint(self._blank, bar) for bar in bars[len(strips) :])
        if not viewport.is_at_end():
            strips[-1] = self._flagged(strips[-1], bars[-1])
        return strips

    def _margin(self, row: Row, number: int) -> Run:
        sign, look = self.face(row).sign if number == 0 else (" ", 0)
        if row is self._cursor and self.has_focus:
            return (f"{self.glyphs.bar}{sign}", ACCENT | look)
        return (f"{sign} ", look)

    def _flagged(self, strip: Strip, bar: int) -> Strip:
        """Return the last row with the way to the newest line at its end; its text is cut only where that stands."""
        news = f"{self._unseen} new" if self._unseen else "newest"
        words = f" {self.glyphs.down} {news} {self.glyphs.notice} {self.hints.bottom_key} "
        room = self._columns - 1 - cell_len(words)
        if room < 1:
            return strip
        text = strip.crop(0, self._columns - 1)
        if cell_len(text.text.rstrip()) >= room:
            ellipsis = Strip([Segment(f"{self.glyphs.ellipsis} ", self.palette.style(MUTED))])
            text = Strip.join([text.crop(0, room - 2), ellipsis])
        flag = self.paint_runs(((words, FLAG),), bar).crop(0, cell_len(words))
        return Strip.join([text.crop(0, room), flag, strip.crop(self._columns - 1, self._columns)])

    def _banner_strip(self, bar: int) -> Strip:
        words, look = self._banner() or ("", 0)
        return self._note(words, look, bar)

    def _note(self, words: str, look: int, bar: int) -> Strip:
        width = self._columns - 1
        line = self._notes.get((words, width))
        if line is None:
            if len(self._notes) > 50:
                self._notes.clear()
            runs = crop_runs(((words, look),), width - MARGIN, self.glyphs.ellipsis)
            line = self._notes[words, width] = Line(runs, ((" " * MARGIN, 0),))
        return self.paint(line, bar)

    def _banner(self) -> tuple[str, int] | None:
        match self._older:
            case History.LOADING:
                return f"Loading older messages{self.glyphs.ellipsis}", MUTED
            case History.MORE:
                return f"{self.glyphs.up} Older messages load as you scroll up.", MUTED
            case History.FAILED:
                reason = f": {clean_line(self._older_failure)}" if self._older_failure else ""
                return f"Press r to try again: older messages did not load{reason}", WARNING
            case _:
                return None

    def _empty_strips(self, height: int) -> list[Strip]:
        words, look = _EMPTY, MUTED
        if self._is_closed:
            words = _NONE_OPEN
        elif self._older is History.LOADING or self._older is History.UNKNOWN:
            words = f"Loading messages{self.glyphs.ellipsis}"
        elif self._older is History.FAILED:
            reason = f"\n{self._older_failure}" if self._older_failure else ""
            words, look = f"The messages did not load. Press r to try again.{reason}", WARNING
        lines = wrap_text(((words, look),), self._face_width(), ((" " * MARGIN, 0),))
        return [self.paint(line) for line in (self._blank, *lines, *[self._blank] * height)[:height]]
