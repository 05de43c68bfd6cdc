"""What a person wants: frozen intents, made by screens and performed by the live layer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["accept", "decline", "cancel"]


@dataclass(frozen=True, slots=True)
class ConnectToServer:
    """Talk to the server at `url` (from `source`); `session_id` is to be opened once connected."""

    url: str
    source: str = "typed"
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Show this session and follow it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class LoadMoreSessions:
    """Fetch the next page of the session list."""


@dataclass(frozen=True, slots=True)
class LoadOlderItems:
    """Fetch the page of items before the oldest one known."""

    session_id: str


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send `text` to the session, now or as soon as it can be reached."""

    session_id: str
    text: str
    stable_id: str


@dataclass(frozen=True, slots=True)
class WithdrawMessage:
    """Take a message that is still queued back into the composer."""

    stable_id: str


@dataclass(frozen=True, slots=True)
class InterruptTurn:
    """Stop the running turn."""

    session_id: str


@dataclass(frozen=True, slots=True)
class AnswerElicitation:
    """Answer a question: `session_id` is the one it must be posted to, `action` accept, decline or cancel."""

    session_id: str
    conversation_id: str
    elicitation_id: str
    action: Verdict
    content: Mapping[str, object] = field(default_factory=dict)
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckElicitations:
    """Read again what waits for an answer in this session: an answer was sent and nothing came of it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class RetryNow:
    """Reconnect at once, whatever the countdown says."""


@dataclass(frozen=True, slots=True)
class LoadNewSessionChoices:
    """Read which agents and hosts a session can be started with."""


@dataclass(frozen=True, slots=True)
class WorktreeWish:
    """A git worktree to work in: a new one for a new branch off `base_branch` (the server's default when None).

    `is_existing`: the worktree that has this branch checked out already.
    """

    branch_name: str
    base_branch: str | None = None
    is_existing: bool = False


@dataclass(frozen=True, slots=True)
class CreateSession:
    """Create a session of an agent; with `host_id` and `workspace` its runner starts at once.

    `workspace` is an absolute path on the host. `first_message` is sent as soon as the session is there.
    """

    agent_id: str
    title: str | None = None
    host_id: str | None = None
    workspace: str | None = None
    worktree: WorktreeWish | None = None
    model_override: str | None = None
    reasoning_effort: str | None = None
    first_message: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListDirectory:
    """Read a directory on a host (None: the home directory), or the page `after` the entry with that raw path.

    Takes the place of the listing that is being read, if any.
    """

    host_id: str
    raw_path: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class LeaveDirectories:
    """Give up reading directories and worktrees: nobody looks at them any more."""


@dataclass(frozen=True, slots=True)
class CreateDirectory:
    """Make a directory on a host; `raw_path` is absolute."""

    host_id: str
    raw_path: str


@dataclass(frozen=True, slots=True)
class LoadWorktrees:
    """Read the git worktrees of the repository at a path."""

    host_id: str
    raw_path: str


@dataclass(frozen=True, slots=True)
class LoadAgentsMesh:
    """Show AgentsMesh's runners and keep them fresh until `LeaveAgentsMesh`; asked again, it refreshes at once.

    `with_available` also asks which of them would take a pod now.
    """

    with_available: bool = False


@dataclass(frozen=True, slots=True)
class LoadMeshRunner:
    """Read one AgentsMesh runner's details."""

    runner_id: int


@dataclass(frozen=True, slots=True)
class LoadPods:
    """Read the pods of an AgentsMesh runner: `offset` 0 anew, any other continues the list where it ends.

    `status` is one status, None for all; another one than before begins a new list.
    """

    runner_id: int
    status: str | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class LeaveAgentsMesh:
    """Nobody looks at AgentsMesh's runners any more: ask for nothing by itself."""


@dataclass(frozen=True, slots=True)
class FleetTarget:
    """The host or the runner that is looked at; exactly one of the two is set."""

    host_id: str | None = None
    runner_id: str | None = None


@dataclass(frozen=True, slots=True)
class WatchFleet:
    """Show health, hosts and runners and keep them fresh until `LeaveFleet`; asked again, it refreshes at once."""


@dataclass(frozen=True, slots=True)
class LookAtFleet:
    """Read what the server says of this host or runner alone."""

    target: FleetTarget


@dataclass(frozen=True, slots=True)
class LeaveFleet:
    """Nobody looks at the fleet any more: ask for nothing by itself."""


FleetIntent = WatchFleet | LookAtFleet | LeaveFleet
AgentsMeshIntent = LoadAgentsMesh | LoadMeshRunner | LoadPods | LeaveAgentsMesh

Intent = (
    ConnectToServer
    | OpenSession
    | LoadMoreSessions
    | LoadOlderItems
    | SendMessage
    | WithdrawMessage
    | InterruptTurn
    | AnswerElicitation
    | CheckElicitations
    | RetryNow
    | LoadNewSessionChoices
    | CreateSession
    | ListDirectory
    | LeaveDirectories
    | CreateDirectory
    | LoadWorktrees
    | LoadAgentsMesh
    | LoadMeshRunner
    | LoadPods
    | LeaveAgentsMesh
    | WatchFleet
    | LookAtFleet
    | LeaveFleet
)
