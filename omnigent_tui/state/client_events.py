"""The events this client makes: what it did, what arrived, what failed. `at` is the wall clock in Unix seconds.

Together with the server's own events (inside StreamEvents) they are the only input of `reduce`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.protocol.items import Item
from omnigent_tui.protocol.sessions import SessionRow, SessionSnapshot
from omnigent_tui.state.sessions import ListSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEvent:
    """What all events of this client share."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerConnecting(ClientEvent):
    """A server is being tried; `source` says where its URL came from."""

    url: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProbed(ClientEvent):
    """A server answered, or did not: `outcome` is `ok` or the name of what went wrong."""

    url: str
    outcome: str
    version: str | None = None
    user_id: str | None = None
    auth_mode: str | None = None
    summary: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPageRequested(ClientEvent):
    """A page of the session list was asked for; `more` when it continues the list."""

    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPageArrived(ClientEvent):
    """A page of `GET /v1/sessions`. The first page keeps rows beyond it; `cursor` is its `last_id`."""

    rows: tuple[SessionRow, ...]
    first: bool
    has_more: bool
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionListFailed(ClientEvent):
    """The list could not be fetched; what is shown stays."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRowsChanged(ClientEvent):
    """Rows as the updates socket sends them (with liveness), or a row this client fetched itself."""

    rows: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsRemoved(ClientEvent):
    """Sessions were deleted, or are not visible any more."""

    session_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSourceChanged(ClientEvent):
    """The list is kept live in another way now."""

    source: ListSource


@dataclass(frozen=True, slots=True, kw_only=True)
class LivenessArrived(ClientEvent):
    """What `GET /health?session_ids=` says: (runner_online, host_online) by session id."""

    liveness: Mapping[str, tuple[bool | None, bool | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(ClientEvent):
    """A person opened a session: it is on the screen now."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationReleased(ClientEvent):
    """A conversation that is not on the screen is followed no more."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEvent(ClientEvent):
    """What all events about one open session share."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamConnecting(ConversationEvent):
    """The stream is being opened."""

    attempt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamOpened(ConversationEvent):
    """The stream is open; `epoch` changes when the server process does."""

    epoch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLost(ConversationEvent):
    """The stream is gone; the next attempt is due at `retry_at` (Unix seconds)."""

    reason: str
    retry_at: float
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEnded(ConversationEvent):
    """The server ended the stream on purpose (`[DONE]`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamDenied(ConversationEvent):
    """The server refuses the stream for good (401, 403, a 404 that stays)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEvents(ConversationEvent):
    """A batch of the server's events, in order."""

    events: tuple[ServerEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotArrived(ConversationEvent):
    """The snapshot of a session, asked for when the conversation was at `asked_at_revision`."""

    snapshot: SessionSnapshot
    asked_at_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestItemsArrived(ConversationEvent):
    """The newest stored items, oldest first, without a hole; `has_more` when older ones exist before them."""

    items: tuple[Item, ...]
    has_more: bool
    asked_at_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReplaced(NewestItemsArrived):
    """The newest stored items, to be taken as all of the loaded history: its oldest item is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderItemsRequested(ConversationEvent):
    """The page before the oldest known item was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderItemsArrived(ConversationEvent):
    """The page before `before_item_id`, oldest first."""

    items: tuple[Item, ...]
    has_more: bool
    before_item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderItemsFailed(ConversationEvent):
    """The page before the oldest known item could not be fetched."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFailed(ConversationEvent):
    """The snapshot or the items could not be fetched; what is shown stays."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageQueued(ConversationEvent):
    """A person sent a message: it is in the outbox."""

    stable_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSending(ClientEvent):
    """The message is being posted."""

    stable_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDelayed(ClientEvent):
    """The message waits: it is `queued`, or `checking` when nobody knows whether it arrived."""

    stable_id: str
    reason: str
    outcome_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAccepted(ClientEvent):
    """The server took the message, as an item or as a native agent's queue entry."""

    stable_id: str
    item_id: str | None = None
    pending_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReturned(ClientEvent):
    """The message was refused or withdrawn: its text goes back to the composer."""

    stable_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedTextTaken(ClientEvent):
    """The composer has the text again."""

    stable_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptRequested(ConversationEvent):
    """A person asked to stop the turn; the server has not confirmed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptFailed(ConversationEvent):
    """The wish to stop did not reach the server."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationAnswered(ConversationEvent):
    """This client sent a verdict (`accept`, `decline` or `cancel`); the server has not confirmed it."""

    elicitation_id: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationAnswerFailed(ConversationEvent):
    """The verdict did not reach the server: the question is open again."""

    elicitation_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionChoicesRequested(ClientEvent):
    """Agents and hosts were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionChoicesArrived(ClientEvent):
    """`GET /v1/agents` and `GET /v1/hosts`."""

    agents: tuple[Agent, ...]
    hosts: tuple[Host, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCreating(ClientEvent):
    """A session is being created; `outcome_unknown` when the answer was lost and the session is looked for."""

    outcome_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCreated(ClientEvent):
    """A session was created."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionFailed(ClientEvent):
    """The choices could not be read, or no session was created."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(ClientEvent):
    """Something a person should know that belongs to no session."""

    text: str
    severity: str = "information"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFailed(ClientEvent):
    """A task of this client's failed in a way nobody foresaw; the supervisor starts it again."""

    task: str
    reason: str
    details: Mapping[str, str] = field(default_factory=dict)
