"""What a person wants of the list of sessions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Show this session and follow it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class LoadMoreSessions:
    """Fetch the next page of the session list."""
