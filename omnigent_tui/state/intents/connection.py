"""What a person wants of the connection."""

from omnigent_tui.values import Value


class ConnectToServer(Value):
    """Talk to the server at `url` (from `source`); `session_id` is to be opened once connected."""

    url: str
    source: str = "typed"
    session_id: str | None = None


class RetryNow(Value):
    """Reconnect at once, whatever the countdown says."""
