"""A gap: that messages are missing here, and how they come."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.lines import Line, Run, wrap_text
from omnigent_tui.rendering.looks import MUTED, WARNING
from omnigent_tui.state.paging import History
from omnigent_tui.state.transcript import Gap
from omnigent_tui.widgets.transcript.face import Face


class GapFace(Face[Gap]):
    """Draws a gap in the words of the banner above the oldest messages."""

    @property
    @override
    def sign(self) -> Run:
        return (self.glyphs.ellipsis[:1], MUTED)

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        return wrap_text((self._words(),), width)

    def _words(self) -> Run:
        ends = (self.entry.above, self.entry.below)
        if History.LOADING in ends:
            return (f"Loading the messages between{self.glyphs.ellipsis}", MUTED)
        if History.FAILED in ends:
            reason = f": {clean_line(self.entry.failure)}" if self.entry.failure else ""
            return (f"Press r to try again: the messages between did not load{reason}", WARNING)
        return ("Messages between are not loaded; they load as you scroll here.", MUTED)

    @classmethod
    @override
    def estimate(cls, entry: Gap, width: int, folded: bool) -> int:
        return 1

    @classmethod
    @override
    def source(cls, entry: Gap) -> str:
        return "[…]"
