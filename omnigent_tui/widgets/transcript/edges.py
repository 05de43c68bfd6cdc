"""The ends of what is loaded: asking for more when the reader comes near one, and what they have around them."""

from typing_extensions import override

from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import Entry, Gap
from omnigent_tui.widgets.transcript.messages import BetweenWanted, FollowingChanged, OlderWanted
from omnigent_tui.widgets.transcript.searching import Part, TranscriptSearch
from omnigent_tui.widgets.transcript.viewport import Place

NEAR_SCREENS = 2
"""More entries are asked for when fewer screens than this are between an end and what is on show."""


class _End:
    """One end: asked for once, until it stands otherwise or other entries are there."""

    def __init__(self) -> None:
        self.phase = History.UNKNOWN
        self._asked_at: Entry | None = None

    def take(self, phase: History) -> None:
        """Note how the end stands."""
        if phase is not self.phase:
            self.phase, self._asked_at = phase, None

    def is_due(self, last: Entry | None) -> bool:
        """Return whether to ask now; `last` is the entry at the end. Counts as asked."""
        if self.phase is not History.MORE or last is None or last is self._asked_at:
            return False
        self._asked_at = last
        return True


class TranscriptEdges(TranscriptSearch):
    """Tells its screen where the reader is, and what is wanted because of that."""

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._reported = (True, 0)
        self._oldest, self._above, self._below = _End(), _End(), _End()
        self._gap_row: int | None = None
        self._felt: tuple[Part, Part] = ((), ())
        self._ends: tuple[Entry | None, Entry | None, Entry | None] = (None, None, None)

    def feel_edges(self, history: Part) -> None:
        """Note where `history`, all of what is loaded and stored, ends; the rows are those of it that are shown."""
        self._oldest.take(self._older)
        shown = self.parts_on_show()[0]
        if self._felt[0] is history and self._felt[1] is shown:
            return
        self._felt = history, shown
        gap = next((number for number, entry in enumerate(history) if isinstance(entry, Gap)), None)
        first = history[0] if history else None
        if gap is None:
            self._gap_row, self._ends = None, (first, None, None)
            self._above.take(History.UNKNOWN)
            self._below.take(History.UNKNOWN)
            return
        entry = history[gap]
        assert isinstance(entry, Gap)
        self._gap_row = next(number for number, row in enumerate(self._rows.rows) if isinstance(row.entry, Gap))
        self._ends = first, history[gap - 1] if gap else None, history[gap + 1] if gap + 1 < len(history) else None
        self._above.take(entry.above)
        self._below.take(entry.below)

    def forget_edges(self) -> None:
        """Forget them: another conversation is shown."""
        self._oldest, self._above, self._below = _End(), _End(), _End()
        self._gap_row, self._felt = None, ((), ())

    def hold_below_gap(self) -> None:
        """Let the reader's place be below the gap, if that is the first thing they see: pages come in above it."""
        viewport, gap = self._viewport, self._gap_row
        place = viewport.place
        if gap is None or place is None or place.row is not self._rows.rows[gap] or gap + 1 == len(self._rows):
            return
        below = self._rows.rows[gap + 1]
        viewport.hold_at(gap + 1, Place(below, place.line - place.row.lines - below.gap))

    @property
    def is_above_gap(self) -> bool:
        """Whether there is a gap between the reader and the newest entries."""
        visible = self._viewport.visible
        return self._gap_row is not None and bool(visible) and visible[0][0] < self._gap_row

    @property
    def is_below_all(self) -> bool:
        """Whether everything before the reader is loaded, from the first entry on."""
        visible = self._viewport.visible
        is_below_gap = self._gap_row is not None and bool(visible) and visible[-1][0] > self._gap_row
        return self._older is History.COMPLETE and not is_below_gap

    def near_ids(self, screens: int) -> frozenset[str]:
        """Return the items that are on show or so many screens away from it."""
        visible, heights = self._viewport.visible, self._rows.heights
        if not visible:
            return frozenset()
        first, last = visible[0][0], visible[-1][0]
        room = self._rows_high * screens
        above = below = 0
        while first > 0 and above < room:
            first -= 1
            above += heights[first]
        while last + 1 < len(heights) and below < room:
            last += 1
            below += heights[last]
        return frozenset(item_id for row in self._rows.rows[first : last + 1] for item_id in row.entry.item_ids)

    @override
    def shown(self) -> None:
        viewport = self._viewport
        if viewport.following:
            self._unseen = 0
        now = (viewport.following, self._unseen)
        if now != self._reported:
            self._reported = now
            self.post_message(FollowingChanged(*now))
        near = NEAR_SCREENS * self._rows_high
        oldest, above, below = self._ends
        if self._oldest.phase is History.MORE and viewport.lines_above() < near and self._oldest.is_due(oldest):
            self.post_message(OlderWanted())
        gap = self._gap_row
        if gap is None or not viewport.visible:
            return
        first, last = viewport.visible[0][0], viewport.visible[-1][0]
        heights = self._rows.heights
        if first < gap and sum(heights[last + 1 : gap]) < near and self._above.is_due(above):
            self.post_message(BetweenWanted(from_above=True))
        elif first >= gap and sum(heights[gap:first]) < near and self._below.is_due(below):
            self.post_message(BetweenWanted(from_above=False))

    def retry_older(self) -> None:
        """Ask again for what failed to load."""
        if self._oldest.phase is History.FAILED:
            self.post_message(OlderWanted())
        for end, from_above in ((self._above, True), (self._below, False)):
            if end.phase is History.FAILED:
                self.post_message(BetweenWanted(from_above=from_above))
