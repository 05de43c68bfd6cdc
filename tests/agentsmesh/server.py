"""An AgentsMesh over HTTP: its four endpoints for runners in each shape, its order of checks, and its error bodies."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from omnigent_tui.settings.agentsmesh import AgentsMeshAccount
from omnigent_tui.settings.tokens import Token
from tests.agentsmesh.shapes import FakePod, FakeRunner, Shape, pod_body, runner_body

ORG = "acme"
KEY = "amk_" + "0123456789abcdef" * 5
PREFIX = f"/api/v1/ext/orgs/{ORG}"


@dataclass
class FakeKey:
    """What the server knows of an API key."""

    org: str = ORG
    scopes: tuple[str, ...] = ("runners:read",)
    is_expired: bool = False
    is_disabled: bool = False


@dataclass(frozen=True)
class Asked:
    """One request: path below the address, query, header fields by lower-case name."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


Handler = Callable[[Request], Awaitable[Response]]
Answer = Callable[["FakeMesh", Request], Response]


@dataclass
class FakeMesh:
    """The server's content, which tests change while it runs, and what it was asked."""

    shape: Shape = Shape.REAL
    keys: dict[str, FakeKey] = field(default_factory=lambda: {KEY: FakeKey()})
    orgs: set[str] = field(default_factory=lambda: {ORG, "other"})
    runners: list[FakeRunner] = field(default_factory=list)
    pods: dict[int, list[FakePod]] = field(default_factory=dict)
    instead: Callable[[], Response] | None = None
    """Answers everything while set: a proxy in front, or another program at this address."""
    hold: asyncio.Event | None = None
    """While set, requests wait for it before they are looked at."""
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    abandoned: int = 0
    """Requests whose client went away while they were held."""

    @property
    def account(self) -> AgentsMeshAccount:
        """How this server is reached."""
        return AgentsMeshAccount(self.url, ORG, Token(KEY))

    def paths(self) -> list[str]:
        """What was asked, below the organisation."""
        return [asked.path.removeprefix(PREFIX) for asked in self.asked]


def refusal(status: int, code: str, text: str, **more: Any) -> JSONResponse:
    """Return an error as AgentsMesh writes it."""
    return JSONResponse({"error": text, "code": code, **more}, status)


def application(mesh: FakeMesh) -> Starlette:
    """Return the application that serves `mesh`."""

    def guarded(answer: Answer) -> Handler:
        async def handler(request: Request) -> Response:
            mesh.asked.append(Asked(request.url.path, dict(request.query_params), dict(request.headers)))
            if mesh.hold is not None and not await _released(mesh.hold, request):
                mesh.abandoned += 1
                return Response(status_code=499)
            if mesh.instead is not None:
                return mesh.instead()
            return _refused(mesh, request) or answer(mesh, request)

        return handler

    async def default(scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        mesh.asked.append(Asked(request.url.path, dict(request.query_params), dict(request.headers)))
        response = mesh.instead() if mesh.instead else PlainTextResponse("404 page not found", 404)
        await response(scope, receive, send)

    prefix = "/api/v1/ext/orgs/{slug}"
    answers = {"": _all, "/available": _available, "/{number}": _one, "/{number}/pods": _pods}
    app = Starlette(routes=[Route(f"{prefix}/runners{end}", guarded(answer)) for end, answer in answers.items()])
    app.router.redirect_slashes = False
    app.router.default = default
    return app


def _all(mesh: FakeMesh, _request: Request) -> Response:
    return JSONResponse({"runners": [runner_body(one, mesh.shape) for one in mesh.runners] or None})


def _available(mesh: FakeMesh, _request: Request) -> Response:
    return JSONResponse({"runners": [runner_body(one, mesh.shape) for one in mesh.runners if one.is_available]})


def _one(mesh: FakeMesh, request: Request) -> Response:
    found = _runner(mesh, request)
    if isinstance(found, Response):
        return found
    body: dict[str, Any] = {"runner": runner_body(found, mesh.shape)}
    if mesh.shape is Shape.DOCUMENTED:
        return JSONResponse(body)
    running = [pod for pod in mesh.pods.get(found.number, []) if pod.status == "running"]
    relay = {"relay_url": "wss://relay.example.com/x?token=s3cret", "session_id": "s1", "connected": True}
    connections = [{"pod_key": pod.key, **relay, "connected_at": "2026-05-20T12:00:00Z"} for pod in running]
    return JSONResponse(body | {"relay_connections": connections or None})


def _pods(mesh: FakeMesh, request: Request) -> Response:
    found = _runner(mesh, request)
    if isinstance(found, Response):
        return found
    try:
        limit, offset = (int(request.query_params.get(name) or 0) for name in ("limit", "offset"))
    except ValueError:
        return refusal(400, "VALIDATION_FAILED", "limit and offset must be integers")
    limit = limit or 50
    status = request.query_params.get("status")
    fitting = [pod for pod in mesh.pods.get(found.number, []) if not status or pod.status == status]
    rows = [pod_body(pod, mesh.shape, found.number) for pod in fitting[offset : offset + limit]]
    return JSONResponse({"pods": rows or None, "total": len(fitting), "limit": limit, "offset": offset})


def _refused(mesh: FakeMesh, request: Request) -> Response | None:
    """The server's checks, in its order: key present, known, alive; organisation there, the key's; scope."""
    authorization = request.headers.get("authorization", "")
    bearer = authorization.removeprefix("Bearer ") if authorization.startswith("Bearer ") else ""
    text = request.headers.get("x-api-key") or bearer
    if not text.startswith("amk_"):
        return refusal(401, "AUTH_REQUIRED", "API key required")
    key = mesh.keys.get(text)
    slug = request.path_params["slug"]
    if key is None:
        return refusal(401, "INVALID_TOKEN", "Invalid API key")
    if key.is_disabled:
        return refusal(403, "API_KEY_DISABLED", "API key is disabled")
    if key.is_expired:
        return refusal(401, "API_KEY_EXPIRED", "API key has expired")
    if slug not in mesh.orgs:
        return refusal(404, "RESOURCE_NOT_FOUND", "Organization not found")
    if key.org != slug:
        return refusal(403, "API_KEY_ORG_MISMATCH", "API key does not belong to this organization")
    if "runners:read" not in key.scopes:
        return refusal(403, "INSUFFICIENT_SCOPE", "Insufficient scope", required_scopes=["runners:read"])
    return None


def _runner(mesh: FakeMesh, request: Request) -> FakeRunner | Response:
    try:
        number = int(request.path_params["number"])
    except ValueError:
        return refusal(400, "INVALID_INPUT", "Invalid runner ID")
    found = next((one for one in mesh.runners if one.number == number), None)
    if found is None:
        return refusal(404, "RESOURCE_NOT_FOUND", "Runner not found")
    if found.is_private:
        return refusal(403, "ACCESS_DENIED", "You do not have access to this runner")
    return found


async def _released(gate: asyncio.Event, request: Request) -> bool:
    """Wait for the gate; False when the client went away first."""
    opened = asyncio.create_task(gate.wait())
    gone = asyncio.create_task(_disconnected(request))
    done, waiting = await asyncio.wait((opened, gone), return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    return opened in done


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _QuietServer(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the test run."""
        yield


@contextlib.asynccontextmanager
async def serving(mesh: FakeMesh) -> AsyncIterator[FakeMesh]:
    """Serve `mesh` on a free port of this machine; sets its `url`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        mesh.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(application(mesh), log_config=None, lifespan="off", timeout_graceful_shutdown=1)
        server = _QuietServer(config)
        # The socket listens already, so whoever calls now is answered once the server has started.
        task = asyncio.create_task(server.serve([listener]))
        try:
            yield mesh
        finally:
            server.should_exit = True
            await task
