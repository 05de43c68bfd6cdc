"""The forwarder events a plain client may post: each is published on the stream, and items are stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from omnigent_tui.demo import answers, events, shapes
from omnigent_tui.demo.entities import Session, now
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.modes import tell_models

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

Injection = Callable[["World", Session, JsonObject], JsonObject | None]


def _raw(kind: str, **fields: object) -> JsonObject:
    return {"sequence_number": None, "type": kind, **fields}


def _status(world: World, session: Session, data: JsonObject) -> JsonObject:
    value = str(data.get("status", "idle"))
    if value in {"idle", "running", "waiting", "failed"}:
        session.status = value
        world.store.touch(session)
    event = events.status(session.id, value, response_id=data.get("response_id"))
    for key in ("background_task_count", "background_tasks", "blocked_on"):
        event[key] = data.get(key)
    if value == "failed":
        event["error"] = events.error_body("native_turn_error", str(data.get("output", "")))
    return event


def _text(_world: World, _session: Session, data: JsonObject) -> JsonObject:
    event = events.text_delta(str(data.get("delta", "")), message_id=data.get("message_id"), index=data.get("index"))
    event["final"] = data.get("final")
    return event


def _reasoning(_world: World, _session: Session, data: JsonObject) -> JsonObject:
    if data.get("started"):
        return _raw("response.reasoning.started")
    return events.reasoning_delta(str(data.get("delta", "")))


def _tool_output(_world: World, _session: Session, data: JsonObject) -> JsonObject:
    return _raw("response.function_call_output.delta", call_id=data.get("call_id"), delta=data.get("delta", ""))


def _todos(world: World, session: Session, data: JsonObject) -> JsonObject:
    session.todos = list(data.get("todos", []))
    world.changes.touched()
    return events.todos(session.id, session.todos)


def _compaction(_world: World, session: Session, data: JsonObject) -> JsonObject:
    match data.get("status"):
        case "in_progress":
            return events.compaction_in_progress(now())
        case "completed":
            event = events.compaction_completed(0, "", session.model)
            return {key: value or None for key, value in event.items()}
        case _:
            return _raw("response.compaction.failed")


def _usage(_world: World, session: Session, data: JsonObject) -> JsonObject:
    return _raw(
        "session.usage",
        conversation_id=session.id,
        context_tokens=data.get("context_tokens"),
        context_window=data.get("context_window"),
        total_cost_usd=data.get("total_cost_usd"),
        usage_by_model=data.get("usage_by_model"),
    )


def _effort(world: World, session: Session, data: JsonObject) -> JsonObject:
    session.reasoning_effort = data.get("reasoning_effort")
    world.store.touch(session)
    return _raw("session.reasoning_effort", conversation_id=session.id, reasoning_effort=session.reasoning_effort)


def _permission_mode(world: World, session: Session, data: JsonObject) -> JsonObject:
    mode = str(data.get("permission_mode", ""))
    session.labels["omnigent.claude_native.permission_mode"] = mode
    world.store.touch(session)
    return events.mode(session.id, "permission_mode", mode)


def _title(world: World, session: Session, data: JsonObject) -> JsonObject:
    session.title = str(data.get("title", ""))
    world.store.touch(session)
    return _raw("session.title", conversation_id=session.id, title=session.title)


def _about(kind: str, *keys: str) -> Injection:
    """An event that only carries these keys of the posted data on."""

    def build(_world: World, session: Session, data: JsonObject) -> JsonObject:
        return _raw(kind, conversation_id=session.id, **{key: data.get(key) for key in keys})

    return build


def _interrupted(_world: World, _session: Session, data: JsonObject) -> JsonObject:
    body = {"requested_at": now(), "response_id": data.get("response_id")}
    return _raw("session.interrupted", data=body)


def _item(world: World, session: Session, data: JsonObject) -> JsonObject:
    kind, fields = data.get("item_type"), data.get("item_data")
    if not isinstance(kind, str) or not isinstance(fields, dict):
        text = "external_conversation_item requires item_type and item_data"
        raise answers.problem(400, "invalid_input", text)
    stored = {key: value for key, value in fields.items() if key != "agent"}
    if "agent" in fields:
        stored["model"] = fields["agent"]
    if data.get("message_id"):
        stored["stream_message_id"] = data["message_id"]
    item = world.store.append(session, kind, str(data.get("response_id", "turn_injected")), stored)
    if kind == "message" and fields.get("role") == "user":
        return events.input_consumed(item)
    return events.output_item(shapes.item_flat(item))


INJECTED: dict[str, Injection] = {
    "external_session_status": _status,
    "external_output_text_delta": _text,
    "external_output_reasoning_delta": _reasoning,
    "external_tool_output_delta": _tool_output,
    "external_conversation_item": _item,
    "external_session_todos": _todos,
    "external_compaction_status": _compaction,
    "external_mcp_startup": _about("session.mcp_startup", "servers"),
    "external_session_usage": _usage,
    "external_model_change": _about("session.model", "model"),
    "external_reasoning_effort_change": _effort,
    "external_session_title": _title,
    "external_model_options": tell_models,
    "external_permission_mode_change": _permission_mode,
    "external_session_interrupted": _interrupted,
    "external_session_superseded": _about("session.superseded", "target_conversation_id", "reason"),
    "external_btw_sidechat": _about("session.btw_sidechat", "question", "answer", "truncated"),
    "external_btw_dismiss": lambda _world, _session, _data: None,
}


def inject(world: World, session: Session, kind: str, data: JsonObject) -> JsonObject:
    """Publish the event a forwarder posted; the acknowledgement."""
    event = INJECTED[kind](world, session, data)
    if event is not None:
        world.hub.publish(session.id, event)
    if kind == "external_conversation_item":
        return {"queued": False, "item_id": session.items[-1].id}
    return {"queued": False}
