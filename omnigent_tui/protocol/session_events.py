"""The `session.*` and `turn.*` events: status, input, children, resources, settings and presence."""

from typing import Any, Literal

from pydantic import Field

from omnigent_tui.protocol.base import Rows, ServerModel
from omnigent_tui.protocol.event_base import BackgroundTask, ErrorDetail, ServerEvent


class SessionHeartbeat(ServerEvent):
    """The stream is alive: first of all as the acknowledgement of the subscription, then every 15 s of silence."""

    type: Literal["session.heartbeat"]


class SessionStatus(ServerEvent):
    """The turn's state. `background_task_count` null means unchanged, 0 means none."""

    type: Literal["session.status"]
    status: str
    response_id: str | None = None
    error: ErrorDetail | None = None
    background_task_count: int | None = None
    background_tasks: Rows[BackgroundTask] = ()
    blocked_on: str | None = None


class ConsumedInput(ServerModel):
    """An input that became history: `data` is the item's own payload (role, content, …)."""

    item_id: str
    type: str = "message"
    data: dict[str, Any] = {}
    created_by: str | None = None
    cleared_pending_id: str | None = None


class SessionInputConsumed(ServerEvent):
    """A user-role item became history, from this client or any other; may repeat: key by `item_id`."""

    type: Literal["session.input.consumed"]
    data: ConsumedInput


class Interruption(ServerModel):
    """When an interrupt was asked for (Unix seconds), and of which response."""

    requested_at: float | None = None
    response_id: str | None = None


class SessionInterrupted(ServerEvent):
    """The turn was interrupted."""

    type: Literal["session.interrupted"]
    data: Interruption = Field(default_factory=Interruption)


class ModelUsage(ServerModel):
    """Tokens and cost of one model in this session."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    total_cost_usd: float | None = None


class SessionUsage(ServerEvent):
    """Context and cost so far; what is absent is unchanged."""

    type: Literal["session.usage"]
    context_tokens: int | None = None
    context_window: int | None = None
    total_cost_usd: float | None = None
    usage_by_model: dict[str, ModelUsage] = {}


class SessionModel(ServerEvent):
    """The LLM in use."""

    type: Literal["session.model"]
    model: str


class SessionModelOptions(ServerEvent):
    """The models on offer changed; the snapshot has them."""

    type: Literal["session.model_options"]


class SessionTitle(ServerEvent):
    """The session has a new title."""

    type: Literal["session.title"]
    title: str


class SessionReasoningEffort(ServerEvent):
    """The reasoning effort changed; null is the agent's own."""

    type: Literal["session.reasoning_effort"]
    reasoning_effort: str | None = None


class SessionPermissionMode(ServerEvent):
    """The permission mode of a native agent changed."""

    type: Literal["session.permission_mode"]
    permission_mode: str


class SessionCodexApprovalMode(ServerEvent):
    """Codex' approval mode changed."""

    type: Literal["session.codex_approval_mode"]
    approval_mode: str


class SessionCollaborationMode(ServerEvent):
    """The collaboration mode (plan or default) changed."""

    type: Literal["session.collaboration_mode"]
    mode: str


class SessionAgentChanged(ServerEvent):
    """Another agent took the session over."""

    type: Literal["session.agent_changed"]
    agent_id: str | None = None
    agent_name: str | None = None


class Todo(ServerModel):
    """One entry of the agent's todo list: `pending`, `in_progress` or `completed`."""

    content: str = ""
    status: str = "pending"
    activeForm: str | None = None


class SessionTodos(ServerEvent):
    """The agent's whole todo list."""

    type: Literal["session.todos"]
    todos: Rows[Todo] = ()


class SessionTerminalPending(ServerEvent):
    """A terminal is being prepared."""

    type: Literal["session.terminal_pending"]
    pending: bool = False


class SessionTerminalActivity(ServerEvent):
    """Something happened in a terminal."""

    type: Literal["session.terminal.activity"]
    terminal_id: str | None = None


class SandboxStatus(ServerModel):
    """How a managed sandbox stands: provisioning, cloning, starting, connecting, ready or failed."""

    stage: str
    error: str | None = None
    provider: str | None = None


class SessionSandboxStatus(SandboxStatus, ServerEvent):
    """A managed sandbox is on its way."""

    type: Literal["session.sandbox_status"]


class McpServerStartup(ServerModel):
    """One MCP server: starting, ready, failed or cancelled."""

    status: str = "starting"
    error: str | None = None


class SessionMcpStartup(ServerEvent):
    """The agent's MCP servers are starting."""

    type: Literal["session.mcp_startup"]
    servers: dict[str, McpServerStartup] = {}


class SessionCreated(ServerEvent):
    """A sub-agent session was created under this one."""

    type: Literal["session.created"]
    child_session_id: str
    agent_id: str | None = None
    parent_session_id: str | None = None


class ChildSessionUpdated(ServerEvent):
    """A sub-agent changed; `child` is sometimes the whole row, sometimes a part of it: merge."""

    type: Literal["session.child_session.updated"]
    child_session_id: str
    child: dict[str, Any] = {}


class SessionSuperseded(ServerEvent):
    """The conversation goes on in another session."""

    type: Literal["session.superseded"]
    target_conversation_id: str
    reason: str | None = None


class SessionSidechat(ServerEvent):
    """An answer given beside the conversation."""

    type: Literal["session.btw_sidechat"]
    question: str = ""
    answer: str = ""
    truncated: bool = False


class Viewer(ServerModel):
    """Somebody who has the session open."""

    user_id: str
    joined_at: str | None = None
    idle: bool = False


class SessionPresence(ServerEvent):
    """Everybody who has the session open."""

    type: Literal["session.presence"]
    viewers: Rows[Viewer] = ()


class SessionResourceCreated(ServerEvent):
    """A terminal, file or environment came."""

    type: Literal["session.resource.created"]
    resource: dict[str, Any] = {}


class SessionResourceDeleted(ServerEvent):
    """A terminal, file or environment went."""

    type: Literal["session.resource.deleted"]
    resource_id: str
    resource_type: str | None = None


class ChangedFilesInvalidated(ServerEvent):
    """Files in the session's environment changed."""

    type: Literal["session.changed_files.invalidated"]
    environment_id: str | None = None


class BrowserActionRequest(ServerEvent):
    """The agent wants a desktop client to act in a browser; other clients only tell."""

    type: Literal["browser.action_request"]
    action_id: str
    action: str = ""
    args: dict[str, Any] = {}


class TurnStarted(ServerEvent):
    """A turn began."""

    type: Literal["turn.started"]


class TurnCompleted(ServerEvent):
    """A turn ended."""

    type: Literal["turn.completed"]


class TurnFailed(ServerEvent):
    """A turn failed."""

    type: Literal["turn.failed"]
    error: dict[str, Any] = {}


class TurnCancelled(ServerEvent):
    """A turn was cancelled."""

    type: Literal["turn.cancelled"]
