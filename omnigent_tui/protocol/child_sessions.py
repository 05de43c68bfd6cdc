"""Sub-agent sessions: rows of `GET /v1/sessions/{id}/child_sessions` (the stream's `child` is a part of one)."""

from typing import Any

from pydantic import ValidationError

from omnigent_tui.protocol.base import ServerModel
from omnigent_tui.protocol.event_base import ErrorDetail


class ChildSession(ServerModel):
    """One sub-agent session. `current_task_status`: launching, in_progress, completed, failed; Unix seconds."""

    id: str
    parent_session_id: str | None = None
    title: str | None = None
    tool: str | None = None
    session_name: str | None = None
    task_summary: str | None = None
    agent_id: str | None = None
    agent_name: str | None = None
    current_task_id: str | None = None
    current_task_status: str | None = None
    busy: bool = False
    last_message_preview: str | None = None
    last_task_error: ErrorDetail | None = None
    pending_elicitations_count: int = 0
    routed_model: str | None = None
    labels: dict[str, str] = {}
    created_at: float | None = None
    updated_at: float | None = None


def parse_child_session(data: Any) -> ChildSession | None:
    """Return the row in decoded JSON `data`, or None when it has no id."""
    try:
        return ChildSession.model_validate(data)
    except ValidationError:
        return None
