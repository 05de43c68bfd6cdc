"""What a person wants of the list of sessions."""

from omnigent_tui.state.parts import OrderedParts


class OpenSession(OrderedParts):
    """Show this session and follow it."""

    session_id: str


class LoadMoreSessions(OrderedParts):
    """Fetch the next page of the session list."""
