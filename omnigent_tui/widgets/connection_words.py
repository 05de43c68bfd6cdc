"""The words for where a connection stands, shared by the status line and the banner."""

import math
from urllib.parse import urlsplit

from omnigent_tui.state.conversation import StreamPhase, StreamState
from omnigent_tui.state.server import ServerPhase, ServerState

# A first drop is usually healed at once; a line that comes and goes within a blink only unsettles.
_SETTLING_SECONDS = 2.0


def retry_in(stream: StreamState, now: float) -> int:
    """Return the whole seconds until the next attempt, at least 0."""
    return max(0, math.ceil((stream.retry_at or now) - now))


def stream_word(stream: StreamState, now: float) -> str:
    """Return glyph and word of the stream: `● live`, `◌ reconnecting in 3 s`."""
    match stream.phase:
        case StreamPhase.LIVE:
            return "● live"
        case StreamPhase.CONNECTING:
            return "◌ reconnecting" if stream.connections else "◌ connecting"
        case StreamPhase.WAITING:
            seconds = retry_in(stream, now)
            return f"◌ reconnecting in {seconds} s" if seconds else "◌ reconnecting"
        case StreamPhase.ENDED:
            return "◻ ended"
        case StreamPhase.REFUSED:
            return "✕ refused"


def server_word(server: ServerState) -> str:
    """Return glyph and word of the server, for when no session is open."""
    match server.phase:
        case ServerPhase.CONNECTED:
            return "● connected"
        case ServerPhase.CONNECTING:
            return "◌ connecting"
        case ServerPhase.FAILED:
            return "✕ not connected"
        case ServerPhase.UNKNOWN:
            return "◻ no server"


def server_place(server: ServerState) -> str:
    """Return `host:port`."""
    return urlsplit(server.url).netloc or server.url


def server_name(server: ServerState) -> str:
    """Return `host:port` and the version, as far as they are known."""
    return " ".join(filter(None, (server_place(server), server.version or "")))


def is_worth_a_banner(stream: StreamState, now: float) -> bool:
    """Whether the stream is gone long enough, or for good, to say so above the composer."""
    if stream.phase is StreamPhase.LIVE:
        return False
    if stream.phase in (StreamPhase.ENDED, StreamPhase.REFUSED):
        return True
    return stream.attempt > 1 or (stream.phase is StreamPhase.WAITING and now - stream.since >= _SETTLING_SECONDS)
