"""Events about questions in sessions that are not open."""

from dataclasses import dataclass

from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.client_events.event import ClientEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksArrived(ClientEvent):
    """The snapshot of a session that is not open, read for its pending questions."""

    snapshot: SessionSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksFailed(ClientEvent):
    """The pending questions of a session could not be read."""

    session_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksLeft(ClientEvent):
    """Nothing waits in this session any more, or it is followed now."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSnoozed(ClientEvent):
    """The person wants to see a question later: at `until` (Unix seconds)."""

    elicitation_id: str
    until: float
