"""The line above the composer that says the stream is not live, what is safe meanwhile, and which key helps."""

from textual.content import Content

from omnigent_tui.state.conversation import Conversation, StreamPhase
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.widgets.connection_words import is_worth_a_banner, retry_in
from omnigent_tui.widgets.one_line import OneLine

_SAFE = "Keep typing; messages are sent later."


class ConnectionBanner(OneLine):
    """Hidden while all is well."""

    DEFAULT_CSS = """
    ConnectionBanner {
        display: none;
        background: $warning 20%;
        color: $text-warning;
        padding: 0 1;
    }
    """

    def show(self, server: ServerState, conversation: Conversation | None, retry_key: str, now: float) -> None:
        """Say what is wrong with the connection; `retry_key` is the key as written for people."""
        text = _text(conversation, retry_key, now) if conversation else ""
        if server.phase is ServerPhase.FAILED:
            text = " ".join(filter(None, (f"! {server.summary}", server.advice, f"({retry_key} tries again)")))
        self.display = bool(text)
        self.set_line(Content(text))


def _text(conversation: Conversation, retry_key: str, now: float) -> str:
    stream = conversation.stream
    if not is_worth_a_banner(stream, now):
        return f"! Not up to date ({retry_key} tries again): {conversation.failure}" if conversation.failure else ""
    # The reason comes last: it is what may be cut.
    match stream.phase:
        case StreamPhase.ENDED:
            return f"! The server ended this session's stream; {retry_key} reconnects."
        case StreamPhase.REFUSED:
            return f"! No live connection; {retry_key} tries again, your text is kept. {stream.reason}"
        case StreamPhase.WAITING if seconds := retry_in(stream, now):
            return f"! Reconnecting in {seconds} s ({retry_key}: now). {_SAFE} {stream.reason}"
        case _:
            return f"! Reconnecting… {_SAFE} {stream.reason}"
