"""The session list as this client knows it: rows by id, their order, paging, and what is known of their liveness."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import isnan
from types import MappingProxyType

from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state.differences import changed_keys
from omnigent_tui.values import PartlyCompared, Value, field


class ListPhase(StrEnum):
    """Where the list stands."""

    UNKNOWN = "unknown"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class ListSource(StrEnum):
    """How the list is kept live."""

    NONE = "not live"
    SOCKET = "live"
    POLLING = "polled"


DROP_GRACE_SECONDS = 5.0
"""A runner or host that is gone for less than this was never gone: tunnels break and are back a moment later."""


class Drop(Value):
    """What the server says since `since` (Unix seconds), though it is not shown yet: it may be over in a moment."""

    runner_online: bool | None
    host_online: bool | None
    since: float


class Liveness(Value):
    """What is shown of a session's runner and host: what the server last said, but for a `drop` that just began.

    `since` (Unix seconds) is when this client saw it change, None when it has always been told the same.
    `is_concluded` while the server has not said it: a turn began, so there is a runner again.
    """

    runner_online: bool | None = None
    host_online: bool | None = None
    since: float | None = None
    drop: Drop | None = None
    is_concluded: bool = False


class SessionEntry(Value):
    """A session in the list. `status_since` (Unix seconds) is when this client saw the status begin, else None.

    `host_version` is the version of the daemon on its host, once the server told it.
    """

    row: SessionRow
    liveness: Liveness | None = None
    status_since: float | None = None
    host_version: str | None = None


def is_shown(row: SessionRow) -> bool:
    """Whether a session has a line of its own in the list."""
    return not row.archived and not row.parent_session_id


def changed_at(row: SessionRow) -> float:
    """When a session last changed (Unix seconds), as far as that is known."""
    at = row.updated_at or row.created_at or 0.0
    # A server can send what is not a number, and that has no order.
    return 0.0 if isnan(at) else at


def place(row: SessionRow) -> tuple[float, str]:
    """What sessions are ordered by, the greatest first; no two are at the same place."""
    return changed_at(row), row.id


def position(order: Sequence[str], by_id: Mapping[str, SessionEntry], row: SessionRow) -> int:
    """Return where `row` belongs in the ordered ids of sessions."""
    wanted = place(row)
    return bisect_left(order, True, key=lambda session_id: place(by_id[session_id].row) <= wanted)


_KEPT_STEPS = 16


class Steps(Value, eq=False):
    """Which sessions were changed lately, step by step; `to` are the entries that the last step led to."""

    to: MappingProxyType[str, SessionEntry]
    ids: tuple[frozenset[str], ...] = ()

    def on(self, to: MappingProxyType[str, SessionEntry], changed: Iterable[str]) -> "Steps":
        """Return the steps with one more."""
        return Steps(to, (*self.ids, frozenset(changed))[-_KEPT_STEPS:])

    def since(self, older: "Steps") -> set[str] | None:
        """Return the ids that were changed after the last step of `older`; None when that is not known any more."""
        last = older.ids[-1] if older.ids else None
        for number, step in enumerate(reversed(self.ids)):
            # No two steps are the same object, however equal they are.
            if step is last:
                return set().union(*self.ids[len(self.ids) - number :])
        return None


class SessionListState(PartlyCompared, Value):
    """Rows by session id; `order` is most recently updated first and holds what is shown."""

    beside = frozenset({"steps"})

    by_id: MappingProxyType[str, SessionEntry] = field(default_factory=lambda: MappingProxyType({}))
    order: tuple[str, ...] = ()
    phase: ListPhase = ListPhase.UNKNOWN
    source: ListSource = ListSource.NONE
    has_more: bool = False
    cursor: str | None = None
    loading_more: bool = False
    failure: str = ""
    loaded_at: float | None = None
    steps: Steps = field(default_factory=lambda: Steps(MappingProxyType({})))

    def changed_since(self, older: "SessionListState") -> set[str]:
        """Return the ids of all sessions that came, went or changed since `older`; it costs little just after it."""
        if self.by_id is older.by_id:
            return set()
        if self.steps.to is self.by_id and older.steps.to is older.by_id:
            told = self.steps.since(older.steps)
            if told is not None:
                return told
        return changed_keys(older.by_id, self.by_id)

    def index(self, session_id: str) -> int | None:
        """Return where in `order` a session stands; None when it is not shown."""
        entry = self.by_id.get(session_id)
        if entry is None or not is_shown(entry.row):
            return None
        found = position(self.order, self.by_id, entry.row)
        if found < len(self.order) and self.order[found] == session_id:
            return found
        return self.order.index(session_id) if session_id in self.order else None

    @property
    def worth_watching(self) -> str | None:
        """The id of the first session in which a turn runs and nobody is asked, else of the first; None without any."""
        rows = (self.by_id[session_id].row for session_id in self.order)
        running = (row.id for row in rows if row.status == "running" and not row.pending_elicitations_count)
        return next(running, self.order[0] if self.order else None)
