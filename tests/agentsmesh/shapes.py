"""Runners and pods as they are in an AgentsMesh, and as its documentation and its servers write them down."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

HEARTBEAT = "2026-05-20T14:30:00.123456789+02:00"
HEARTBEAT_SECONDS = 1779280200.123456
CREATED = "2026-05-01T00:00:00Z"
CREATED_SECONDS = 1777593600.0


class Shape(StrEnum):
    """Which names the answers use: the documented ones, a server's of today, or those of early 2026."""

    DOCUMENTED = "documented"
    REAL = "real"
    EARLY = "early 2026"


@dataclass
class FakeRunner:
    """A runner. `is_bare` is one that never said hello and of which most is unknown."""

    number: int
    name: str = "dev-runner-01"
    status: str = "online"
    labels: tuple[str, ...] = ("gpu", "high-memory")
    pod_count: int = 3
    max_pods: int = 10
    is_enabled: bool = True
    is_private: bool = False
    is_bare: bool = False

    @property
    def is_available(self) -> bool:
        return self.status == "online" and self.is_enabled and self.pod_count < self.max_pods


@dataclass
class FakePod:
    """A pod."""

    key: str
    status: str = "running"
    agent: str = "claude-code"
    prompt: str = "Fix the login bug"
    more: dict[str, Any] = field(default_factory=dict)
    """Fields that only servers write."""


def runner_body(runner: FakeRunner, shape: Shape) -> dict[str, Any]:
    """Return the runner as JSON of this shape; servers leave out what is null or empty."""
    if shape is Shape.DOCUMENTED:
        return {
            "id": runner.number,
            "name": runner.name,
            "status": runner.status,
            "version": None if runner.is_bare else "1.2.0",
            "os": None if runner.is_bare else "linux",
            "arch": None if runner.is_bare else "amd64",
            "labels": None if runner.is_bare else list(runner.labels),
            "pod_count": runner.pod_count,
            "max_pods": runner.max_pods,
            "last_heartbeat_at": None if runner.is_bare else HEARTBEAT,
            "created_at": CREATED,
        }
    body: dict[str, Any] = {
        "id": runner.number,
        "organization_id": 9,
        "node_id": runner.name,
        "status": runner.status,
        "current_pods": runner.pod_count,
        "max_concurrent_pods": runner.max_pods,
        "is_enabled": runner.is_enabled,
        "visibility": "private" if runner.is_private else "organization",
        "created_at": CREATED,
        "updated_at": HEARTBEAT,
    }
    if runner.is_bare:
        return body
    return body | {
        "last_heartbeat": HEARTBEAT,
        "runner_version": "1.2.0",
        "host_info": {"os": "linux", "arch": "amd64", "hostname": "box"},
        "tags": list(runner.labels),
        "available_agents": ["claude-code", "codex-cli"],
        "agent_versions": [{"slug": "claude-code", "version": "2.1.0", "path": "/usr/bin/claude"}],
        "cert_expires_at": "2027-05-01T00:00:00Z",
    }


def pod_body(pod: FakePod, shape: Shape, runner_id: int) -> dict[str, Any]:
    """Return the pod as JSON of this shape."""
    if shape is Shape.DOCUMENTED:
        return {
            "key": pod.key,
            "status": pod.status,
            "agent_type_id": pod.agent,
            "initial_prompt": pod.prompt,
            "created_at": CREATED,
        }
    body: dict[str, Any] = {
        "id": 77,
        "organization_id": 9,
        "pod_key": pod.key,
        "runner_id": runner_id,
        "created_by_id": 4,
        "status": pod.status,
        "agent_status": "executing",
        "interaction_mode": "pty",
        "perpetual": False,
        "restart_count": 0,
        "created_at": CREATED,
        "updated_at": HEARTBEAT,
        "created_by": {"id": 4, "email": "ada@example.com", "username": "ada", "name": "Ada"},
    }
    if shape is Shape.EARLY:
        body |= {"agent_type_id": 3, "agent_type": {"id": 3, "slug": pod.agent, "name": pod.agent}}
        return body | ({"initial_prompt": pod.prompt} if pod.prompt else {}) | pod.more
    body |= {"agent_slug": pod.agent, "agent": {"slug": pod.agent, "name": "Claude Code"}}
    return body | ({"prompt": pod.prompt} if pod.prompt else {}) | pod.more
