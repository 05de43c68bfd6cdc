"""The server this client talks to, as far as it is known."""

from enum import StrEnum

from omnigent_tui.values import Value


class ServerPhase(StrEnum):
    """Where the connection to the server stands."""

    UNKNOWN = "unknown"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    FAILED = "failed"


class ServerState(Value):
    """The server's address and identity; `summary` and `advice` say what went wrong and what to do."""

    url: str = ""
    source: str = ""
    phase: ServerPhase = ServerPhase.UNKNOWN
    version: str | None = None
    user_id: str | None = None
    auth_mode: str | None = None
    outcome: str = ""
    summary: str = ""
    advice: str = ""
    since: float = 0.0
