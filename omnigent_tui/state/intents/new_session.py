"""What a person wants when starting a session."""

from collections.abc import Mapping
from types import MappingProxyType

from omnigent_tui.values import Value


class LoadNewSessionChoices(Value):
    """Read which agents, hosts and projects a session can be started with."""


class LoadHarnessModels(Value):
    """Ask a host which models it offers for a harness."""

    host_id: str
    harness: str


class WorktreeWish(Value):
    """A git worktree to work in: a new one for a new branch off `base_branch` (the server's default when None).

    `is_existing`: the worktree that has this branch checked out already.
    """

    branch_name: str
    base_branch: str | None = None
    is_existing: bool = False


class CreateSession(Value):
    """Create a session of an agent; with `host_id` and `workspace` its runner starts at once.

    `workspace` is an absolute path on the host. `first_message` is sent as soon as the session is there.
    `bundle` is a path on this machine: the agent there is uploaded with the session, and `agent_id` is empty.
    `launch_args` are handed to a native agent's program.
    """

    agent_id: str
    title: str | None = None
    host_id: str | None = None
    workspace: str | None = None
    worktree: WorktreeWish | None = None
    model_override: str | None = None
    reasoning_effort: str | None = None
    first_message: str = ""
    labels: Mapping[str, str] = MappingProxyType({})
    launch_args: tuple[str, ...] = ()
    project_id: str | None = None
    bundle: str | None = None


class CancelCreation(Value):
    """Give up the session that is being created; one that is made nevertheless is removed."""
