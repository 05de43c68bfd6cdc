"""The session list as this client knows it: rows by id, their order, paging, and what is known of their liveness."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from omnigent_tui.protocol.sessions import SessionRow


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


@dataclass(frozen=True, slots=True)
class Drop:
    """What the server says since `since` (Unix seconds), though it is not shown yet: it may be over in a moment."""

    runner_online: bool | None
    host_online: bool | None
    since: float


@dataclass(frozen=True, slots=True)
class Liveness:
    """What is shown of a session's runner and host: what the server last said, but for a `drop` that just began.

    `since` (Unix seconds) is when this client saw it change, None when it has always been told the same.
    `is_concluded` while the server has not said it: a turn began, so there is a runner again.
    """

    runner_online: bool | None = None
    host_online: bool | None = None
    since: float | None = None
    drop: Drop | None = None
    is_concluded: bool = False


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session in the list. `status_since` (Unix seconds) is when this client saw the status begin, else None.

    `host_version` is the version of the daemon on its host, once the server told it.
    """

    row: SessionRow
    liveness: Liveness | None = None
    status_since: float | None = None
    host_version: str | None = None


@dataclass(frozen=True, slots=True)
class SessionListState:
    """Rows by session id; `order` is most recently updated first and holds what is shown."""

    by_id: Mapping[str, SessionEntry] = field(default_factory=lambda: MappingProxyType({}))
    order: tuple[str, ...] = ()
    phase: ListPhase = ListPhase.UNKNOWN
    source: ListSource = ListSource.NONE
    has_more: bool = False
    cursor: str | None = None
    loading_more: bool = False
    failure: str = ""
    loaded_at: float | None = None

    @property
    def worth_watching(self) -> str | None:
        """The id of the first session in which a turn runs and nobody is asked, else of the first; None without any."""
        rows = (self.by_id[session_id].row for session_id in self.order)
        running = (row.id for row in rows if row.status == "running" and not row.pending_elicitations_count)
        return next(running, self.order[0] if self.order else None)
