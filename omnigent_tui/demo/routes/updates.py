"""`WS /v1/sessions/updates`: rows of the watched sessions as they change, and every new session at once."""

from __future__ import annotations

import asyncio
from copy import deepcopy

from starlette.websockets import WebSocket, WebSocketDisconnect

from omnigent_tui.demo import shapes
from omnigent_tui.demo.changes import Watcher
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.world import World, world_of

WATCH_LIMIT = 500
IDLE_SECONDS = 30.0
SETTLE_SECONDS = 0.15
_TRUSTED = ("http://127.0.0.1", "http://localhost", "http://[::1]", "omnigent://internal")


class _Conversation:
    """One socket: the watched ids and the rows as they were last sent."""

    def __init__(self, world: World, socket: WebSocket) -> None:
        self.world = world
        self.socket = socket
        self.watcher = Watcher()
        self.sent: dict[str, JsonObject] = {}
        self.watched: list[str] = []

    def _row(self, session_id: str) -> JsonObject | None:
        session = self.world.store.sessions.get(session_id)
        return None if session is None else deepcopy(shapes.session_row(session))

    async def listen(self) -> None:
        """Take watch frames; anything else is ignored."""
        while True:
            try:
                message = await self.socket.receive_json()
            except (ValueError, KeyError):
                continue
            if not isinstance(message, dict) or message.get("type") != "watch":
                continue
            ids = message.get("session_ids")
            if not isinstance(ids, list):
                continue
            self.watched = list(dict.fromkeys(str(each) for each in ids))[:WATCH_LIMIT]
            rows = {key: row for key in self.watched if (row := self._row(key)) is not None}
            self.sent = rows
            await self.socket.send_json({"type": "snapshot", "items": list(rows.values())})

    async def report(self) -> None:
        """Send what changed, or a heartbeat after half a minute without change."""
        while not self.watcher.closed:
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self.watcher.wake.wait()
            except TimeoutError:
                await self.socket.send_json({"type": "heartbeat"})
                continue
            self.watcher.wake.clear()
            await self._report_once()
            # Changes come in bursts; the real server scans every few seconds.
            await asyncio.sleep(SETTLE_SECONDS)

    async def _report_once(self) -> None:
        if self.watcher.hosts:
            self.watcher.hosts = False
            await self.socket.send_json({"type": "hosts_changed"})
        created, self.watcher.created = self.watcher.created, []
        changed = [row for key in created if (row := self._row(key)) is not None]
        removed: list[str] = []
        if self.watcher.dirty:
            self.watcher.dirty = False
            for key, before in list(self.sent.items()):
                row = self._row(key)
                if row is None:
                    removed.append(key)
                    del self.sent[key]
                elif row != before:
                    self.sent[key] = row
                    changed.append(row)
        if changed:
            await self.socket.send_json({"type": "changed", "items": changed})
        if removed:
            await self.socket.send_json({"type": "removed", "ids": removed})


async def updates(socket: WebSocket) -> None:
    """Serve one socket; a foreign Origin is refused."""
    world = world_of(socket)
    origin = socket.headers.get("origin")
    if origin is not None and not origin.startswith(_TRUSTED):
        await socket.close(1008)
        return
    await socket.accept()
    conversation = _Conversation(world, socket)
    world.changes.watchers.add(conversation.watcher)
    tasks = {asyncio.create_task(conversation.listen()), asyncio.create_task(conversation.report())}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        world.changes.watchers.discard(conversation.watcher)
        for task in tasks:
            task.cancel()
    for task in done:
        error = task.exception()
        if error is not None and not isinstance(error, WebSocketDisconnect):
            raise error
    if conversation.watcher.closed:
        await socket.close(1012)
