"""Runners that are online, and whether one is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import seed_shapes
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.world import world_of

HARNESSES = ["claude-native", "claude-sdk", "codex", "openai-agents", "open-responses", "pi"]


async def list_runners(request: Request) -> Response:
    """`GET /v1/runners`."""
    world = world_of(request)
    online = world.store.runners()
    if world.options.seed_shapes:
        return JSONResponse({"data": [seed_shapes.runner_row(each[0], HARNESSES) for each in online.values()]})
    return JSONResponse({"data": [{"runner_id": key, "online": True, "harnesses": HARNESSES} for key in online]})


async def runner_status(request: Request) -> Response:
    """`GET /v1/runners/{id}/status`; an unknown runner is an offline one."""
    world = world_of(request)
    runner_id: str = request.path_params["runner_id"]
    body: JsonObject = {"runner_id": runner_id, "online": runner_id in world.store.runners()}
    owner = next((s for s in world.store.sessions.values() if s.runner_id == runner_id), None)
    if owner is not None and not body["online"] and owner.runner_error and not world.options.seed_shapes:
        body["error"] = owner.runner_error
    return JSONResponse(body)


ROUTES: list[BaseRoute] = [
    Route("/v1/runners", list_runners, methods=["GET"]),
    Route("/v1/runners/{runner_id}/status", runner_status, methods=["GET"]),
]
