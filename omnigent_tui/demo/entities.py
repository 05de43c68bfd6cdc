"""The things the demo server knows: agents, hosts, sessions, items, open questions and uploaded files."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from omnigent_tui.demo.json_types import JsonObject

if TYPE_CHECKING:
    from omnigent_tui.demo.filesystem import FileTree
    from omnigent_tui.demo.turn import Turn


def now() -> int:
    """The time as the server writes it: whole seconds since the epoch."""
    return int(time.time())


@dataclass
class Agent:
    """A registered agent."""

    id: str
    name: str
    harness: str
    description: str | None = None
    model: str = "demo-large"
    builtin: bool = False
    skills: list[JsonObject] = field(default_factory=list)
    terminals: list[str] = field(default_factory=list)
    created_at: int = field(default_factory=now)


@dataclass
class Host:
    """A machine that runs agents, with the files a client may browse."""

    id: str
    name: str
    platform: str
    files: FileTree
    online: bool = True
    harnesses: dict[str, bool | str] = field(default_factory=dict)
    registered_at: int = field(default_factory=now)


@dataclass
class Item:
    """One committed conversation item; `fields` holds what depends on its type, nulls included."""

    id: str
    type: str
    response_id: str
    fields: JsonObject
    status: str = "completed"
    created_at: int = field(default_factory=now)
    created_by: str | None = None

    def text(self) -> str:
        """The text of a message, for searching and for choosing a scenario."""
        content = self.fields.get("content")
        if not isinstance(content, list):
            return ""
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))


@dataclass
class Elicitation:
    """A question put to the user. `verdict` resolves to `{"action", "content"?}`; `kind` is request, tool or form."""

    id: str
    session_id: str
    kind: str
    params: JsonObject
    verdict: asyncio.Future[JsonObject]


@dataclass
class StoredFile:
    """A file uploaded to a session."""

    id: str
    name: str
    content: bytes
    content_type: str
    created_at: int = field(default_factory=now)


@dataclass
class Session:
    """One session with everything the server remembers about it.

    `answered_by` names the model of messages that were sent for another one than the session's, by item id.
    """

    id: str
    agent: Agent
    sequence: int
    title: str | None = None
    created_at: int = field(default_factory=now)
    updated_at: int = field(default_factory=now)
    labels: dict[str, str] = field(default_factory=dict)
    host: Host | None = None
    workspace: str | None = None
    git_branch: str | None = None
    runner_id: str | None = None
    runner_alive: bool = False
    runner_error: str | None = None
    status: str = "idle"
    archived: bool = False
    parent: Session | None = None
    sub_agent_name: str | None = None
    task_status: str = "launching"
    reasoning_effort: str | None = None
    model_override: str | None = None
    announced_model: str | None = None
    project_id: str | None = None
    launch_args: list[str] | None = None
    told_models: list[JsonObject] | None = None
    answered_by: dict[str, str] = field(default_factory=dict)
    usage: dict[str, JsonObject] = field(default_factory=dict)
    last_total_tokens: int | None = None
    last_task_error: JsonObject | None = None
    todos: list[JsonObject] = field(default_factory=list)
    last_seen: int | None = None
    unread: bool = False
    items: list[Item] = field(default_factory=list)
    pending: dict[str, Elicitation] = field(default_factory=dict)
    children: list[Session] = field(default_factory=list)
    files: dict[str, StoredFile] = field(default_factory=dict)
    policies: dict[str, JsonObject] = field(default_factory=dict)
    changes: dict[str, JsonObject] = field(default_factory=dict)
    inbox: list[Item] = field(default_factory=list)
    turn: Turn | None = None
    worker: asyncio.Task[None] | None = None
    parked: int = 0

    @property
    def model(self) -> str:
        """The model the next turn runs on."""
        return self.model_override or self.agent.model

    @property
    def host_online(self) -> bool | None:
        """Whether the session's host is reachable; None when it has none."""
        return None if self.host is None else self.host.online

    @property
    def runner_online(self) -> bool:
        """Whether the session's runner is reachable."""
        return self.runner_id is not None and self.runner_alive and self.host_online is not False

    def find(self, item_id: str) -> Item | None:
        """The item of this id."""
        return next((item for item in reversed(self.items) if item.id == item_id), None)
