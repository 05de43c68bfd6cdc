"""What a person wants of the connection."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConnectToServer:
    """Talk to the server at `url` (from `source`); `session_id` is to be opened once connected."""

    url: str
    source: str = "typed"
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class RetryNow:
    """Reconnect at once, whatever the countdown says."""
