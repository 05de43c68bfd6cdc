"""Events about the search through the history of a session that is not loaded."""

from omnigent_tui.state.client_events.event import ClientEvent
from omnigent_tui.state.search import FoundEntry


class SearchStarted(ClientEvent):
    """The items before `border` are being searched; None: there are none that are not loaded."""

    session_id: str
    needle: str
    only_talk: bool
    border: str | None


class SearchPageRead(ClientEvent):
    """The next older `items` items were searched; `found`, oldest first, stand before everything found so far."""

    session_id: str
    items: int
    found: tuple[FoundEntry, ...]


class SearchPaused(ClientEvent):
    """So much was found that older items are left for when they are asked for."""

    session_id: str


class SearchResumed(ClientEvent):
    """A search that was paused goes on with older items."""

    session_id: str


class SearchEnded(ClientEvent):
    """The beginning of the session was reached, or the search failed for a reason."""

    session_id: str
    failure: str = ""


class SearchLeft(ClientEvent):
    """Nobody looks for anything any more."""
