"""Pages about the server itself: health, version, capabilities, identity, login, and the web page elsewhere."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers, seed_shapes
from omnigent_tui.demo.entities import Session
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.world import World, user_of, world_of

VERSION = "0.19.0"
PASSWORD = "demo"  # noqa: S105 - the demo's only account, documented
_PAGE = "<!doctype html><html><head><title>Omnigent</title></head><body><div id=root></div></body></html>"


def _liveness(world: World, session: Session | None) -> JsonObject:
    if session is None:
        # An unknown session counts as reachable on the real server.
        found: JsonObject = {"runner_online": True, "host_online": None, "host_version": None}
    else:
        bound = session.runner_id is not None
        found = {
            "runner_online": session.runner_online if bound else session.host is None,
            "host_online": session.host_online,
            "host_version": VERSION if session.host_online else None,
        }
    if world.options.seed_shapes:
        del found["host_version"]
    return found


async def health(request: Request) -> Response:
    """`GET /health`, bare or for sessions; one malformed id fails the whole batch."""
    world = world_of(request)
    body: JsonObject = {"status": "ok"}
    single = request.query_params.get("session_id")
    batch = request.query_params.get("session_ids")
    ids = [each for each in (batch or "").split(",") if each] + ([single] if single else [])
    if not all(world.ids.wellformed(each) for each in ids):
        raise answers.not_found()
    if single:
        body["session"] = {"id": single, **_liveness(world, world.store.sessions.get(single))}
    if batch is not None:
        found = world.store.sessions
        body["sessions"] = {each: _liveness(world, found.get(each)) for each in ids if each != single or each in batch}
    return JSONResponse(body)


async def version(request: Request) -> Response:
    """`GET /api/version`."""
    old = world_of(request).options.seed_shapes
    return JSONResponse({"version": seed_shapes.VERSION if old else VERSION})


async def info(request: Request) -> Response:
    """`GET /v1/info`."""
    guarded = world_of(request).options.token is not None
    return JSONResponse(
        {
            "accounts_enabled": guarded,
            "single_user": not guarded,
            "login_url": "/login" if guarded else None,
            "needs_setup": False,
            "databricks_features": False,
            "managed_sandboxes_enabled": False,
            "durable_initial_input": False,
            "sandbox_provider": None,
            "sandbox_providers": [],
            "sandbox_provider_capabilities": {},
            "enabled_connections": [],
            "sharing_mode": "on",
            "public_sharing_enabled": True,
            "public_sharing_max_level": "read",
            "server_version": VERSION,
            "smart_routing_enabled": False,
            "smart_routing_sources": {"external": False, "oss": False},
            "features": {
                "usage_page": False,
                "harness_install": False,
                "canvas": False,
                "arca_shutdown_warnings": False,
                "import_review": False,
                "custom_agents_settings_ui": False,
                "sidebar_grouping_ui": False,
            },
            "harness_install_enabled": False,
            "installable_harnesses": [],
            "dictation_available": False,
            "archive_worktree_cleanup": True,
            "request_managed_sandbox_host_id": True,
            "agent_install": True,
            "agent_detail": True,
            "agent_config_edit": True,
            "branding": {
                "app_name": None,
                "heading": None,
                "logos": {"main": None, "loading": None, "favicon": None},
                "powered_by": True,
            },
        }
    )


async def me(request: Request) -> Response:
    """`GET /v1/me`."""
    user = user_of(request)
    return JSONResponse({"user_id": user, "is_admin": user == "local"})


async def discovery(request: Request) -> Response:
    """`GET /.well-known/omnigent.json`."""
    mode = "accounts" if world_of(request).options.token else "header"
    body = {
        "auth": {"mode": mode, "session_cookie": "ap_session"},
        "server_version": VERSION,
        "server_name": "demo",
    }
    return JSONResponse(body)


async def login(request: Request) -> Response:
    """`POST /auth/login`; any user with the password `demo`."""
    body = await answers.read_object(request)
    token = world_of(request).options.token
    if token is None or not secrets.compare_digest(str(body.get("password", "")), PASSWORD):
        return JSONResponse({"error": "invalid username or password"}, 401)
    user = {"id": str(body.get("username")), "is_admin": True}
    answer = JSONResponse({"token": token, "expires_in": 28800, "user": user})
    answer.set_cookie("ap_session", token)
    return answer


async def openapi(request: Request) -> Response:
    """`GET /openapi.json`: the paths this server has."""
    paths: dict[str, JsonObject] = {}
    for route in request.app.routes:
        if isinstance(route, Route) and not route.path.startswith("/demo"):
            methods = sorted((route.methods or set()) - {"HEAD"})
            entry = paths.setdefault(route.path.replace(":path}", "}"), {})
            for method in methods:
                entry[method.lower()] = {"responses": {"200": {"description": "OK"}}}
    body = {"openapi": "3.1.0", "info": {"title": "Omnigent", "version": VERSION}, "paths": paths}
    return JSONResponse(body)


async def anything(request: Request) -> Response:
    """An unknown `/v1` path or method is a 404 envelope; any other path is the web page, as on the real server."""
    if request.url.path.startswith(("/v1", "/demo")) or request.method not in {"GET", "HEAD"}:
        raise answers.not_found("Not found")
    if world_of(request).options.seed_shapes:
        raise answers.not_found("Not found")
    return HTMLResponse(_PAGE)


def routes(*, seed_shapes: bool) -> list[BaseRoute]:
    """The pages of this dialect."""
    every = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    both: list[BaseRoute] = [
        Route("/health", health, methods=["GET"]),
        Route("/api/version", version, methods=["GET"]),
        Route("/openapi.json", openapi, methods=["GET"]),
    ]
    newer: list[BaseRoute] = [
        Route("/v1/info", info, methods=["GET"]),
        Route("/v1/me", me, methods=["GET"]),
        Route("/.well-known/omnigent.json", discovery, methods=["GET"]),
        Route("/auth/login", login, methods=["POST"]),
    ]
    return [*both, *([] if seed_shapes else newer), Route("/{rest:path}", anything, methods=every)]
