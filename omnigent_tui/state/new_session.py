"""What a person can choose from when starting a session, and how far the creation has come."""

from dataclasses import dataclass
from enum import StrEnum

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.hosts import Host


class CreationPhase(StrEnum):
    """Where the creation stands."""

    UNKNOWN = "unknown"
    LOADING = "loading"
    READY = "ready"
    CREATING = "creating"
    CHECKING = "checking"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NewSessionState:
    """Agents and hosts on offer (hosts online first). `reason` says what failed; `since` is Unix seconds.

    `created_session_id` is the session made last: a screen that waits for it closes.
    """

    phase: CreationPhase = CreationPhase.UNKNOWN
    agents: tuple[Agent, ...] = ()
    hosts: tuple[Host, ...] = ()
    reason: str = ""
    since: float = 0.0
    created_session_id: str | None = None
