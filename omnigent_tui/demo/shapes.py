"""Writes sessions, items, children, agents and hosts in the shapes of the 0.19 server."""

from __future__ import annotations

from omnigent_tui.demo.entities import Agent, Host, Item, Session, StoredFile
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.modes import model_options

SNAPSHOT_ITEMS = 100
"""A snapshot carries only the newest items; the rest is behind `/items`."""

ERROR_LABELS = tuple(
    f"omnigent.last_task_error_{part}"
    for part in ("agent_name", "cause", "code", "item_id", "message", "remediation", "runner_id", "title")
)


def item_flat(item: Item) -> JsonObject:
    """An item as `/items` and the stream write it: fields at the top level, nulls dropped."""
    head: JsonObject = {
        "id": item.id,
        "response_id": item.response_id,
        "type": item.type,
        "status": item.status,
        "created_at": item.created_at,
    }
    head.update({key: value for key, value in item.fields.items() if value is not None})
    if item.created_by is not None:
        head["created_by"] = item.created_by
    return head


def item_nested(item: Item) -> JsonObject:
    """An item as a snapshot writes it: fields under `data`, nulls kept."""
    return {
        "id": item.id,
        "type": item.type,
        "status": item.status,
        "response_id": item.response_id,
        "created_at": item.created_at,
        "data": item.fields,
        "created_by": item.created_by,
    }


def session_row(session: Session) -> JsonObject:
    """A row of the updates socket: full, nulls included, with liveness."""
    busy = session.status in {"running", "waiting"} or session.parked > 0
    return {
        "id": session.id,
        "agent_id": session.agent.id,
        "agent_name": session.agent.name,
        "status": "running" if busy else session.status,
        "created_at": session.created_at,
        "updated_at": session.updated_at,
        "title": session.title,
        "labels": session.labels,
        "runner_id": session.runner_id,
        "host_id": session.host.id if session.host else None,
        "runner_online": session.runner_online if session.runner_id else session.host is None,
        "host_online": session.host_online,
        "reasoning_effort": session.reasoning_effort,
        "permission_level": 4,
        "owner": "local",
        "external_session_id": None,
        "pending_elicitations_count": len(session.pending),
        "workspace": session.workspace,
        "git_branch": session.git_branch,
        "archived": session.archived,
        "comments_count": 0,
        "comments_updated_at": None,
        "viewer_last_seen": session.last_seen,
        "viewer_unread": session.unread,
        "parent_session_id": session.parent.id if session.parent else None,
        "project_id": session.project_id,
    }


def session_list_row(session: Session, snippet: str | None) -> JsonObject:
    """A row of `GET /v1/sessions`: nulls dropped and no liveness."""
    row = {key: value for key, value in session_row(session).items() if value is not None}
    row.pop("runner_online")
    row.pop("host_online", None)
    if snippet is not None:
        row["search_snippet"] = snippet
    return row


def pending_entry(session: Session, elicitation_id: str) -> JsonObject:
    """An open question as a snapshot lists it; tool approvals come without null keys."""
    elicitation = session.pending[elicitation_id]
    params = elicitation.params
    if elicitation.session_id != session.id:
        params = {**params, "target_session_id": elicitation.session_id}
    entry: JsonObject = {
        "sequence_number": None,
        "type": "response.elicitation_request",
        "elicitation_id": elicitation.id,
        "method": "elicitation/create",
        "params": params,
    }
    if elicitation.kind == "tool":
        del entry["sequence_number"]
        entry["params"] = {key: value for key, value in params.items() if value is not None}
    return entry


def session_snapshot(session: Session, *, items: bool = True, liveness: bool = True) -> JsonObject:
    """`GET /v1/sessions/{id}`: every key always present."""
    root = session
    while root.parent is not None:
        root = root.parent
    turn = session.turn
    unbound_fork = session.runner_id is None and "omnigent.fork.source_id" in session.labels
    runner_online = None if unbound_fork else session_row(session)["runner_online"]
    return {
        "id": session.id,
        "agent_id": session.agent.id,
        "agent_name": session.agent.name,
        "status": "running" if session.status == "waiting" else session.status,
        "background_task_count": None,
        "background_tasks": None,
        "created_at": session.created_at,
        "updated_at": session.updated_at,
        "title": session.title,
        "labels": session.labels,
        "runner_id": session.runner_id,
        "host_id": session.host.id if session.host else None,
        "runner_online": runner_online if liveness else None,
        "host_online": session.host_online if liveness else None,
        "host_resumable": False,
        "reasoning_effort": session.reasoning_effort,
        "items": [item_nested(item) for item in session.items[-SNAPSHOT_ITEMS:]] if items else [],
        "permission_level": 4,
        "sub_agent_name": session.sub_agent_name,
        "kind": "sub_agent" if session.parent else "default",
        "parent_session_id": session.parent.id if session.parent else None,
        "root_conversation_id": root.id,
        "llm_model": session.agent.model,
        "harness": session.agent.harness,
        "model_override": session.model_override,
        "cost_control_mode_override": None,
        "subagent_routing_override": None,
        "share_workspace_files": False,
        "context_window": 128000,
        "last_total_tokens": session.last_total_tokens,
        "total_cost_usd": None,
        "usage_by_model": session.usage or None,
        "usage_included": True,
        "last_task_error": session.last_task_error,
        "external_session_id": None,
        "terminal_launch_args": session.launch_args,
        "pending_elicitations": [pending_entry(session, key) for key in session.pending],
        "pending_inputs": [],
        "workspace": session.workspace,
        "git_branch": session.git_branch,
        "archived": session.archived,
        "todos": session.todos,
        "model_options": model_options(session),
        "inference_configured": False,
        "inference_error": None,
        "terminal_pending": False,
        "sandbox_status": None,
        "mcp_startup": None,
        "active_response_id": turn.active_response_id if turn else None,
        "project_id": session.project_id,
    }


def child_brief(child: Session, **extra: object) -> JsonObject:
    """The partial child row that most `session.child_session.updated` events carry."""
    tool, _, name = (child.title or "").partition(":")
    return {
        "id": child.id,
        "title": child.title,
        "tool": tool,
        "session_name": name,
        "busy": child.status == "running",
        "current_task_status": child.task_status,
        **extra,
    }


def child_row(child: Session) -> JsonObject:
    """A row of `/child_sessions`."""
    tool, _, name = (child.title or "").partition(":")
    return {
        "id": child.id,
        "object": "child_session",
        "parent_session_id": child.parent.id if child.parent else None,
        "title": child.title,
        "task_summary": None,
        "tool": tool,
        "session_name": name,
        "kind": "sub_agent",
        "created_at": child.created_at,
        "updated_at": child.updated_at,
        "agent_id": child.agent.id,
        "agent_name": None,
        "current_task_id": None,
        "current_task_status": child.task_status,
        "busy": child.status == "running",
        "labels": child.labels,
        "last_task_error": child.last_task_error,
        "last_message_preview": preview(child),
        "pending_elicitations_count": len(child.pending),
        "routed_model": None,
        "routing_decision_id": None,
    }


def preview(session: Session) -> str | None:
    """The start of the session's last assistant message, cut at 150 characters."""
    for item in reversed(session.items):
        if item.type == "message" and item.fields["role"] == "assistant":
            text = " ".join(item.text().split())
            return text if len(text) <= 150 else f"{text[:149]}…"
    return None


def agent_row(agent: Agent) -> JsonObject:
    """A row of `GET /v1/agents`."""
    return {
        "id": agent.id,
        "object": "agent",
        "name": agent.name,
        "version": 1,
        "description": agent.description,
        "created_at": agent.created_at,
        "updated_at": None,
        "harness": agent.harness,
        "mcp_servers": [],
        "mcp_servers_editable": False,
        "mcp_registry_editable": False,
        "policies": [],
        "skills": agent.skills,
        "terminals": agent.terminals,
        "builtin": agent.builtin,
    }


def host_row(host: Host) -> JsonObject:
    """A row of `GET /v1/hosts`."""
    return {
        "host_id": host.id,
        "name": host.name,
        "owner": "local",
        "status": "online" if host.online else "offline",
        "sandbox_provider": None,
        "configured_harnesses": host.harnesses,
        "gateway_inference": {"claude-native": False, "codex-native": False},
        "interactive_shells": ["bash"],
    }


def file_resource(session: Session, stored: StoredFile) -> JsonObject:
    """An uploaded file."""
    return {
        "id": stored.id,
        "object": "session.resource",
        "type": "file",
        "session_id": session.id,
        "name": stored.name,
        "metadata": {
            "filename": stored.name,
            "bytes": len(stored.content),
            "created_at": stored.created_at,
            "source_metadata": None,
        },
    }


def message_fields(role: str, text: str, model: str | None = None) -> JsonObject:
    """The fields of a message item."""
    kind = "output_text" if role == "assistant" else "input_text"
    fields: JsonObject = {"role": role, "content": [{"type": kind, "text": text}], "model": model}
    fields["stream_message_id"] = None
    return fields
