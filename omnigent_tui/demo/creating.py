"""Makes sessions: from a JSON body with all its validation, or from an uploaded agent bundle."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from omnigent_tui.demo import answers, identifiers, shapes
from omnigent_tui.demo.entities import Agent, Host, Session
from omnigent_tui.demo.filesystem import Directory
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.multipart import parse
from omnigent_tui.demo.worktrees import add_worktree

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

TITLE_LIMIT = 200


def check_title(title: object) -> None:
    """Refuse a title that is too long or not text."""
    if title is not None and not isinstance(title, str):
        raise answers.invalid(["body", "title"], "Input should be a valid string", "string_type", title)
    if isinstance(title, str) and len(title) > TITLE_LIMIT:
        text = f"String should have at most {TITLE_LIMIT} characters"
        raise answers.invalid(["body", "title"], text, "string_too_long", title)


def check_workspace(host: Host, workspace: object) -> str:
    """The workspace's path, when it is an existing directory of an online host."""
    if not host.online:
        text = f"host '{host.name}' is offline; reconnect the host and try again"
        raise answers.problem(400, "invalid_input", text)
    if not isinstance(workspace, str) or not workspace:
        raise answers.problem(400, "invalid_input", "workspace required when host_id is set")
    if not workspace.startswith("/"):
        text = "workspace must be an absolute path starting with /"
        raise answers.problem(400, "invalid_input", text)
    path = workspace.rstrip("/") or "/"
    node = host.files.find(path)
    if node is None:
        text = f"workspace path does not exist on host '{host.name}': {path}"
        raise answers.problem(400, "invalid_input", text)
    if not isinstance(node, Directory):
        text = f"workspace path is not a directory on host '{host.name}': {path}"
        raise answers.problem(400, "invalid_input", text)
    return path


def _check_harness(host: Host, agent: Agent) -> None:
    state = host.harnesses.get(agent.harness)
    if state is True or state is None:
        return
    why = state if isinstance(state, str) else "not-configured"
    text = (
        f"Harness '{agent.harness}' is not configured on the target host ({why}). Install or configure the "
        "harness on that host, or choose an available harness."
    )
    raise answers.problem(412, "harness_not_configured", text)


async def from_json(world: World, body: JsonObject) -> Session:
    """Create and announce a session bound to a registered agent, and launch its runner when a host is named."""
    if "agent_id" not in body:
        raise answers.invalid(["agent_id"], "Field required", "missing", body)
    check_title(body.get("title"))
    agent = world.store.agent(str(body["agent_id"]))
    host: Host | None = None
    workspace: str | None = None
    branch: str | None = None
    if body.get("host_id") is not None:
        host = world.store.host(str(body["host_id"]))
        workspace = check_workspace(host, body.get("workspace"))
        _check_harness(host, agent)
        if isinstance(body.get("git"), dict):
            workspace, branch = add_worktree(host, workspace, body["git"])
    session = world.store.add_session(agent)
    _set_up(world, session, body)
    session.model_override = body.get("model_override")
    session.git_branch = branch
    if host is not None and workspace is not None:
        world.runners.bind(session, host, workspace)
    _add_initial_items(world, session, body.get("initial_items"))
    world.store.announce(session)
    return session


def _add_initial_items(world: World, session: Session, items: object) -> None:
    for entry in items if isinstance(items, list) else []:
        data = entry.get("data", entry)
        fields = shapes.message_fields(str(data.get("role", "user")), "")
        fields["content"] = data.get("content", [])
        item = world.store.append(session, "message", "seed", fields)
        if session.host is not None and fields["role"] == "user":
            world.agent.submit(session, item)


_METADATA = frozenset(
    {"title", "labels", "reasoning_effort", "host_id", "workspace", "terminal_launch_args", "project_id"}
)


def _set_up(world: World, session: Session, body: JsonObject) -> None:
    """Take what both ways to create have in common."""
    session.title = body.get("title") or None
    session.labels.update({str(key): str(value) for key, value in (body.get("labels") or {}).items()})
    session.reasoning_effort = body.get("reasoning_effort")
    session.launch_args = body.get("terminal_launch_args")
    project_id = body.get("project_id")
    if project_id is not None and project_id not in world.store.projects:
        world.store.remove_session(session)
        raise answers.problem(404, "not_found", "Project not found")
    session.project_id = project_id


def from_bundle(world: World, body: bytes, content_type: str) -> Session:
    """Create a session with an uploaded agent, whose name is that of the definition in the archive."""
    parts = parse(body, content_type)
    if "bundle" not in parts:
        raise answers.invalid(["body", "bundle"], "Field required", "missing", None)
    try:
        metadata = json.loads(parts["metadata"].content) if "metadata" in parts else {}
    except ValueError:
        raise answers.problem(400, "invalid_input", "metadata must be a JSON object") from None
    for key in metadata.keys() - _METADATA:
        text = f"invalid session metadata: 1 validation error for SessionCreateMetadata\n{key}\n"
        raise answers.problem(400, "invalid_input", f"{text}  Extra inputs are not permitted [type=extra_forbidden]")
    host, workspace = None, None
    if metadata.get("host_id") is not None:
        host = world.store.host(str(metadata["host_id"]))
        workspace = check_workspace(host, metadata.get("workspace"))
    agent = Agent(world.ids.agent(), _agent_name(parts["bundle"].content), "openai-agents")
    world.store.agents[agent.id] = agent
    session = world.store.add_session(agent)
    _set_up(world, session, metadata)
    session.labels["omnigent.bundle_id"] = identifiers.throwaway_id("bundle")
    if host is not None and workspace is not None:
        world.runners.bind(session, host, workspace)
    world.store.announce(session)
    return session


def _agent_name(bundle: bytes) -> str:
    try:
        with tarfile.open(fileobj=io.BytesIO(bundle), mode="r:gz") as archive:
            named = [member.name for member in archive if member.name.endswith((".yaml", ".yml"))]
    except (tarfile.TarError, OSError, EOFError):
        raise answers.problem(400, "invalid_input", "bundle must be a gzip-compressed tar archive") from None
    if not named:
        raise answers.problem(400, "invalid_input", "bundle holds no agent definition")
    return PurePosixPath(named[0]).stem
