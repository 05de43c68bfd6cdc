"""What a person wants of the list of sessions."""

from omnigent_tui.values import Value


class OpenSession(Value):
    """Show this session and follow it."""

    session_id: str


class LoadMoreSessions(Value):
    """Fetch the next page of the session list."""
