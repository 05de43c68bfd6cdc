"""The demo server's routes, one module per resource."""

from __future__ import annotations

from starlette.routing import BaseRoute, WebSocketRoute

from omnigent_tui.demo.routes import (
    agents,
    controls,
    environments,
    files,
    hosts,
    items,
    policies,
    runners,
    server,
    sessions,
    stream,
    updates,
)


def all_routes(*, seed_shapes: bool) -> list[BaseRoute]:
    """Every route; the published documents know neither the updates socket nor the newer server pages."""
    routes: list[BaseRoute] = [
        *controls.ROUTES,
        *sessions.ROUTES,
        *items.ROUTES,
        *stream.ROUTES,
        *files.ROUTES,
        *environments.ROUTES,
        *policies.ROUTES,
        *hosts.ROUTES,
        *runners.ROUTES,
        *agents.ROUTES,
        *server.routes(seed_shapes=seed_shapes),
    ]
    if not seed_shapes:
        routes.insert(0, WebSocketRoute("/v1/sessions/updates", updates.updates))
    return routes
