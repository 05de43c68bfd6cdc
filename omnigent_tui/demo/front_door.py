"""The outermost layer: request ids, the log of requests, login when a token is set, and the ordered faults."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections import deque
from collections.abc import Callable

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omnigent_tui.demo.faults import Fault
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.world import World

_OPEN = ("/v1/info", "/health", "/api/version", "/.well-known", "/auth/", "/demo/")
_LOGGED_BODY = 20_000
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

Abort = Callable[[tuple[str, int]], None]
"""Resets the connection of this client address."""


class FrontDoor:
    """Wraps the application; `abort` is how a connection is reset."""

    def __init__(self, app: ASGIApp, world: World, abort: Abort) -> None:
        self._app = app
        self._world = world
        self._abort = abort

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan" or scope["path"].startswith("/demo/"):
            await self._app(scope, receive, send)
            return
        entry: JsonObject = {
            "method": scope.get("method", "WEBSOCKET"),
            "path": scope["path"],
            "query": scope["query_string"].decode("ascii", "replace"),
            "status": None,
            "body": None,
        }
        log = _LogOnce(self._world.requests, entry)
        if entry["method"] not in _WITH_BODY:
            log()
        send, receive = _stamping(send, entry), _overhearing(receive, entry, log)
        try:
            if not self._admits(scope):
                await _refuse(scope, receive, send)
                return
            fault = self._world.faults.take(entry["method"], scope["path"])
            if fault is None:
                await self._app(scope, receive, send)
            else:
                await self._suffer(fault, scope, receive, send)
        finally:
            log()

    def _admits(self, scope: Scope) -> bool:
        token = self._world.options.token
        path: str = scope["path"]
        if token is None or not path.startswith("/v1") or path.startswith(_OPEN):
            return True
        headers = {key.decode().lower(): value.decode("latin-1") for key, value in scope["headers"]}
        cookie = f"ap_session={token}"
        return headers.get("authorization") == f"Bearer {token}" or cookie in headers.get("cookie", "")

    async def _suffer(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        match fault.kind:
            case "refuse" if client is not None:
                self._abort((str(client[0]), int(client[1])))
            case "stall":
                received = await _received_whole(receive) if scope["type"] == "http" else receive
                await self._stall(fault)
                await self._app(scope, received, send)
            case "html" if scope["type"] == "http":
                page = HTMLResponse(fault.body or "<!doctype html><title>Gateway</title>", fault.status)
                await page(scope, receive, send)
            case "status" if scope["type"] == "http":
                await _answer(fault)(scope, receive, send)
            case "drop_streams":
                with contextlib.suppress(StreamCut):
                    await self._app(scope, receive, send_then_end(send))
            case _:
                await self._app(scope, receive, send)

    async def _stall(self, fault: Fault) -> None:
        if fault.delay is not None:
            await asyncio.sleep(fault.delay)
            return
        await self._world.faults.until_cleared()


class StreamCut(Exception):
    """Raised into a stream's writer to end it right after its first frames."""


def send_then_end(send: Send) -> Send:
    """Pass the head and the first body on, and end the response there."""
    ended = False

    async def cut(message: Message) -> None:
        nonlocal ended
        if ended:
            raise StreamCut
        if message["type"] == "http.response.body":
            ended = True
            message = {**message, "more_body": False}
        await send(message)

    return cut


def _answer(fault: Fault) -> Response:
    if fault.body is not None:
        headers = {"content-type": "application/json", **fault.headers}
        return Response(fault.body, fault.status, headers=headers)
    body = {"error": {"code": "internal_error", "message": "An ordered fault."}}
    return JSONResponse(body, fault.status, headers=fault.headers)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    body: JsonObject = {"error": {"code": "unauthorized", "message": "Authentication required"}}
    if scope["path"] == "/v1/me":
        body = {"user_id": None, "login_url": "/login"}
    await JSONResponse(body, 401)(scope, receive, send)


def _stamping(send: Send, entry: JsonObject) -> Send:
    async def stamped(message: Message) -> None:
        if message["type"] == "http.response.start":
            entry["status"] = message["status"]
            headers = [*message.get("headers", []), (b"x-request-id", uuid.uuid4().hex.encode())]
            message = {**message, "headers": headers}
        await send(message)

    return stamped


async def _received_whole(receive: Receive) -> Receive:
    """Take the whole request in before it is held: a client that hangs up meanwhile has asked nevertheless."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    messages.reverse()

    async def received() -> Message:
        return messages.pop() if messages else await receive()

    return received


class _LogOnce:
    """Puts a request into the log, when it is there in whole or over: nobody reads half of one there."""

    def __init__(self, requests: deque[JsonObject], entry: JsonObject) -> None:
        self._requests = requests
        self._entry: JsonObject | None = entry

    def __call__(self) -> None:
        entry, self._entry = self._entry, None
        if entry is not None:
            self._requests.append(entry)


def _overhearing(receive: Receive, entry: JsonObject, log: _LogOnce) -> Receive:
    heard = bytearray()

    async def overheard() -> Message:
        message = await receive()
        if message["type"] == "http.request" and len(heard) < _LOGGED_BODY:
            heard.extend(message.get("body", b""))
            if not message.get("more_body", False) and heard:
                entry["body"] = _logged(bytes(heard))
        if not message.get("more_body", False):
            log()
        return message

    return overheard


def _logged(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return body[:_LOGGED_BODY].decode("utf-8", "replace")
