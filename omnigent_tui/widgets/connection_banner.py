"""The lines above the composer that say the stream is not live, what is safe meanwhile, and which key helps."""

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from omnigent_tui.rendering.wrapping import wrap_offsets
from omnigent_tui.state.conversation import Conversation, StreamPhase
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.widgets.connection_words import is_worth_a_banner, retry_in
from omnigent_tui.widgets.few_lines import SHORT_BELOW, few_lines

_SAFE = "Keep typing; messages are sent later."
_MOST_ROWS = 2
_WORDS = 20
"""Cells of a reason that tell something about it."""
_NOTHING = ("", "", "")


class ConnectionBanner(Widget):
    """Hidden while all is well. What matters less is left out where it does not fit."""

    DEFAULT_CSS = """
    ConnectionBanner {
        display: none;
        height: auto;
        width: 1fr;
        background: $warning 20%;
        color: $text-warning;
        padding: 0 1;
    }
    """

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._said = _NOTHING

    def show(self, server: ServerState, conversation: Conversation | None, retry_key: str, now: float) -> None:
        """Say what is wrong with the connection; `retry_key` is the key as written for people."""
        said = _said(conversation, retry_key, now) if conversation else _NOTHING
        if server.phase is ServerPhase.FAILED:
            said = " ".join(filter(None, (f"! {server.summary}", server.advice, f"({retry_key} tries again)"))), "", ""
        said = said[0], said[1], " ".join(said[2].split())
        self.display = said != _NOTHING
        before, self._said = self._said, said
        if said != before:
            # It counts seconds: only another number of rows moves what is around it.
            width = self.content_size.width
            self.refresh(layout=len(fitting(before, width, _MOST_ROWS)) != len(fitting(said, width, _MOST_ROWS)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as the sentences need and may have."""
        return len(fitting(self._said, width, 1 if viewport.height < SHORT_BELOW else _MOST_ROWS))

    def render(self) -> Content:
        """Return the lines for Textual to draw."""
        size = self.content_size
        return Content("\n".join(fitting(self._said, size.width, max(1, size.height))))


def fitting(said: tuple[str, str, str], width: int, rows: int) -> list[str]:
    """Return what matters most, then the comfort and the reason if they fit whole, in at most `rows` lines.

    A reason is also shown cut, where some words of it are left.
    """
    text, comfort, reason = said
    if comfort and _rows_of(f"{text} {comfort}", width) <= rows:
        text = f"{text} {comfort}"
    if reason and (_rows_of(f"{text} {reason}", width) <= rows or _room_behind(text, width, rows) >= _WORDS):
        text = f"{text} {reason}"
    return few_lines(text, width, rows)


def _rows_of(text: str, width: int) -> int:
    return len(wrap_offsets(text, max(1, width))) + 1


def _room_behind(text: str, width: int, rows: int) -> int:
    lines = few_lines(text, width, rows)
    return (rows - len(lines) + 1) * width - cell_len(lines[-1]) - 1


def _said(conversation: Conversation, retry_key: str, now: float) -> tuple[str, str, str]:
    """What matters most, what comforts, and why it is so."""
    stream = conversation.stream
    if not is_worth_a_banner(stream, now):
        failure = conversation.failure
        return (f"! Not up to date ({retry_key} tries again): {failure}" if failure else ""), "", ""
    match stream.phase:
        case StreamPhase.ENDED:
            return f"! The server ended this session's stream; {retry_key} reconnects.", "", ""
        case StreamPhase.REFUSED:
            return f"! No live connection; {retry_key} tries again, your text is kept.", "", stream.reason
        case StreamPhase.WAITING if seconds := retry_in(stream, now):
            return f"! Reconnecting in {seconds} s ({retry_key}: now).", _SAFE, stream.reason
        case _:
            return "! Reconnecting…", _SAFE, stream.reason
