"""Builds the events of the session stream in the exact key sets the 0.19 server sends, nulls included."""

from __future__ import annotations

from omnigent_tui.demo.entities import Item, now
from omnigent_tui.demo.json_types import JsonObject


def _event(kind: str, sequence: int | None = None, **fields: object) -> JsonObject:
    return {"sequence_number": sequence, "type": kind, **fields}


def heartbeat() -> JsonObject:
    """The acknowledgement of a subscription, and the sign of life in silence."""
    return _event("session.heartbeat", server_time=None)


def error_body(code: str, message: str) -> JsonObject:
    """The error object of `session.status` and `response.failed`."""
    return {
        "code": code,
        "message": message,
        "title": None,
        "cause": None,
        "remediation": None,
        "undelivered": None,
    }


def status(
    session_id: str, value: str, *, response_id: str | None = None, error: JsonObject | None = None
) -> JsonObject:
    """`session.status`."""
    return _event(
        "session.status",
        conversation_id=session_id,
        status=value,
        response_id=response_id,
        error=error,
        background_task_count=None,
        background_tasks=None,
        blocked_on=None,
    )


def input_consumed(item: Item) -> JsonObject:
    """`session.input.consumed` of a user-role item."""
    data: JsonObject = {"role": "user", "content": item.fields["content"], "agent": None}
    if item.fields.get("user_authored"):
        data["user_authored"] = True
    data["stream_message_id"] = None
    body = {
        "item_id": item.id,
        "type": "message",
        "data": data,
        "created_by": item.created_by,
        "cleared_pending_id": None,
    }
    return _event("session.input.consumed", data=body)


def response_body(
    response_id: str,
    state: str,
    model: str,
    *,
    usage: JsonObject | None = None,
    error: JsonObject | None = None,
    output: list[JsonObject] | None = None,
    completed_at: int | None = None,
) -> JsonObject:
    """The response object of every `response.*` lifecycle event; `model` is the agent's name."""
    return {
        "id": response_id,
        "object": "response",
        "status": state,
        "model": model,
        "created_at": now(),
        "completed_at": completed_at,
        "output": output or [],
        "background": False,
        "store": True,
        "usage": usage,
        "previous_response_id": None,
        "conversation": None,
        "instructions": None,
        "reasoning": None,
        "error": error,
        "incomplete_details": None,
    }


def response(kind: str, body: JsonObject, sequence: int | None = None) -> JsonObject:
    """`response.created|in_progress|completed|cancelled`."""
    return _event(f"response.{kind}", sequence, response=body)


def response_failed(body: JsonObject, sequence: int) -> JsonObject:
    """`response.failed`."""
    return _event("response.failed", sequence, source="harness", response=body)


def text_delta(
    text: str,
    sequence: int | None = None,
    *,
    message_id: str | None = None,
    index: int | None = None,
) -> JsonObject:
    """`response.output_text.delta`."""
    return _event("response.output_text.delta", sequence, delta=text, message_id=message_id, index=index, final=None)


def reasoning_delta(text: str, sequence: int | None = None) -> JsonObject:
    """`response.reasoning_text.delta`."""
    return _event("response.reasoning_text.delta", sequence, delta=text)


def output_item(item: JsonObject, sequence: int | None = None) -> JsonObject:
    """`response.output_item.done`."""
    return _event("response.output_item.done", sequence, item=item)


def elicitation_request(elicitation_id: str, params: JsonObject) -> JsonObject:
    """`response.elicitation_request`."""
    return _event(
        "response.elicitation_request",
        elicitation_id=elicitation_id,
        method="elicitation/create",
        params=params,
    )


def elicitation_resolved(elicitation_id: str, action: str | None) -> JsonObject:
    """`response.elicitation_resolved`."""
    return _event("response.elicitation_resolved", elicitation_id=elicitation_id, action=action, reason=None)


def interrupted() -> JsonObject:
    """`session.interrupted`."""
    return _event("session.interrupted", data={"requested_at": now(), "response_id": None})


def model(session_id: str, name: str) -> JsonObject:
    """`session.model`."""
    return _event("session.model", conversation_id=session_id, model=name)


def mode(session_id: str, kind: str, value: str) -> JsonObject:
    """`session.permission_mode`, `session.codex_approval_mode` or `session.collaboration_mode`, named by `kind`."""
    key = {"codex_approval_mode": "approval_mode", "collaboration_mode": "mode"}.get(kind, kind)
    return _event(f"session.{kind}", conversation_id=session_id) | {key: value}


def usage(session_id: str, context_tokens: int | None, by_model: dict[str, JsonObject]) -> JsonObject:
    """`session.usage`."""
    return _event(
        "session.usage",
        conversation_id=session_id,
        context_tokens=context_tokens,
        context_window=None if context_tokens is None else 128000,
        total_cost_usd=None,
        usage_by_model=by_model,
    )


def todos(session_id: str, entries: list[JsonObject]) -> JsonObject:
    """`session.todos`: always the full list."""
    return _event("session.todos", conversation_id=session_id, todos=entries)


def changed_files(session_id: str) -> JsonObject:
    """`session.changed_files.invalidated`."""
    return _event("session.changed_files.invalidated", session_id=session_id, environment_id="default")


def presence(session_id: str, users: list[str]) -> JsonObject:
    """`session.presence`; the local user never appears in it."""
    viewers = [{"user_id": user, "joined_at": "2026-01-01T00:00:00Z", "idle": False} for user in users]
    return _event("session.presence", conversation_id=session_id, viewers=viewers)


def terminal_pending(session_id: str, *, pending: bool) -> JsonObject:
    """`session.terminal_pending`: noise of a starting runner."""
    return _event("session.terminal_pending", conversation_id=session_id, pending=pending)


def resource_created(resource: JsonObject) -> JsonObject:
    """`session.resource.created`."""
    return _event("session.resource.created", resource=resource)


def resource_deleted(session_id: str, resource_id: str, kind: str) -> JsonObject:
    """`session.resource.deleted`."""
    return _event("session.resource.deleted", resource_id=resource_id, resource_type=kind, session_id=session_id)


def session_created(parent_id: str, child_id: str, agent_id: str) -> JsonObject:
    """`session.created`: a sub-agent's session began."""
    return _event(
        "session.created",
        conversation_id=parent_id,
        child_session_id=child_id,
        agent_id=agent_id,
        parent_session_id=parent_id,
    )


def child_updated(parent_id: str, child_id: str, child: JsonObject) -> JsonObject:
    """`session.child_session.updated`; `child` may be partial."""
    return _event("session.child_session.updated", conversation_id=parent_id, child_session_id=child_id, child=child)


def compaction_in_progress(started_at: int) -> JsonObject:
    """`response.compaction.in_progress`."""
    return _event("response.compaction.in_progress", started_at=started_at)


def compaction_completed(total_tokens: int, summary: str, model_name: str) -> JsonObject:
    """`response.compaction.completed`."""
    return _event(
        "response.compaction.completed",
        total_tokens=total_tokens,
        summary=summary,
        summary_model=model_name,
        compacted_messages=None,
    )
