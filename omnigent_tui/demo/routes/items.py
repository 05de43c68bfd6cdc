"""A session's history page by page, and its sub-agents."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import paging, shapes
from omnigent_tui.demo.routes.sessions import session_of
from omnigent_tui.demo.world import world_of


async def list_items(request: Request) -> Response:
    """`GET /v1/sessions/{id}/items`."""
    session = session_of(request)
    query = paging.PageQuery.read(request, limit=100, order="asc")
    page = paging.cut(session.items, query, lambda item: item.id, world_of(request).ids.wellformed)
    rows = [shapes.item_flat(item) for item in page.rows]
    return JSONResponse(paging.listing(rows, has_more=page.has_more))


async def list_children(request: Request) -> Response:
    """`GET /v1/sessions/{id}/child_sessions`."""
    session = session_of(request)
    query = paging.PageQuery.read(request, limit=20, order="desc")
    page = paging.cut(session.children, query, lambda child: child.id, world_of(request).ids.wellformed)
    rows = [shapes.child_row(child) for child in page.rows]
    return JSONResponse(paging.listing(rows, has_more=page.has_more))


ROUTES: list[BaseRoute] = [
    Route("/v1/sessions/{session_id}/items", list_items, methods=["GET"]),
    Route("/v1/sessions/{session_id}/child_sessions", list_children, methods=["GET"]),
]
