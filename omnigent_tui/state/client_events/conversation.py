"""Events about one open session: its stream, its snapshot and its items."""

from omnigent_tui.protocol.child_sessions import ChildSession
from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.items import Item
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.client_events.event import ClientEvent, ConversationEvent


class SessionOpened(ClientEvent):
    """A person opened a session: it is on the screen now."""

    session_id: str


class ConversationReleased(ClientEvent):
    """A conversation that is not on the screen is followed no more."""

    session_id: str


class StreamConnecting(ConversationEvent):
    """The stream is being opened."""

    attempt: int = 0


class StreamOpened(ConversationEvent):
    """The stream is open; `epoch` changes when the server process does."""

    epoch: str | None = None


class StreamLost(ConversationEvent):
    """The stream is gone; the next attempt is due at `retry_at` (Unix seconds)."""

    reason: str
    retry_at: float
    attempt: int


class StreamEnded(ConversationEvent):
    """The server ended the stream on purpose (`[DONE]`)."""


class StreamDenied(ConversationEvent):
    """The server refuses the stream for good (401, 403, a 404 that stays)."""

    reason: str


class StreamEvents(ConversationEvent):
    """A batch of the server's events, in order."""

    events: tuple[ServerEvent, ...]


class SnapshotArrived(ConversationEvent):
    """The snapshot of a session, asked for when the conversation was at `asked_at_revision`."""

    snapshot: SessionSnapshot
    asked_at_revision: int


class NewestItemsArrived(ConversationEvent):
    """The newest stored items, oldest first, without a hole; `has_more` when older ones exist before them."""

    items: tuple[Item, ...]
    has_more: bool
    asked_at_revision: int


class HistoryReplaced(NewestItemsArrived):
    """The newest stored items, to be taken as all of the loaded history: its oldest item is gone."""


class OlderItemsRequested(ConversationEvent):
    """The page before the oldest known item was asked for."""


class OlderItemsArrived(ConversationEvent):
    """The page before `before_item_id`, oldest first."""

    items: tuple[Item, ...]
    has_more: bool
    before_item_id: str


class ChildrenArrived(ConversationEvent):
    """Rows of the session's sub-agents, asked for when the conversation was at `asked_at_revision`."""

    children: tuple[ChildSession, ...]
    asked_at_revision: int


class HistoryTrimmed(ConversationEvent):
    """Nobody looks at more than the newest `keep` entries, or as many as hold `keep_characters`: the rest may go."""

    keep: int
    keep_characters: int | None = None


class OlderItemsFailed(ConversationEvent):
    """The page before the oldest known item could not be fetched."""

    reason: str


class ConversationFailed(ConversationEvent):
    """The snapshot or the items could not be fetched; what is shown stays."""

    reason: str
