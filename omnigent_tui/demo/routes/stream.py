"""`GET /v1/sessions/{id}/stream`: the live tail of one session."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from omnigent_tui.demo import events, shapes
from omnigent_tui.demo.entities import Session
from omnigent_tui.demo.hub import Subscriber, frame
from omnigent_tui.demo.routes.environments import terminals_of
from omnigent_tui.demo.routes.sessions import session_of
from omnigent_tui.demo.world import World, user_of, world_of


def opening(world: World, session: Session) -> bytes:
    """What a new subscriber is sent before the live tail, in the server's order."""
    sent = [events.heartbeat()]
    if session.turn is not None:
        sent += session.turn.replay()
    for child in session.children:
        sent.append(events.child_updated(session.id, child.id, shapes.child_row(child)))
    sent += [events.resource_created(terminal) for terminal in terminals_of(session)]
    sent.append(events.changed_files(session.id))
    sent.append(events.presence(session.id, world.hub.viewers(session.id)))
    return b"".join(frame(event) for event in sent)


class LiveStream(Response):
    """Writes a subscriber's frames until it ends or the client goes."""

    def __init__(self, world: World, subscriber: Subscriber, first: bytes) -> None:
        self.status_code = 200
        self.background = None
        self.init_headers(
            {
                "content-type": "text/event-stream; charset=utf-8",
                "cache-control": "no-cache",
                "x-accel-buffering": "no",
                "x-omnigent-stream-epoch": world.hub.epoch,
            }
        )
        self._world = world
        self._subscriber = subscriber
        self._first = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream."""
        _ = scope
        watch = asyncio.create_task(self._until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            if not self._subscriber.muted and not self._subscriber.ended:
                await send({"type": "http.response.body", "body": self._first, "more_body": True})
            await self._tail(send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            watch.cancel()
            self._leave()

    async def _tail(self, send: Send) -> None:
        beat = frame(events.heartbeat())
        while True:
            data = await self._subscriber.next_frames(self._world.options.heartbeat)
            if data is None:
                return
            if data or not self._subscriber.muted:
                await send({"type": "http.response.body", "body": data or beat, "more_body": True})

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._subscriber.end()

    def _leave(self) -> None:
        hub, subscriber = self._world.hub, self._subscriber
        hub.unsubscribe(subscriber)
        if subscriber.user != "local":
            hub.publish(
                subscriber.session_id,
                events.presence(subscriber.session_id, hub.viewers(subscriber.session_id)),
            )


async def open_stream(request: Request) -> Response:
    """Subscribe: registration and the replay of in-flight text happen at one instant, so nothing is lost or doubled."""
    world = world_of(request)
    session = session_of(request)
    user = user_of(request)
    subscriber = world.hub.subscribe(session.id, user)
    first = opening(world, session)
    if user != "local":
        shown = events.presence(session.id, world.hub.viewers(session.id))
        for other in world.hub.subscribers(session.id):
            if other is not subscriber:
                other.push(frame(shown))
    return LiveStream(world, subscriber, first)


ROUTES: list[BaseRoute] = [Route("/v1/sessions/{session_id}/stream", open_stream, methods=["GET"])]
