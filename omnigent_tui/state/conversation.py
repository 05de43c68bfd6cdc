"""One open session: its snapshot, its transcript (stored history and what is in flight), and its stream's state."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from omnigent_tui.protocol.child_sessions import ChildSession
from omnigent_tui.protocol.elicitations import ElicitationRequest
from omnigent_tui.protocol.session_events import Todo, Viewer
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.earlier import Earlier, Opening
from omnigent_tui.state.paging import History as History  # noqa: PLC0414 - part of what a conversation says
from omnigent_tui.state.session_settings import SessionSettings
from omnigent_tui.state.transcript import Entry
from omnigent_tui.values import Value, field


class StreamPhase(StrEnum):
    """Where the stream of a session stands."""

    CONNECTING = "connecting"
    LIVE = "live"
    WAITING = "reconnecting"
    ENDED = "ended"
    REFUSED = "refused"


class StreamState(Value):
    """The stream's phase since `since` (Unix seconds); `retry_at` (Unix seconds) and `attempt` while waiting.

    `is_acknowledged` once the server has sent something over this connection.
    """

    phase: StreamPhase = StreamPhase.CONNECTING
    since: float = 0.0
    attempt: int = 0
    retry_at: float | None = None
    reason: str = ""
    epoch: str | None = None
    connections: int = 0
    is_acknowledged: bool = False


class PendingElicitation(Value):
    """A question that waits for an answer. `answered` is the verdict this client sent (not yet confirmed).

    `held_until` (Unix seconds): an accept is held back till then, and can be taken back.
    """

    request: ElicitationRequest
    session_id: str
    first_seen: float
    seen_at_revision: int = 0
    answered: str | None = None
    answered_at: float | None = None
    failed: str | None = None
    held_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody at this client has answered it, nor is about to."""
        return self.answered is None and self.held_until is None

    @property
    def elicitation_id(self) -> str:
        """The server's id of the question."""
        return self.request.elicitation_id


class Turn(Value):
    """The turn's state as the server tells it. `stopping_since` is set from asking for an interrupt to its end.

    `stop_failure` says why the last wish to stop did not reach the server.
    """

    status: str = "idle"
    since: float = 0.0
    response_id: str = ""
    blocked_on: str | None = None
    stopping_since: float | None = None
    stop_failure: str = ""
    background_tasks: int = 0

    @property
    def is_running(self) -> bool:
        """Whether an interrupt makes sense."""
        return self.status in {"running", "launching"}


class Conversation(Value):
    """An open session.

    `history` mirrors the server's stored items in stored order, from the oldest loaded one on; `live` is what came
    after them over the stream, in arrival order, until a page of items settles it. `revision` counts what the
    stream brought, so that a page asked for at revision N is known not to speak about what came later.
    `stored_ids` are the items in `history`; `stale_keys` the in-flight texts of a connection that is gone, until
    the server repeats them; `closed_message_ids` the streamed messages whose stored item has arrived.
    `is_status_known` says that the turn's status was told since the stream was opened last.
    `needs_settling` asks for a page of items that is asked for at revision `settle_from` or later.
    `earlier` is a part of the history far back; of what lies between it and `history` nothing is loaded. `opening` is
    the wish for another such part.
    `resolved_elicitations` tells the revision at which each question was resolved; `revivable_elicitations` are those
    of them that were resolved without a verdict, so that they may come again. `verdicts` are those the server told.
    """

    session_id: str
    snapshot: SessionSnapshot | None = None
    history: tuple[Entry, ...] = ()
    live: tuple[Entry, ...] = ()
    older: History = History.UNKNOWN
    older_failure: str = ""
    earlier: Earlier | None = None
    opening: Opening | None = None
    oldest_item_id: str | None = None
    newest_item_id: str | None = None
    stream: StreamState = StreamState()
    turn: Turn = Turn()
    elicitations: Mapping[str, PendingElicitation] = field(default_factory=lambda: MappingProxyType({}))
    resolved_elicitations: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    revivable_elicitations: frozenset[str] = frozenset()
    verdicts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    todos: tuple[Todo, ...] = ()
    viewers: tuple[Viewer, ...] = ()
    children: Mapping[str, ChildSession] = field(default_factory=lambda: MappingProxyType({}))
    resources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    settings: SessionSettings = field(default_factory=SessionSettings)
    model: str | None = None
    context_tokens: int | None = None
    context_window: int | None = None
    total_cost_usd: float | None = None
    unknown_events: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    revision: int = 0
    status_revision: int = 0
    is_status_known: bool = False
    stored_ids: frozenset[str] = frozenset()
    stale_keys: frozenset[str] = frozenset()
    closed_message_ids: frozenset[str] = frozenset()
    failure: str = ""
    superseded_by: str | None = None
    needs_settling: bool = False
    settle_from: int = 0

    @property
    def loaded_ids(self) -> frozenset[str]:
        """The items that can be shown at once."""
        return self.stored_ids if self.earlier is None else self.stored_ids | self.earlier.stored_ids

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The newest part: history and what is in flight, in reading order (outgoing messages: see selectors)."""
        return self.history + self.live
