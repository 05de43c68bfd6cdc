"""Sessions: rows of `GET /v1/sessions` and of the updates WebSocket, and the snapshot `GET /v1/sessions/{id}`."""

from typing import Any

from pydantic import ValidationError

from omnigent_tui.protocol.base import Rows, ServerModel
from omnigent_tui.protocol.event_base import BackgroundTask, ErrorDetail
from omnigent_tui.protocol.model_options import ModelOption
from omnigent_tui.protocol.session_events import McpServerStartup, SandboxStatus, Todo


class SessionRow(ServerModel):
    """One session in a list. Times are Unix seconds; liveness is null where the server does not say."""

    id: str
    agent_id: str | None = None
    agent_name: str | None = None
    status: str = "idle"
    title: str | None = None
    created_at: float | None = None
    updated_at: float | None = None
    runner_id: str | None = None
    host_id: str | None = None
    runner_online: bool | None = None
    host_online: bool | None = None
    workspace: str | None = None
    git_branch: str | None = None
    pending_elicitations_count: int = 0
    archived: bool = False
    permission_level: int | None = None
    owner: str | None = None
    parent_session_id: str | None = None
    search_snippet: str | None = None
    labels: dict[str, str] = {}


class SessionSnapshot(SessionRow):
    """Everything the server says about one session, but for its items (`GET …/items` has them)."""

    background_task_count: int | None = None
    background_tasks: Rows[BackgroundTask] = ()
    host_resumable: bool | None = None
    reasoning_effort: str | None = None
    llm_model: str | None = None
    harness: str | None = None
    model_override: str | None = None
    context_window: int | None = None
    last_total_tokens: int | None = None
    total_cost_usd: float | None = None
    last_task_error: ErrorDetail | None = None
    pending_elicitations: Rows[dict[str, Any]] = ()
    pending_inputs: Rows[dict[str, Any]] = ()
    items: Rows[dict[str, Any]] = ()
    todos: Rows[Todo] = ()
    sandbox_status: SandboxStatus | None = None
    mcp_startup: dict[str, McpServerStartup] = {}
    active_response_id: str | None = None
    sub_agent_name: str | None = None
    model_options: Rows[ModelOption] = ()


def parse_session_row(data: Any) -> SessionRow | None:
    """Return the row in decoded JSON `data`, or None when it has no id (nothing could be done with it)."""
    try:
        return SessionRow.model_validate(data)
    except ValidationError:
        return None


def parse_session_rows(data: Any) -> tuple[SessionRow, ...]:
    """Return the rows in the decoded JSON list `data`; rows without an id are skipped."""
    rows = data if isinstance(data, list) else []
    return tuple(row for row in map(parse_session_row, rows) if row is not None)
