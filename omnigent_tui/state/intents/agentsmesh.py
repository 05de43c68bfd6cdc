"""What a person wants of AgentsMesh."""

from omnigent_tui.values import Value


class LoadAgentsMesh(Value):
    """Show AgentsMesh's runners and keep them fresh until `LeaveAgentsMesh`; asked again, it refreshes at once.

    `with_available` also asks which of them would take a pod now.
    """

    with_available: bool = False


class LoadMeshRunner(Value):
    """Read one AgentsMesh runner's details."""

    runner_id: int


class LoadPods(Value):
    """Read the pods of an AgentsMesh runner: `offset` 0 anew, any other continues the list where it ends.

    `status` is one status, None for all; another one than before begins a new list.
    """

    runner_id: int
    status: str | None = None
    offset: int = 0


class LeaveAgentsMesh(Value):
    """Nobody looks at AgentsMesh's runners any more: ask for nothing by itself."""


AgentsMeshIntent = LoadAgentsMesh | LoadMeshRunner | LoadPods | LeaveAgentsMesh
