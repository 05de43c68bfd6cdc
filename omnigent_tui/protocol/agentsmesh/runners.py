"""AgentsMesh's runners: the machines of an organisation that run pods.

The documentation and the servers differ in nearly every name: `name` is `node_id`, `labels` are `tags`, `pod_count` is
`current_pods`. Both are read; of two names the documented one wins.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationError

from omnigent_tui.protocol.agentsmesh.fields import Count, Line, Moment, first_of, text_of
from omnigent_tui.protocol.base import Rows, ServerModel
from omnigent_tui.values import Value

STALE_SECONDS = 90.0
"""The server calls a runner offline when it heard nothing for so long."""


class AgentVersion(ServerModel):
    """An agent that is installed on a runner."""

    slug: Line
    version: Line = ""


class MeshRunner(ServerModel):
    """A runner of the organisation: a machine that runs pods. `max_pods` is None when the server does not tell.

    `is_enabled` is None where a server does not know the notion, as the documented one.
    """

    runner_id: Count
    name: Line = ""
    description: Line = ""
    status: Line = "unknown"
    version: Line | None = None
    os: Line | None = None
    arch: Line | None = None
    hostname: Line | None = None
    labels: Rows[Line] = ()
    pod_count: Count = 0
    max_pods: Count | None = None
    last_heartbeat_at: Moment = None
    created_at: Moment = None
    is_enabled: bool | None = None
    visibility: Line | None = None
    agents: Rows[Line] = ()
    agent_versions: Rows[AgentVersion] = ()
    certificate_expires_at: Moment = None

    @property
    def is_online(self) -> bool:
        """Whether the server calls it online."""
        return self.status == "online"

    @property
    def is_disabled(self) -> bool:
        """Whether somebody switched it off, so that it takes no new pods although it may be online."""
        return self.is_enabled is False

    def is_stale(self, now: float) -> bool:
        """Whether it is called online at `now` (Unix seconds) but was not heard of for `STALE_SECONDS`."""
        heard = self.last_heartbeat_at
        return self.is_online and heard is not None and now - heard > STALE_SECONDS


class RelayConnection(ServerModel):
    """A connection of somebody to a pod on the runner; `relay_url` is without its query, which may hold a secret."""

    pod_key: Line = ""
    relay_url: Annotated[Line, BeforeValidator(lambda url: url.partition("?")[0] if isinstance(url, str) else url)] = ""
    session_id: Line | None = None
    connected: bool = False
    connected_at: Moment = None


class MeshRunnerDetail(Value):
    """One runner and who is connected to its pods (documented servers do not tell)."""

    runner: MeshRunner
    relay_connections: tuple[RelayConnection, ...] = ()


def parse_runner(data: Any) -> MeshRunner | None:
    """Return the runner in decoded JSON `data`, or None when it has no id."""
    if not isinstance(data, dict) or isinstance(number := data.get("id"), bool):
        return None
    same = ("description", "created_at", "is_enabled", "visibility", "agent_versions")
    named = {
        **{name: data.get(name) for name in same},
        "runner_id": number,
        "name": text_of(data, "name", "node_id", "description") or f"runner-{number}",
        "status": text_of(data, "status"),
        "version": text_of(data, "version", "runner_version"),
        "os": text_of(data, "os", "host_info.os"),
        "arch": text_of(data, "arch", "host_info.arch"),
        "hostname": text_of(data, "host_info.hostname"),
        "labels": first_of(data, "labels", "tags"),
        "pod_count": first_of(data, "pod_count", "current_pods"),
        "max_pods": first_of(data, "max_pods", "max_concurrent_pods"),
        "last_heartbeat_at": first_of(data, "last_heartbeat_at", "last_heartbeat"),
        "agents": data.get("available_agents"),
        "certificate_expires_at": data.get("cert_expires_at"),
    }
    try:
        return MeshRunner.model_validate(named)
    except ValidationError:
        return None


def parse_runner_detail(data: Any) -> MeshRunnerDetail | None:
    """Return the answer about one runner in decoded JSON `data`, or None when there is no runner with an id in it."""
    if not isinstance(data, dict) or (runner := parse_runner(data.get("runner"))) is None:
        return None
    listed = data.get("relay_connections")
    connections = map(_parse_connection, listed if isinstance(listed, list) else [])
    return MeshRunnerDetail(runner, tuple(one for one in connections if one is not None))


def _parse_connection(data: Any) -> RelayConnection | None:
    try:
        return RelayConnection.model_validate(data)
    except ValidationError:
        return None
