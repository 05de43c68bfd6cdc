"""Creating sessions over a connection that loses answers, with waits that are over at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from omnigent_tui.live.clock import SystemClock
from omnigent_tui.live.new_session import NewSession
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from tests.pilot.demo import Demo, Json


class LossyTransport(httpx.AsyncBaseTransport):
    """Delivers every request; the answers for which `loses` holds never come back."""

    def __init__(self, loses: Callable[[httpx.Request], bool]) -> None:
        self._loses = loses
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        if self._loses(request):
            await response.aread()
            await response.aclose()
            raise httpx.ReadTimeout("no answer", request=request)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class HurriedClock(SystemClock):
    """Waits are over at once, and counted."""

    def __init__(self) -> None:
        self.waits = 0

    async def sleep(self, seconds: float) -> None:
        self.waits += 1
        await asyncio.sleep(0)


@asynccontextmanager
async def creating(
    demo: Demo, loses: Callable[[httpx.Request], bool]
) -> AsyncIterator[tuple[NewSession, Store, HurriedClock]]:
    """What creates sessions, over a connection that loses answers."""
    store, clock = Store(), HurriedClock()
    async with OmnigentClient(demo.url, transport=LossyTransport(loses)) as client:
        yield NewSession(client, store, clock), store, clock


def is_creation(request: httpx.Request) -> bool:
    return request.method == "POST" and request.url.path == "/v1/sessions"


def a_session(demo: Demo, **more: object) -> CreateSession:
    agent = next(row["id"] for row in demo.get("/v1/agents", limit=100)["data"] if row["name"] == "smoke")
    host = next(row["host_id"] for row in demo.get("/v1/hosts")["hosts"] if row["status"] == "online")
    fields: Json = {"title": "Wanted once", "host_id": host, "workspace": "/home/ada/projects/api", **more}
    return CreateSession(str(agent), **fields)


def made(demo: Demo) -> list[Json]:
    rows = demo.get("/v1/sessions", limit=100)["data"]
    return [row for row in rows if row.get("title") == "Wanted once"]


def asked(demo: Demo) -> int:
    """How many requests for a session have arrived whole."""
    log = demo.get("/demo/requests", path_prefix="/v1/sessions", method="POST")
    return sum(entry["path"] == "/v1/sessions" and entry["body"] is not None for entry in log["data"])
