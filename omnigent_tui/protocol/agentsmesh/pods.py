"""AgentsMesh's pods: the agents at work on a runner, in pages.

Documented and real names are read: `key` or `pod_key`, `prompt` or `initial_prompt`, and an agent's type under any of
the names it had.
"""

from typing import Any

from pydantic import Field, ValidationError

from omnigent_tui.protocol.agentsmesh.fields import Count, Line, Moment, text_of
from omnigent_tui.protocol.base import ServerModel
from omnigent_tui.values import Value

POD_STATUSES = (
    "initializing",
    "running",
    "paused",
    "disconnected",
    "completed",
    "terminated",
    "orphaned",
    "error",
)
"""Every status a server is known to give a pod; the first four are of pods that still live. Others may come."""
ACTIVE_POD_STATUSES = frozenset(POD_STATUSES[:4])


class Pod(ServerModel):
    """An agent at work on a runner. `agent` is its slug, or a name where a server tells only that.

    `agent_status` is `executing`, `waiting` (for a person) or `idle`; None where the server does not know it.
    """

    key: Line = Field(min_length=1)
    status: Line = "unknown"
    agent: Line = ""
    prompt: str = ""
    alias: Line = ""
    title: Line = ""
    agent_status: Line | None = None
    created_at: Moment = None
    started_at: Moment = None
    finished_at: Moment = None
    last_activity_at: Moment = None
    branch: Line | None = None
    model: Line | None = None
    permission_mode: Line | None = None
    interaction_mode: Line | None = None
    created_by: Line | None = None
    ticket: Line | None = None
    error_code: Line | None = None
    error_message: str | None = None
    restart_count: Count = 0

    @property
    def shown_title(self) -> str:
        """The name for people: what somebody called it, else what it calls itself, else its key."""
        return self.alias or self.title or self.key

    @property
    def is_active(self) -> bool:
        """Whether it still lives."""
        return self.status in ACTIVE_POD_STATUSES

    @property
    def needs_person(self) -> bool:
        """Whether its agent waits for a person."""
        return self.is_active and self.agent_status == "waiting"


class PodPage(Value):
    """A page of a runner's pods, newest first. `total` counts all that fit the filter, None if the server is silent.

    `limit` is what the server says it applied, `offset` what was asked for: a server that ignores the offset must not
    send its reader round for ever. `skipped` counts rows that could not be read.
    """

    pods: tuple[Pod, ...]
    total: int | None
    limit: int
    offset: int
    skipped: int = 0

    @property
    def next_offset(self) -> int:
        """Where the next page begins; pages shift when a pod is created meanwhile, so drop keys seen before."""
        return self.offset + len(self.pods) + self.skipped

    @property
    def has_more(self) -> bool:
        """Whether there is a next page; an empty page is the last one, whatever `total` says."""
        received = self.next_offset - self.offset
        if self.total is None:
            return received >= self.limit
        return received > 0 and self.next_offset < self.total


def parse_pod(data: Any) -> Pod | None:
    """Return the pod in decoded JSON `data`, or None when it has no key."""
    if not isinstance(data, dict):
        return None
    # In early 2026 servers sent the agent's type as a number, with an object beside it that names it.
    number = data.get("agent_type_id")
    slug = "agent_type_id" if isinstance(number, str) else "agent_slug"
    named_by = ("agent_slug", slug, "agent.name", "agent_type.name", "agent_type.slug", "agent_type_id")
    same = ("alias", "title", "agent_status", "created_at", "started_at", "finished_at", "model")
    more = ("permission_mode", "interaction_mode", "error_code", "error_message", "restart_count")
    named = {
        **{name: data.get(name) for name in (*same, *more)},
        "status": text_of(data, "status"),
        "key": text_of(data, "key", "pod_key"),
        "agent": text_of(data, *named_by),
        "prompt": text_of(data, "prompt", "initial_prompt"),
        "last_activity_at": data.get("last_activity"),
        "branch": data.get("branch_name"),
        "created_by": text_of(data, "created_by.name", "created_by.username"),
        "ticket": text_of(data, "ticket.slug", "ticket.title"),
    }
    try:
        return Pod.model_validate(named)
    except ValidationError:
        return None
