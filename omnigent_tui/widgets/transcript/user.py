"""User messages: the text as typed, attachments, the author in shared sessions, and how far the message has come."""

from typing_extensions import override

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.lines import Line, Run, wrap_text
from omnigent_tui.rendering.looks import BOLD, MUTED, USER, WARNING
from omnigent_tui.rendering.tool_media import SEPARATOR, describe
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.transcript import UserMessage
from omnigent_tui.widgets.transcript.face import Face, estimated_rows, limited
from omnigent_tui.widgets.transcript.hints import Hints

DELIVERY_WORDS = {
    Delivery.QUEUED: "queued: goes out when the connection is back",
    Delivery.SENDING: "sending…",
    Delivery.CHECKING: "checking whether it arrived…",
}


class UserFace(Face[UserMessage]):
    """Draws a user message."""

    @property
    @override
    def sign(self) -> Run:
        return (self.glyphs.user, USER)

    @override
    def heeds(self, before: Hints, after: Hints) -> bool:
        return before.open_key != after.open_key

    @override
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        entry = self.entry
        lines: list[Line] = []
        if entry.author:
            lines += wrap_text(((clean_line(entry.author, 200), USER | BOLD),), width)
        if entry.text or not entry.attachments:
            lines += wrap_text(limited(entry.text), width, note_look=MUTED, open_key=self.hints.open_key)
        dot = f" {self.glyphs.notice} "
        for name in entry.attachments:
            lines += wrap_text(((f"{self.glyphs.attachment} {describe(name).replace(SEPARATOR, dot)}", MUTED),), width)
        word = DELIVERY_WORDS.get(entry.delivery)
        if word:
            lines += wrap_text(((f"{self.glyphs.waiting} {word}", WARNING),), width)
        return lines + self.footnotes(width)

    @classmethod
    @override
    def estimate(cls, entry: UserMessage, width: int, folded: bool) -> int:
        return estimated_rows(entry.text, width) + len(entry.attachments)

    @classmethod
    @override
    def source(cls, entry: UserMessage) -> str:
        return "\n".join((entry.text, *entry.attachments))
