"""Badges: what a session is doing and whether its runner is there, as a word with an age. Two separate axes."""

from enum import StrEnum

from omnigent_tui.values import Value


class TurnWord(StrEnum):
    """The turn axis, most urgent first."""

    NEEDS_YOU = "needs you"
    FAILED = "failed"
    RUNNING = "running"
    STOPPING = "stopping"
    WAITING = "waiting"
    STARTING = "starting"
    IDLE = "idle"


class LivenessWord(StrEnum):
    """The liveness axis: is there a runner that would act at once?"""

    ONLINE = "online"
    LAUNCHING = "launching"
    LAUNCH_FAILED = "runner failed"
    ASLEEP = "asleep"
    HOST_OFFLINE = "host offline"
    RUNNER_LOST = "runner lost"
    UNBOUND = "no runner"
    UNKNOWN = "unknown"


class Badge(Value):
    """A word of one axis, in force since `since` (Unix seconds; None when this client can't know).

    `reason` is what the server says about it, if anything.
    """

    word: TurnWord | LivenessWord
    since: float | None = None
    reason: str = ""


class SidebarRow(Value):
    """One line of the session sidebar. `changed_at` is the server's `updated_at` (Unix seconds).

    `depth` is 0 for a session and more for a sub-agent, by how many it was started.
    """

    session_id: str
    title: str
    agent: str
    turn: Badge
    liveness: Badge
    changed_at: float | None = None
    pending: int = 0
    archived: bool = False
    has_draft: bool = False
    depth: int = 0
