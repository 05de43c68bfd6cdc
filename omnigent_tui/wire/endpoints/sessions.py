"""`/v1/sessions`: list, read, create, change, delete, fork; and the sub-agents of a session."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from omnigent_tui.protocol.acknowledgements import BundleCreated
from omnigent_tui.protocol.child_sessions import ChildSession, parse_child_session
from omnigent_tui.protocol.sessions import SessionRow, SessionSnapshot, parse_session_row
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.answers import expect
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.pages import Page, parse_page

Order = Literal["asc", "desc"]
_CREATE_SECONDS = 180.0
"""Creating stats the workspace, may make a worktree and launches a runner."""
_CHANGE_SECONDS = 90.0
"""A setting of a terminal agent wakes its runner and types into its terminal."""


async def list_sessions(
    client: OmnigentClient,
    *,
    limit: int | None = None,
    after: str | None = None,
    before: str | None = None,
    order: Order | None = None,
    sort_by: Literal["created_at", "updated_at"] | None = None,
    search_query: str | None = None,
    include_archived: bool | None = None,
    kind: Literal["default", "sub_agent", "any"] | None = None,
    agent_id: str | None = None,
    agent_name: str | None = None,
    visibility: Literal["all", "mine", "shared", "archived"] | None = None,
) -> Page[SessionRow]:
    """Return a page of sessions, newest first unless `order` says otherwise (`GET /v1/sessions`).

    `limit` is 1 to 1000, 20 when None; `after` is the last id of the page before. Raises StaleCursor when that
    session is gone, and what `OmnigentClient.request_json` raises.
    """
    data = await client.request_json(
        "GET",
        "/v1/sessions",
        params={
            "limit": limit,
            "after": after,
            "before": before,
            "order": order,
            "sort_by": sort_by,
            "search_query": search_query or None,
            "include_archived": include_archived,
            "kind": kind,
            "agent_id": agent_id,
            "agent_name": agent_name,
            "visibility": visibility,
        },
    )
    return parse_page(data, parse_session_row, keys=("data", "sessions"))


async def get_session(
    client: OmnigentClient, session_id: str, *, include_items: bool = False, include_liveness: bool = True
) -> SessionSnapshot:
    """Return everything the server says about a session; `include_items` adds the newest 100 items, nested."""
    params = {"include_items": include_items, "include_liveness": include_liveness}
    return expect(SessionSnapshot, await client.request_json("GET", _session(session_id), params=params))


async def create_session(
    client: OmnigentClient,
    *,
    agent_id: str,
    title: str | None = None,
    host_id: str | None = None,
    workspace: str | None = None,
    git: Mapping[str, Any] | None = None,
    labels: Mapping[str, str] | None = None,
    reasoning_effort: str | None = None,
    model_override: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> SessionSnapshot:
    """Create a session with an agent the server has; with `host_id` its runner is launched on that host.

    `workspace` is an absolute path on the host (no `~`); `git` is `{branch_name, base_branch?}` for a new worktree
    or `{branch_name, existing_worktree: true}`; `extra` holds further fields of the body.
    """
    body: dict[str, Any] = {
        **(extra or {}),
        "agent_id": agent_id,
        "title": title,
        "host_id": host_id,
        "workspace": workspace,
        "git": dict(git) if git else None,
        "labels": dict(labels) if labels else None,
        "reasoning_effort": reasoning_effort,
        "model_override": model_override,
    }
    given = {key: value for key, value in body.items() if value is not None}
    data = await client.request_json("POST", "/v1/sessions", json=given, timeout=_CREATE_SECONDS)
    return expect(SessionSnapshot, data)


async def create_session_from_bundle(
    client: OmnigentClient, bundle: bytes, *, metadata: Mapping[str, Any] | None = None
) -> BundleCreated:
    """Create a session together with its agent from a `.tar.gz` of the agent's files (multipart)."""
    files = {
        "metadata": (None, json.dumps(dict(metadata or {})).encode(), "application/json"),
        "bundle": ("bundle.tar.gz", bundle, "application/gzip"),
    }
    data = await client.request_json("POST", "/v1/sessions", files=files, timeout=_CREATE_SECONDS)
    if isinstance(data, dict) and "session_id" not in data:
        data = {**data, "session_id": data.get("id")}  # a server that answers with the snapshot, as documented
    return expect(BundleCreated, data)


async def update_session(
    client: OmnigentClient,
    session_id: str,
    *,
    title: str | None = None,
    archived: bool | None = None,
    labels: Mapping[str, str] | None = None,
    reasoning_effort: str | None = None,
    model_override: str | None = None,
    permission_mode: str | None = None,
    approval_mode: str | None = None,
    collaboration_mode: str | None = None,
    runner_id: str | None = None,
) -> SessionSnapshot:
    """Change what is given, leave the rest. `""` clears the title; `"default"` clears effort and model override.

    A model of a terminal agent, and every mode, is changed in the agent's own terminal before the server answers.
    Raises Invalid for a value, or a kind of session, the server does not take; RunnerUnavailable when nothing applied
    it: then it is what it was.
    """
    body = {
        "title": title,
        "archived": archived,
        "labels": dict(labels) if labels is not None else None,
        "reasoning_effort": reasoning_effort,
        "model_override": model_override,
        "permission_mode": permission_mode,
        "approval_mode": approval_mode,
        "collaboration_mode": collaboration_mode,
        "runner_id": runner_id,
    }
    given = {key: value for key, value in body.items() if value is not None}
    data = await client.request_json("PATCH", _session(session_id), json=given, timeout=_CHANGE_SECONDS)
    return expect(SessionSnapshot, data)


async def delete_session(client: OmnigentClient, session_id: str, *, delete_branch: bool = False) -> None:
    """Delete a session and its children; its runner lives on: stop it first. `delete_branch` removes the worktree."""
    await client.request_json("DELETE", _session(session_id), params={"delete_branch": delete_branch or None})


async def fork_session(
    client: OmnigentClient,
    session_id: str,
    *,
    title: str | None = None,
    agent_id: str | None = None,
    up_to_response_id: str | None = None,
) -> SessionSnapshot:
    """Copy a session's items into a new, unbound session, up to and including a response when one is given."""
    body = {"title": title, "agent_id": agent_id, "up_to_response_id": up_to_response_id}
    given = {key: value for key, value in body.items() if value is not None}
    data = await client.request_json("POST", f"{_session(session_id)}/fork", json=given, timeout=_CREATE_SECONDS)
    return expect(SessionSnapshot, data)


async def switch_agent(client: OmnigentClient, session_id: str, agent_id: str) -> None:
    """Bind a session to another agent in place. Newer servers raise Gone: fork into the agent instead."""
    await client.request_json("POST", f"{_session(session_id)}/switch-agent", json={"agent_id": agent_id})


async def list_child_sessions(
    client: OmnigentClient,
    session_id: str,
    *,
    limit: int | None = None,
    after: str | None = None,
    order: Order | None = None,
) -> Page[ChildSession]:
    """Return a page of the sub-agent sessions under a session."""
    params = {"limit": limit, "after": after, "order": order}
    data = await client.request_json("GET", f"{_session(session_id)}/child_sessions", params=params)
    return parse_page(data, parse_child_session)


def _session(session_id: str) -> str:
    return f"/v1/sessions/{segment(session_id)}"
