"""Files uploaded to a session, and the list of all its resources."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers, events, paging, shapes
from omnigent_tui.demo.entities import StoredFile
from omnigent_tui.demo.multipart import parse
from omnigent_tui.demo.routes.environments import environments_of, terminals_of
from omnigent_tui.demo.routes.sessions import session_of
from omnigent_tui.demo.world import world_of

_NEEDS_FILES = frozenset({".zip", ".gz", ".tgz", ".tar", ".docx", ".xlsx", ".pptx", ".db", ".sqlite"})
_TEXTS = frozenset({"application/json", "application/xml", "application/x-sh", "application/javascript"})


async def list_resources(request: Request) -> Response:
    """`GET .../resources`: environments, terminals and files together."""
    session = session_of(request)
    rows = [*environments_of(session), *terminals_of(session)]
    rows += [shapes.file_resource(session, stored) for stored in session.files.values()]
    return JSONResponse(paging.listing(rows, has_more=False))


async def list_files(request: Request) -> Response:
    """`GET .../resources/files`."""
    session = session_of(request)
    query = paging.PageQuery.read(request, limit=100, order="asc")
    page = paging.cut(list(session.files.values()), query, lambda f: f.id, world_of(request).ids.wellformed)
    rows = [shapes.file_resource(session, stored) for stored in page.rows]
    return JSONResponse(paging.listing(rows, has_more=page.has_more))


def _megabytes(content_type: str, name: str) -> int | None:
    """How big a file may be, by its type or else by its name; None for what an agent cannot read."""
    guessed = mimetypes.guess_type(name)[0] or ""
    for kind in (content_type, guessed):
        if kind.startswith("image/"):
            return 50
        if kind == "application/pdf":
            return 20
        if kind.startswith("text/") or kind in _TEXTS:
            return 10
    return None


async def upload_file(request: Request) -> Response:
    """`POST .../resources/files`, multipart field `file`."""
    world = world_of(request)
    session = session_of(request)
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith("multipart/form-data"):
        raise answers.detail(415, f"Unsupported Media Type: {content_type or 'none'}")
    part = parse(await request.body(), content_type).get("file")
    if part is None:
        raise answers.invalid(["body", "file"], "Field required", "missing", None)
    name = part.filename or "file"
    if PurePath(name).suffix.lower() in _NEEDS_FILES:
        text = f"'{name}' can only be attached to a Claude Code or Codex session, which can open this file type."
        raise answers.detail(415, text)
    limit = _megabytes(part.content_type, name)
    if limit is None:
        text = (
            f"Unsupported attachment type '{part.content_type}'. Attach images, PDF, or text/code files, or use "
            "Claude Code or Codex for archives, Office documents, and databases."
        )
        raise answers.detail(415, text)
    if len(part.content) > limit * 1024 * 1024:
        raise answers.detail(413, f"Attachment exceeds the {limit} MB limit for this file type.")
    stored = StoredFile(world.ids.record(), part.filename or "file", part.content, part.content_type)
    session.files[stored.id] = stored
    resource = shapes.file_resource(session, stored)
    world.hub.publish(session.id, events.resource_created(resource))
    return JSONResponse(resource, 201)


def _stored(request: Request) -> StoredFile:
    stored = session_of(request).files.get(request.path_params["file_id"])
    if stored is None:
        raise answers.not_found("File not found")
    return stored


async def get_file(request: Request) -> Response:
    """`GET .../resources/files/{id}`."""
    return JSONResponse(shapes.file_resource(session_of(request), _stored(request)))


async def get_content(request: Request) -> Response:
    """`GET .../resources/files/{id}/content`."""
    stored = _stored(request)
    headers = {
        "content-disposition": f"attachment; filename*=utf-8''{quote(stored.name)}",
        "etag": f'"{stored.id}"',
    }
    return Response(stored.content, media_type=stored.content_type, headers=headers)


async def delete_file(request: Request) -> Response:
    """`DELETE .../resources/files/{id}`."""
    session = session_of(request)
    stored = _stored(request)
    del session.files[stored.id]
    world_of(request).hub.publish(session.id, events.resource_deleted(session.id, stored.id, "file"))
    return JSONResponse({"id": stored.id, "object": "session.resource.deleted", "deleted": True})


_BASE = "/v1/sessions/{session_id}/resources"
ROUTES: list[BaseRoute] = [
    Route(_BASE, list_resources, methods=["GET"]),
    Route(f"{_BASE}/files", list_files, methods=["GET"]),
    Route(f"{_BASE}/files", upload_file, methods=["POST"]),
    Route(f"{_BASE}/files/{{file_id}}", get_file, methods=["GET"]),
    Route(f"{_BASE}/files/{{file_id}}", delete_file, methods=["DELETE"]),
    Route(f"{_BASE}/files/{{file_id}}/content", get_content, methods=["GET"]),
]
