"""What a person wants of a session's runner."""

from omnigent_tui.state.intents.directories import (
    CreateDirectory,
    FindHome,
    LeaveDirectories,
    ListDirectory,
    LoadWorktrees,
)
from omnigent_tui.state.intents.new_session import (
    CancelCreation,
    CreateSession,
    LoadHarnessModels,
    LoadNewSessionChoices,
    WorktreeWish,
)
from omnigent_tui.values import Value


class LaunchRunner(Value):
    """Bind a session that has no runner to a host and a directory there (absolute), and start its runner."""

    session_id: str
    host_id: str
    workspace: str
    worktree: WorktreeWish | None = None


class WakeRunner(Value):
    """Start the runner of a session that has one which is not there any more; it answers what was left unanswered."""

    session_id: str


class LookAtSessions(Value):
    """These sessions are on the screen now: keep what is known of their runners fresh."""

    session_ids: tuple[str, ...]


DirectoryIntent = ListDirectory | LeaveDirectories | CreateDirectory | LoadWorktrees
StartingIntent = (
    LoadNewSessionChoices
    | LoadHarnessModels
    | CreateSession
    | CancelCreation
    | LaunchRunner
    | WakeRunner
    | FindHome
    | DirectoryIntent
)
"""Everything that leads to a session with a runner."""
