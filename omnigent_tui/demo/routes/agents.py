"""Registered agents."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers, paging, shapes
from omnigent_tui.demo.skills import skills_of
from omnigent_tui.demo.world import world_of


async def list_agents(request: Request) -> Response:
    """`GET /v1/agents`; pages of 20."""
    world = world_of(request)
    query = paging.PageQuery.read(request, limit=20, order="desc")
    agents = list(world.store.agents.values())[::-1]
    page = paging.cut(agents, query, lambda agent: agent.id, world.ids.wellformed)
    return JSONResponse(paging.listing([shapes.agent_row(a) for a in page.rows], has_more=page.has_more))


async def get_agent(request: Request) -> Response:
    """`GET /v1/agents/{id}`."""
    world = world_of(request)
    agent_id: str = request.path_params["agent_id"]
    if not world.ids.wellformed(agent_id):
        raise answers.not_found()
    return JSONResponse(shapes.agent_row(world.store.agent(agent_id)) | {"user_owned": False})


async def list_skills(request: Request) -> Response:
    """`GET /v1/skills?session_id=`."""
    session_id = request.query_params.get("session_id")
    if not session_id:
        raise answers.detail(422, "Provide session_id or host_id, harness, and path")
    return JSONResponse({"skills": skills_of(world_of(request).store.session(session_id))})


ROUTES: list[BaseRoute] = [
    Route("/v1/agents", list_agents, methods=["GET"]),
    Route("/v1/agents/{agent_id}", get_agent, methods=["GET"]),
    Route("/v1/skills", list_skills, methods=["GET"]),
]
