"""Hosts: the list, browsing their files, making directories, worktrees, and launching runners."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers
from omnigent_tui.demo.creating import check_workspace
from omnigent_tui.demo.entities import Host
from omnigent_tui.demo.filesystem import Directory, entry_kind, entry_size
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.modes import host_models
from omnigent_tui.demo.worktrees import add_worktree, worktrees
from omnigent_tui.demo.world import world_of

_FILESYSTEM = "/filesystem"


def _host(request: Request, *, online: bool) -> Host:
    host = world_of(request).store.host(request.path_params["host_id"])
    if online and not host.online:
        raise answers.problem(409, "conflict", "host is offline")
    return host


async def list_hosts(request: Request) -> Response:
    """`GET /v1/hosts`."""
    world = world_of(request)
    return JSONResponse({"hosts": [world.host_row(host) for host in world.store.hosts.values()]})


async def get_host(request: Request) -> Response:
    """`GET /v1/hosts/{id}`; `runners` is always empty."""
    world = world_of(request)
    row = world.host_row(_host(request, online=False))
    return JSONResponse(row if world.options.seed_shapes else row | {"runners": []})


def _requested_path(request: Request) -> str:
    """The path below `/filesystem`, decoded once from the raw bytes so that `%2F` and `%25` mean what they should."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    _, marker, rest = raw.decode("ascii", "replace").partition(_FILESYSTEM)
    if not marker or not rest:
        return "~"
    path = unquote(rest[1:], errors="surrogateescape")
    return path if path.startswith(("/", "~")) else f"/{path}"


def _listing(request: Request, directory: Directory, path: str) -> JsonObject:
    """One page; cursors are paths, `before` is adjacent, and an unknown cursor starts over."""
    limit = answers.query_int(request, "limit", 20)
    names = directory.names()
    prefix = "" if path == "/" else path
    start = 0
    stop = len(names)
    after = request.query_params.get("after", "").rsplit("/", 1)[-1]
    before = request.query_params.get("before", "").rsplit("/", 1)[-1]
    if after in directory.children():
        start = names.index(after) + 1
    if before in directory.children():
        stop = names.index(before)
        start = max(start, stop - limit)
    rows = []
    for name in names[start : min(stop, start + limit)]:
        node = directory.children()[name]
        rows.append(
            {
                "name": name,
                "path": f"{prefix}/{name}",
                "type": entry_kind(node),
                "bytes": entry_size(node),
                "modified_at": node.modified_at,
            }
        )
    more = start > 0 if before in directory.children() else start + limit < stop
    return {"object": "list", "data": rows, "has_more": more}


async def browse(request: Request) -> Response:
    """`GET /v1/hosts/{id}/filesystem[/path]`."""
    world = world_of(request)
    host = _host(request, online=True)
    path = _requested_path(request)
    if "\0" in path:
        raise answers.detail(400, "path must not contain NUL bytes")
    answers.query_int(request, "limit", 20)
    node = host.files.find(path)
    if node is None:
        raise answers.detail(404, "path does not exist")
    if not isinstance(node, Directory):
        raise answers.detail(404, "path is not a directory")
    if node.trouble == "permission denied":
        raise answers.detail(404, "permission denied")
    if node.trouble == "timeout":
        await world.pause(5.0)
        raise answers.detail(504, f"host '{host.id}' did not respond to list_dir within 5s")
    if node.trouble is not None:
        raise answers.detail(502, f"host list_dir failed: scandir failed: {node.trouble}")
    body = _listing(request, node, host.files.absolute(path))
    if world.options.seed_shapes:
        body["data"] = [{key: row[key] for key in ("name", "path", "type")} for row in body["data"]]
    return JSONResponse(body)


async def make_directory(request: Request) -> Response:
    """`POST /v1/hosts/{id}/directories`."""
    host = _host(request, online=True)
    path = (await answers.read_object(request)).get("path")
    if not isinstance(path, str) or not path.startswith(("/", "~")):
        raise answers.detail(400, "path must be absolute or start with ~")
    if host.files.find(path) is not None:
        raise answers.detail(409, "path already exists")
    host.files.make_directory(path)
    return JSONResponse({"object": "directory", "path": host.files.absolute(path)})


async def list_worktrees(request: Request) -> Response:
    """`GET /v1/hosts/{id}/worktrees?path=`."""
    host = _host(request, online=True)
    path = request.query_params.get("path")
    if path is None:
        raise answers.invalid(["query", "path"], "Field required", "missing", None)
    return JSONResponse({"object": "list", "data": worktrees(host, host.files.absolute(path))})


async def list_model_options(request: Request) -> Response:
    """`GET /v1/hosts/{id}/harnesses/{harness}/model-options`."""
    _host(request, online=True)
    return JSONResponse(host_models(request.path_params["harness"]))


async def launch_runner(request: Request) -> Response:
    """`POST /v1/hosts/{id}/runners`: binds an unbound session."""
    world = world_of(request)
    host = _host(request, online=True)
    body = await answers.read_object(request)
    for key in ("session_id", "workspace"):
        if not isinstance(body.get(key), str):
            raise answers.invalid(["body", key], "Field required", "missing", body)
    session = world.store.sessions.get(body["session_id"])
    if session is None:
        raise answers.detail(404, "session not found")
    if session.runner_id is not None:
        raise answers.detail(400, "session already has a runner bound")
    try:
        workspace = check_workspace(host, body["workspace"])
        if isinstance(body.get("git"), dict):
            workspace, session.git_branch = add_worktree(host, workspace, body["git"])
    except answers.Problem as refused:
        # The same refusal as on create, in the envelope of host routes.
        raise answers.detail(refused.status, refused.body["error"]["message"]) from None
    return JSONResponse({"runner_id": world.runners.bind(session, host, workspace), "status": "launching"})


_ONE = "/v1/hosts/{host_id}"
ROUTES: list[BaseRoute] = [
    Route("/v1/hosts", list_hosts, methods=["GET"]),
    Route(_ONE, get_host, methods=["GET"]),
    Route(f"{_ONE}{_FILESYSTEM}", browse, methods=["GET"]),
    Route(f"{_ONE}{_FILESYSTEM}/{{path:path}}", browse, methods=["GET"]),
    Route(f"{_ONE}/directories", make_directory, methods=["POST"]),
    Route(f"{_ONE}/worktrees", list_worktrees, methods=["GET"]),
    Route(f"{_ONE}/harnesses/{{harness}}/model-options", list_model_options, methods=["GET"]),
    Route(f"{_ONE}/runners", launch_runner, methods=["POST"]),
]
