"""Events about the list of sessions."""

from collections.abc import Mapping
from types import MappingProxyType

from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state.client_events.event import ClientEvent
from omnigent_tui.state.sessions import ListSource


class SessionPageRequested(ClientEvent):
    """A page of the session list was asked for; `more` when it continues the list."""

    more: bool = False


class SessionPageArrived(ClientEvent):
    """A page of `GET /v1/sessions`. The first page keeps rows beyond it; `cursor` is its `last_id`.

    `starts_over`: the old cursor's session is gone, so that more pages continue this one.
    """

    rows: tuple[SessionRow, ...]
    first: bool
    has_more: bool
    cursor: str | None
    starts_over: bool = False


class SessionListFailed(ClientEvent):
    """The list could not be fetched; what is shown stays."""

    reason: str


class SessionRowsChanged(ClientEvent):
    """Rows as the updates socket sends them (with liveness), or a row this client fetched itself.

    Those of `asked_for` that are not among them do not exist any more.
    """

    rows: tuple[SessionRow, ...]
    asked_for: frozenset[str] = frozenset()


class SessionsRemoved(ClientEvent):
    """Sessions were deleted, or are not visible any more."""

    session_ids: tuple[str, ...]


class ListSourceChanged(ClientEvent):
    """The list is kept live in another way now."""

    source: ListSource


class LivenessArrived(ClientEvent):
    """What `GET /health?session_ids=` says: (runner_online, host_online) by session id, and their hosts' versions."""

    liveness: Mapping[str, tuple[bool | None, bool | None]]
    host_versions: Mapping[str, str] = MappingProxyType({})
