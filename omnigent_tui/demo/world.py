"""Ties the parts of the demo server together; every route gets this one object."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from omnigent_tui.demo import seed_shapes, shapes
from omnigent_tui.demo.changes import ChangeFeed
from omnigent_tui.demo.elicitations import Elicitations
from omnigent_tui.demo.entities import Host, Session
from omnigent_tui.demo.faults import Faults
from omnigent_tui.demo.hub import Hub
from omnigent_tui.demo.identifiers import Identifiers
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.messages import Messages
from omnigent_tui.demo.posting import Posting
from omnigent_tui.demo.runners import Runners
from omnigent_tui.demo.scenarios import chooser
from omnigent_tui.demo.scripted_agent import ScriptedAgent
from omnigent_tui.demo.scripts import Scripts
from omnigent_tui.demo.store import Store


@dataclass(frozen=True)
class Options:
    """How to run: `speed` divides every pause of the agent and of the machinery, `heartbeat` is in seconds.

    `sessions` adds that many small idle sessions; `items` is the length of the long seeded history.
    """

    seed_shapes: bool = False
    speed: float = 1.0
    sessions: int = 0
    items: int = 560
    heartbeat: float = 15.0
    empty: bool = False
    token: str | None = None


class World:
    """The server's state and its services."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.ids = Identifiers(prefixed=options.seed_shapes)
        self.changes = ChangeFeed()
        self.store = Store(self.ids, self.changes)
        self.hub = Hub()
        self.elicitations = Elicitations(self.store, self.hub)
        self.scripts = Scripts()
        self.faults = Faults()
        self.requests: deque[JsonObject] = deque(maxlen=1000)
        self.background: set[asyncio.Task[None]] = set()
        self.agent = ScriptedAgent(self, chooser(lambda: self.agent))
        self.runners = Runners(self, self.agent)
        self.messages = Messages(self, self.agent, self.runners)
        self.posting = Posting(self, self.agent, self.runners, self.messages)

    async def pause(self, seconds: float) -> None:
        """Wait, scaled by the configured speed."""
        await asyncio.sleep(seconds / self.options.speed)

    def snapshot(self, session: Session, *, items: bool = True, liveness: bool = True) -> JsonObject:
        """The session in the dialect the server speaks."""
        if self.options.seed_shapes:
            return seed_shapes.session_snapshot(session, items=items, liveness=liveness)
        return shapes.session_snapshot(session, items=items, liveness=liveness)

    def list_row(self, session: Session, snippet: str | None = None) -> JsonObject:
        """The session as a list row."""
        if self.options.seed_shapes:
            return seed_shapes.session_list_row(session)
        return shapes.session_list_row(session, snippet)

    def host_row(self, host: Host) -> JsonObject:
        """The host as a list row."""
        if self.options.seed_shapes:
            count = sum(1 for sessions in self.store.runners().values() if sessions[0].host is host)
            return seed_shapes.host_row(host, count)
        return shapes.host_row(host)


def world_of(connection: HTTPConnection) -> World:
    """The world of a request."""
    world = connection.app.state.world
    if not isinstance(world, World):
        raise TypeError("the application was built without a world")
    return world


def user_of(connection: HTTPConnection) -> str:
    """Who asks: the local user unless a proxy's header names somebody."""
    return connection.headers.get("x-forwarded-email", "local")
