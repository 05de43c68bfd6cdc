"""What a person wants of the connection."""

from omnigent_tui.state.parts import OrderedParts


class ConnectToServer(OrderedParts):
    """Talk to the server at `url` (from `source`); `session_id` is to be opened once connected."""

    url: str
    source: str = "typed"
    session_id: str | None = None


class RetryNow(OrderedParts):
    """Reconnect at once, whatever the countdown says."""
