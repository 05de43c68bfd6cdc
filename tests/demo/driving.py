"""Drives a demo server in tests: requests with checked answers, and streams whose events can be waited for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any

import httpx

API = "/home/ada/projects/api"
GIVE_UP = 30.0
"""Seconds after which waiting for a condition is a failure; no test depends on how long anything takes."""

Event = dict[str, Any]


def message(text: str, **data: Any) -> Event:
    """A user message event."""
    content = [{"type": "input_text", "text": text}]
    return {"type": "message", "data": {"role": "user", "content": content, **data}}


class Tail:
    """An open stream, read in the background."""

    def __init__(self, client: httpx.AsyncClient, session_id: str, **headers: str) -> None:
        self._client = client
        self._path = f"/v1/sessions/{session_id}/stream"
        self._headers = headers
        self._changed = asyncio.Condition()
        self._reader: asyncio.Task[None] | None = None
        self.events: list[Event] = []
        self.headers: dict[str, str] = {}
        self.raw = b""
        self.ended = False

    async def __aenter__(self) -> Tail:
        self._reader = asyncio.create_task(self._read())
        await self.until(lambda tail: bool(tail.headers))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.wait({self._reader})

    async def _read(self) -> None:
        try:
            async with self._client.stream("GET", self._path, headers=self._headers) as response:
                assert response.status_code == 200
                await self._note(lambda: self.headers.update(response.headers))
                async for chunk in response.aiter_raw():
                    self.raw += chunk
                    await self._note(self._parse)
        except httpx.TransportError:
            pass
        finally:
            self.ended = True
            await self._note(lambda: None)

    def _parse(self) -> None:
        self.events = [
            json.loads(block.split("data: ", 1)[1])
            for block in self.raw.decode("utf-8", "replace").split("\n\n")[:-1]
            if "data: {" in block
        ]

    async def _note(self, change: Callable[[], object]) -> None:
        async with self._changed:
            change()
            self._changed.notify_all()

    async def until(self, condition: Callable[[Tail], bool]) -> None:
        """Wait until the condition holds for what has arrived."""
        async with asyncio.timeout(GIVE_UP), self._changed:
            await self._changed.wait_for(lambda: condition(self))

    async def seen(self, kind: str, **fields: Any) -> Event:
        """Wait for an event of this type with these fields, and return the first."""

        def found() -> Event | None:
            for event in self.events:
                if event["type"] == kind and all(event.get(key) == value for key, value in fields.items()):
                    return event
            return None

        await self.until(lambda _: found() is not None)
        event = found()
        assert event is not None
        return event

    async def text_has(self, text: str) -> None:
        """Wait until the streamed text contains this."""
        await self.until(lambda tail: text in tail.text())

    def text(self) -> str:
        """All text deltas joined."""
        return "".join(event["delta"] for event in self.events if event["type"] == "response.output_text.delta")

    def types(self, *, after_opening: bool = True) -> list[str]:
        """The event types, deltas in a row counted once, without what every new stream starts with."""
        opening = {"session.heartbeat", "session.presence"} if after_opening else set()
        kinds: list[str] = []
        for event in self.events:
            kind = event["type"]
            if kind in opening or (kinds and kinds[-1] == kind and kind.endswith(".delta")):
                continue
            kinds.append(kind)
        return kinds[1:] if after_opening and kinds[:1] == ["session.changed_files.invalidated"] else kinds

    def done_items(self) -> list[Event]:
        """The items of `response.output_item.done`."""
        return [event["item"] for event in self.events if event["type"] == "response.output_item.done"]

    def statuses(self) -> list[str]:
        """The values of `session.status`."""
        return [event["status"] for event in self.events if event["type"] == "session.status"]


class Driver:
    """A demo server and how to talk to it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def get(self, path: str, status: int = 200, /, **query: Any) -> Any:
        """GET with the expected status; the JSON body."""
        answer = await self.client.get(path, params=query or None)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        """POST JSON with the expected status; the JSON body."""
        answer = await self.client.post(path, json={} if body is None else body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def control(self, name: str, **body: Any) -> Any:
        """Use one of the server's `/demo` controls."""
        return await self.post(f"/demo/{name}", body)

    async def agent(self, name: str = "smoke") -> str:
        """The id of an agent."""
        agents = (await self.get("/v1/agents", limit=100))["data"]
        found: str = next(each["id"] for each in agents if each["name"] == name)
        return found

    async def host(self, status: str = "online") -> str:
        """The id of a host."""
        hosts = (await self.get("/v1/hosts"))["hosts"]
        found: str = next(each["host_id"] for each in hosts if each["status"] == status)
        return found

    async def create(self, *, bound: bool = True, agent: str = "smoke", **body: Any) -> str:
        """A new session's id; `bound` puts it on the online host and waits for its runner."""
        body["agent_id"] = await self.agent(agent)
        if bound:
            body = {"host_id": await self.host(), "workspace": API, **body}
        session_id: str = (await self.post("/v1/sessions", body, 201))["id"]
        if bound:
            await self.until_online(session_id)
        return session_id

    async def until_online(self, session_id: str) -> None:
        """Wait until the session's runner is online."""
        async with asyncio.timeout(GIVE_UP):
            while not (await self.session(session_id))["runner_online"]:
                await asyncio.sleep(0.01)

    async def session(self, session_id: str) -> Any:
        """The snapshot."""
        return await self.get(f"/v1/sessions/{session_id}")

    async def titled(self, start: str, **query: Any) -> Any:
        """The list row whose title starts so."""
        rows = (await self.get("/v1/sessions", limit=1000, **query))["data"]
        return next(row for row in rows if row.get("title", "").startswith(start))

    async def items(self, session_id: str, **query: Any) -> list[Event]:
        """Stored items."""
        page = await self.get(f"/v1/sessions/{session_id}/items", **query)
        rows: list[Event] = page["data"]
        return rows

    async def send(self, session_id: str, event: Any, status: int = 202) -> Any:
        """Post an event."""
        return await self.post(f"/v1/sessions/{session_id}/events", event, status)

    async def say(self, session_id: str, text: str, **data: Any) -> Any:
        """Post a user message."""
        return await self.send(session_id, message(text, **data))

    async def script(self, session_id: str, *turns: list[Event]) -> None:
        """Lay down the session's next turns."""
        await self.control("script", session_id=session_id, turns=list(turns))

    async def gate_reached(self, gate: str) -> None:
        """Wait until a turn waits at a gate."""
        async with asyncio.timeout(GIVE_UP):
            while gate not in (await self.get("/demo/state"))["waiting_gates"]:
                await asyncio.sleep(0.01)

    def tail(self, session_id: str, **headers: str) -> Tail:
        """A stream of the session."""
        return Tail(self.client, session_id, **headers)


def shape(value: Any) -> Any:
    """The keys of nested objects; lists by the shapes of their rows, other values by nothing."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return None
