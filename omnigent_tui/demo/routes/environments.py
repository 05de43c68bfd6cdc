"""A session's workspace: its files, changes, differences and search, all in the host's file tree."""

from __future__ import annotations

import base64
import mimetypes

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers, events, paging
from omnigent_tui.demo.entities import Session, now
from omnigent_tui.demo.filesystem import File, FileTree, Node, entry_kind, entry_size
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.routes.sessions import session_of
from omnigent_tui.demo.world import world_of

_ENTRY = "session.environment.filesystem.entry"


def environments_of(session: Session) -> list[JsonObject]:
    """The environments of a session whose runner is online."""
    if not session.runner_online:
        return []
    return [
        {
            "id": "default",
            "object": "session.resource",
            "type": "environment",
            "session_id": session.id,
            "name": "Primary environment",
            "metadata": {"environment_type": "caller_process", "role": "primary"},
        }
    ]


def terminals_of(session: Session) -> list[JsonObject]:
    """The terminals of a session whose runner is online: the one an agent with terminals starts with."""
    if not session.runner_online or not session.agent.terminals:
        return []
    return [
        {
            "id": "terminal_tui_main",
            "object": "session.resource",
            "type": "terminal",
            "session_id": session.id,
            "name": "tui:main",
            "metadata": {
                "terminal_name": "tui",
                "session_key": "main",
                "running": True,
                "tmux_socket": "/home/ada/.tmux/demo/tmux.sock",
                "tmux_target": "main",
            },
            "environment": "env_terminal_tui_main",
        }
    ]


def _workspace(request: Request) -> tuple[Session, FileTree, str]:
    session = session_of(request)
    owner = session.parent or session
    if owner.host is None or owner.workspace is None:
        text = f"conversation '{session.id}' is not bound to a runner; bind one first"
        raise answers.problem(409, "conflict", text)
    if not owner.runner_online:
        text = f"runner '{owner.runner_id}' is offline for conversation '{session.id}'"
        raise answers.problem(503, "runner_unavailable", text)
    return session, owner.host.files, owner.workspace


def _entry(path: str, node: Node) -> JsonObject:
    return {
        "id": path,
        "object": _ENTRY,
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "type": entry_kind(node),
        "bytes": entry_size(node),
        "modified_at": node.modified_at,
    }


def _file_content(path: str, node: File) -> JsonObject:
    try:
        text, encoding = node.content.decode(), "utf-8"
    except UnicodeDecodeError:
        text, encoding = base64.b64encode(node.content).decode(), "base64"
    return {
        "object": "session.environment.filesystem.file_content",
        "path": path,
        "content_type": mimetypes.guess_type(path)[0] or "text/plain",
        "bytes": len(node.content),
        "truncated": False,
        "encoding": encoding,
        "content": text,
    }


async def list_environments(request: Request) -> Response:
    """`GET .../environments`."""
    return JSONResponse(paging.listing(environments_of(session_of(request)), has_more=False))


async def list_terminals(request: Request) -> Response:
    """`GET .../terminals`."""
    return JSONResponse(paging.listing(terminals_of(session_of(request)), has_more=False))


async def read_path(request: Request) -> Response:
    """`GET .../filesystem[/path]`: a directory's listing or a file's content."""
    _, files, base = _workspace(request)
    path: str = request.path_params.get("path", "").strip("/")
    node = files.find(f"{base}/{path}")
    if node is None:
        raise answers.not_found(f"Path '{path}' not found")
    if isinstance(node, File):
        return JSONResponse(_file_content(path, node))
    prefix = f"{path}/" if path else ""
    query = paging.PageQuery.read(request, limit=1000, order="asc")
    page = paging.cut(node.names(), query, lambda name: f"{prefix}{name}", lambda _: True)
    rows = [_entry(f"{prefix}{name}", node.children()[name]) for name in page.rows]
    body = paging.listing(rows, has_more=page.has_more)
    return JSONResponse({"object": "list", "base": base, **body})


async def write_path(request: Request) -> Response:
    """`PUT .../filesystem/{path}`."""
    session, files, base = _workspace(request)
    path: str = request.path_params["path"].strip("/")
    body = await answers.read_object(request)
    before = files.find(f"{base}/{path}")
    content = str(body.get("content", "")).encode()
    created = files.write(f"{base}/{path}", content)
    old = before.content.decode() if isinstance(before, File) else None
    session.changes.setdefault(path, {"status": "created" if created else "modified", "before": old})
    world_of(request).hub.publish(session.id, events.changed_files(session.id))
    return JSONResponse(
        {
            "object": "session.environment.filesystem.write_result",
            "operation": "write",
            "path": path,
            "created": created,
            "bytes_written": len(content),
            "entry": _entry(path, File(content)),
        }
    )


async def delete_path(request: Request) -> Response:
    """`DELETE .../filesystem/{path}`."""
    session, files, base = _workspace(request)
    path: str = request.path_params["path"].strip("/")
    if not files.remove(f"{base}/{path}"):
        raise answers.not_found(f"Path '{path}' not found")
    session.changes[path] = {"status": "deleted", "before": None}
    world_of(request).hub.publish(session.id, events.changed_files(session.id))
    return JSONResponse({"path": path, "object": "session.environment.filesystem.deleted", "deleted": True})


async def list_changes(request: Request) -> Response:
    """`GET .../changes`."""
    session, files, base = _workspace(request)
    rows = []
    for path, change in session.changes.items():
        node = files.find(f"{base}/{path}")
        rows.append(
            {
                "object": _ENTRY,
                "path": path,
                "name": path.rsplit("/", 1)[-1],
                "status": change["status"],
                "bytes": entry_size(node) if node else 0,
                "modified_at": node.modified_at if node else now(),
                "lines_added": None,
                "lines_removed": None,
            }
        )
    return JSONResponse({"object": "list", "data": rows, "has_more": False})


async def get_diff(request: Request) -> Response:
    """`GET .../diff/{path}`: the texts before and after."""
    session, files, base = _workspace(request)
    path: str = request.path_params["path"].strip("/")
    node = files.find(f"{base}/{path}")
    change = session.changes.get(path)
    if change is None and node is None:
        raise answers.not_found(f"Path '{path}' not found")
    after = node.content.decode("utf-8", "replace") if isinstance(node, File) else None
    before = change["before"] if change is not None else after
    kind = "session.environment.filesystem.file_diff"
    return JSONResponse({"object": kind, "path": path, "before": before, "after": after})


async def search(request: Request) -> Response:
    """`GET .../search?q=`: the files, no directories, whose path contains the query."""
    query = request.query_params.get("q")
    if query is None:
        raise answers.invalid(["query", "q"], "Field required", "missing", None)
    if not query:
        raise answers.invalid(["query", "q"], "String should have at least 1 character", "string_too_short", query)
    if not query.strip():
        text = r"String should match pattern '.*\S.*'"
        raise answers.invalid(["query", "q"], text, "string_pattern_mismatch", query)
    limit = answers.query_int(request, "limit", 500, high=500)
    _, files, base = _workspace(request)
    tree = [(path, node) for path, node in files.walk(base) if isinstance(node, File)]
    found = [(path, node) for path, node in tree if query.lower() in path.lower()]
    rows = [_entry(path, node) for path, node in found[:limit]]
    body = {"object": "list", "base": base, "data": rows, "has_more": len(rows) >= limit, "truncated": False}
    return JSONResponse(body)


async def get_environment(request: Request) -> Response:
    """`GET .../environments/default`."""
    for row in environments_of(session_of(request)):
        if row["id"] == request.path_params["environment_id"]:
            return JSONResponse(row)
    raise answers.not_found("Environment not found")


_BASE = "/v1/sessions/{session_id}/resources"
_ENV = f"{_BASE}/environments/{{environment_id}}"
ROUTES: list[BaseRoute] = [
    Route(f"{_BASE}/environments", list_environments, methods=["GET"]),
    Route(f"{_BASE}/terminals", list_terminals, methods=["GET"]),
    Route(_ENV, get_environment, methods=["GET"]),
    Route(f"{_ENV}/filesystem", read_path, methods=["GET"]),
    Route(f"{_ENV}/filesystem/{{path:path}}", read_path, methods=["GET"]),
    Route(f"{_ENV}/filesystem/{{path:path}}", write_path, methods=["PUT"]),
    Route(f"{_ENV}/filesystem/{{path:path}}", delete_path, methods=["DELETE"]),
    Route(f"{_ENV}/changes", list_changes, methods=["GET"]),
    Route(f"{_ENV}/diff/{{path:path}}", get_diff, methods=["GET"]),
    Route(f"{_ENV}/search", search, methods=["GET"]),
]
