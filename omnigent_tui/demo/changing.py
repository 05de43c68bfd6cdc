"""Changes sessions: the fields a PATCH may set, and forks."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from omnigent_tui.demo import answers, modes
from omnigent_tui.demo.creating import check_title
from omnigent_tui.demo.entities import Item, Session, now
from omnigent_tui.demo.json_types import JsonObject

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra")
_CLEARING = {"default", "off", "reset"}
_PATCHABLE = {
    "title",
    "labels",
    "reasoning_effort",
    "model_override",
    "runner_id",
    "archived",
    "delete_worktree",
    "project_id",
    "permission_mode",
    "approval_mode",
    "collaboration_mode",
    "cost_control_mode_override",
    "subagent_routing_override",
    "share_workspace_files",
    "terminal_launch_args",
    "silent",
}
_FORKABLE = {
    "title",
    "agent_id",
    "up_to_response_id",
    "model_override",
    "reasoning_effort",
    "side_chat",
    "workspace",
    "terminal_launch_args",
}


def _refuse_unknown(body: JsonObject, known: set[str]) -> None:
    for key, value in body.items():
        if key not in known:
            text = "Extra inputs are not permitted"
            raise answers.invalid(["body", key], text, "extra_forbidden", value)


def patch(world: World, session: Session, body: JsonObject) -> None:
    """Apply a PATCH; nulls change nothing, unknown keys are refused."""
    _refuse_unknown(body, _PATCHABLE)
    check_title(body.get("title"))
    given = {key: value for key, value in body.items() if value is not None}
    _check_values(world, given)
    modes.check(session, given)
    modes.apply(world, session, given)
    if "title" in given:
        session.title = given["title"] or None
    if "labels" in given:
        session.labels.update({str(key): str(value) for key, value in given["labels"].items()})
    if "reasoning_effort" in given:
        effort = given["reasoning_effort"]
        session.reasoning_effort = None if effort in _CLEARING else effort
    if "model_override" in given:
        _set_model(world, session, given["model_override"])
    if "runner_id" in given:
        owner = world.store.runners()[given["runner_id"]][0]
        session.runner_id, session.runner_alive = owner.runner_id, True
        session.host, session.workspace = owner.host, session.workspace or owner.workspace
    if "archived" in given:
        _archive(world, session, archived=bool(given["archived"]))
    world.store.touch(session)


def _check_values(world: World, given: JsonObject) -> None:
    effort = given.get("reasoning_effort")
    if effort is not None and effort not in {*EFFORTS, *_CLEARING}:
        text = f"invalid reasoning_effort: Effort {effort!r} is not supported by session metadata; "
        text += f"supported values: {', '.join(EFFORTS)}"
        raise answers.problem(400, "invalid_input", text)
    if given.get("model_override") == "":
        raise answers.problem(400, "invalid_input", "model_override must not be empty")
    runner = given.get("runner_id")
    if runner is not None and runner not in world.store.runners():
        raise answers.problem(400, "invalid_input", f"runner '{runner}' is not registered")


def _set_model(world: World, session: Session, model: str) -> None:
    before = session.model
    session.model_override = None if model in _CLEARING else model
    if session.items and session.model != before:
        world.agent.note(session, f"[System: model changed to {session.model}]")


def _archive(world: World, session: Session, *, archived: bool) -> None:
    session.archived = archived
    if archived:
        session.labels["omnigent.archived_at"] = str(now())
        world.runners.archive_later(session)
    else:
        session.labels.pop("omnigent.archived_at", None)


def _cut_at(source: Session, response_id: object) -> list[Item]:
    if response_id is None:
        return source.items
    last = next(
        (index for index in range(len(source.items) - 1, -1, -1) if source.items[index].response_id == response_id),
        None,
    )
    if last is None:
        text = f"response not found in conversation '{source.id}': '{response_id}'"
        raise answers.problem(400, "invalid_input", text)
    return source.items[: last + 1]


def fork(world: World, source: Session, body: JsonObject) -> Session:
    """Copy a session: new item ids, the same response ids, and no runner."""
    _refuse_unknown(body, _FORKABLE)
    check_title(body.get("title"))
    agent = world.store.agent(str(body["agent_id"])) if body.get("agent_id") else source.agent
    kept = _cut_at(source, body.get("up_to_response_id"))
    session = world.store.add_session(agent)
    session.title = body.get("title") or f"Fork of {source.title or 'untitled session'}"
    session.labels = {**source.labels, "omnigent.fork.source_id": source.id}
    session.labels.pop("omnigent.archived_at", None)
    session.reasoning_effort = body.get("reasoning_effort") or source.reasoning_effort
    session.model_override = body.get("model_override") or source.model_override
    for item in kept:
        copy = deepcopy(item)
        copy.id = world.ids.item()
        session.items.append(copy)
    world.store.announce(session)
    return session
