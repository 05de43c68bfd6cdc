"""Sessions: list, create, read, change, delete, fork, events, verdicts, labels and read state."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers, changing, creating, paging, shapes
from omnigent_tui.demo.entities import Session
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.world import World, world_of

_SNIPPET = 80


def session_of(request: Request) -> Session:
    """The session in the request's path."""
    return world_of(request).store.session(request.path_params["session_id"])


def _snippet(session: Session, query: str) -> str | None:
    """Where the query occurs in the title or the transcript; None when nowhere."""
    if session.title and query in session.title.lower():
        return session.title
    for item in session.items:
        text = item.text()
        if query in text.lower():
            start = max(0, text.lower().index(query) - _SNIPPET // 2)
            return text[start : start + _SNIPPET + len(query)]
    return None


def _filters(request: Request, world: World) -> list[tuple[str, str]]:
    params = request.query_params
    wanted: list[tuple[str, str]] = []
    agent_id = params.get("agent_id")
    if agent_id is not None:
        if not world.ids.wellformed(agent_id):
            raise answers.not_found()
        wanted.append(("agent_id", agent_id))
    if "agent_name" in params:
        wanted.append(("agent_name", params["agent_name"]))
    return wanted


async def list_projects(request: Request) -> Response:
    """`GET /v1/sessions/projects`: a bare array."""
    rows = [{"id": key, "name": name, "icon": None} for key, name in world_of(request).store.projects.items()]
    return JSONResponse(rows)


async def list_sessions(request: Request) -> Response:
    """`GET /v1/sessions`."""
    world = world_of(request)
    query = paging.PageQuery.read(request, limit=20, order="desc")
    sort_by = answers.query_choice(request, "sort_by", "created_at", ("created_at", "updated_at"))
    kind = answers.query_choice(request, "kind", "default", ("default", "sub_agent", "any"))
    visibility = answers.query_choice(request, "visibility", "all", ("all", "mine", "shared", "archived"))
    archived_too = answers.query_flag(request, "include_archived", default=False)
    search = request.query_params.get("search_query", "").lower()
    wanted = _filters(request, world)
    snippets: dict[str, str] = {}

    def keep(session: Session) -> bool:
        if kind != "any" and (session.parent is not None) != (kind == "sub_agent"):
            return False
        if visibility == "shared" or (visibility == "archived" and not session.archived):
            return False
        if session.archived and not archived_too and visibility != "archived":
            return False
        names = {"agent_id": session.agent.id, "agent_name": session.agent.name}
        if any(names[key] != value for key, value in wanted):
            return False
        if not search:
            return True
        found = _snippet(session, search)
        if found is not None:
            snippets[session.id] = found
        return found is not None

    page = paging.cut(world.store.ordered(sort_by), query, lambda s: s.id, world.ids.wellformed, keep)
    rows = [world.list_row(session, snippets.get(session.id)) for session in page.rows]
    return JSONResponse(paging.listing(rows, has_more=page.has_more))


async def create_session(request: Request) -> Response:
    """`POST /v1/sessions`, JSON or multipart."""
    world = world_of(request)
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        session = creating.from_bundle(world, await request.body(), kind)
        made = {"session_id": session.id, "agent_id": session.agent.id, "agent_name": session.agent.name}
        return JSONResponse(made, 201)
    if not kind.startswith("application/json"):
        raise answers.detail(415, f"Unsupported Media Type: {kind or 'none'}")
    session = await creating.from_json(world, await answers.read_object(request))
    return JSONResponse(world.snapshot(session), 201)


async def get_session(request: Request) -> Response:
    """`GET /v1/sessions/{id}`."""
    session = session_of(request)
    body = world_of(request).snapshot(
        session,
        items=answers.query_flag(request, "include_items", default=True),
        liveness=answers.query_flag(request, "include_liveness", default=True),
    )
    return JSONResponse(body, headers={"cache-control": "no-store"})


async def patch_session(request: Request) -> Response:
    """`PATCH /v1/sessions/{id}`."""
    world = world_of(request)
    session = session_of(request)
    changing.patch(world, session, await answers.read_object(request))
    return JSONResponse(world.snapshot(session))


async def delete_session(request: Request) -> Response:
    """`DELETE /v1/sessions/{id}`, with `delete_branch` also its worktree; open streams stay open."""
    world = world_of(request)
    session = session_of(request)
    for member in (session, *session.children):
        world.agent.kill(member)
    if answers.query_flag(request, "delete_branch", default=False) and session.git_branch and session.host:
        session.host.files.remove(session.workspace or "")
    world.store.remove_session(session)
    return JSONResponse({"id": session.id, "object": "conversation.deleted", "deleted": True})


async def fork_session(request: Request) -> Response:
    """`POST /v1/sessions/{id}/fork`."""
    world = world_of(request)
    source = session_of(request)
    body = await answers.read_object(request) if await request.body() else {}
    fork = changing.fork(world, source, body)
    return JSONResponse(world.snapshot(fork), 201)


async def switch_agent(request: Request) -> Response:
    """`POST /v1/sessions/{id}/switch-agent`: gone in 0.19; works as documented in the documents' dialect."""
    world = world_of(request)
    if not world.options.seed_shapes:
        raise answers.detail(
            410,
            "Switching a session's agent in place is not available. Fork the session into another agent instead.",
        )
    session = session_of(request)
    body = await answers.read_object(request)
    session.agent = world.store.agent(str(body.get("agent_id")))
    world.store.touch(session)
    return JSONResponse(world.snapshot(session))


async def post_events(request: Request) -> Response:
    """`POST /v1/sessions/{id}/events`."""
    world = world_of(request)
    session_id: str = request.path_params["session_id"]
    # Only here the 0.19 server tolerates the old prefix.
    if not world.options.seed_shapes:
        session_id = session_id.removeprefix("conv_")
    session = world.store.session(session_id)
    if not request.headers.get("content-type", "").startswith("application/json"):
        text = "Input should be a valid dictionary or object to extract fields from"
        raise answers.invalid(["body"], text, "model_attributes_type", None)
    body = await answers.read_json(request)
    return JSONResponse(await world.posting.post_all(request, session, body), 202)


async def resolve_elicitation(request: Request) -> Response:
    """`POST /v1/sessions/{id}/elicitations/{eid}/resolve`."""
    session = session_of(request)
    body = await answers.read_object(request)
    if body.get("action") not in {"accept", "decline", "cancel"}:
        expected = "Input should be 'accept', 'decline' or 'cancel'"
        raise answers.invalid(["body", "action"], expected, "literal_error", body.get("action"))
    world_of(request).elicitations.resolve(session, request.path_params["elicitation_id"], body)
    return JSONResponse({"queued": False}, 202)


async def get_elicitation(request: Request) -> Response:
    """`GET /v1/sessions/{id}/elicitations/{eid}`; unknown ids count as resolved."""
    session = session_of(request)
    question = session.pending.get(request.path_params["elicitation_id"])
    if question is None:
        return JSONResponse({"status": "resolved"})
    keys = ("message", "phase", "policy_name", "content_preview")
    return JSONResponse({"status": "pending", **{key: question.params[key] for key in keys}})


async def get_labels(request: Request) -> Response:
    """`GET /v1/sessions/{id}/labels`."""
    session = session_of(request)
    return JSONResponse({"id": session.id, "labels": session.labels})


async def put_read_state(request: Request) -> Response:
    """`PUT /v1/sessions/{id}/read-state`."""
    session = session_of(request)
    body: JsonObject = await answers.read_object(request)
    session.last_seen = body.get("last_seen")
    session.unread = bool(body.get("unread", False))
    world_of(request).changes.touched()
    return Response(status_code=204)


async def get_session_agent(request: Request) -> Response:
    """`GET /v1/sessions/{id}/agent`."""
    return JSONResponse(shapes.agent_row(session_of(request).agent) | {"mcp_registry_editable": True})


_ONE = "/v1/sessions/{session_id}"
ROUTES: list[BaseRoute] = [
    Route("/v1/sessions", list_sessions, methods=["GET"]),
    Route("/v1/sessions", create_session, methods=["POST"]),
    Route("/v1/sessions/projects", list_projects, methods=["GET"]),
    Route(_ONE, get_session, methods=["GET"]),
    Route(_ONE, patch_session, methods=["PATCH"]),
    Route(_ONE, delete_session, methods=["DELETE"]),
    Route(f"{_ONE}/fork", fork_session, methods=["POST"]),
    Route(f"{_ONE}/switch-agent", switch_agent, methods=["POST"]),
    Route(f"{_ONE}/events", post_events, methods=["POST"]),
    Route(f"{_ONE}/elicitations/{{elicitation_id}}/resolve", resolve_elicitation, methods=["POST"]),
    Route(f"{_ONE}/elicitations/{{elicitation_id}}", get_elicitation, methods=["GET"]),
    Route(f"{_ONE}/labels", get_labels, methods=["GET"]),
    Route(f"{_ONE}/read-state", put_read_state, methods=["PUT"]),
    Route(f"{_ONE}/agent", get_session_agent, methods=["GET"]),
]
