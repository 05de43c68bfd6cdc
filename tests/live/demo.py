"""The demo server's process for tests of the live layer, with its controls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from omnigent_tui.protocol.items import Item, parse_item
from tests.demo.forked import ForkedDemo


class Demo:
    """A running demo server: `url`, its controls, and sessions made on it."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self.url = url
        self._http = http

    async def control(self, name: str, **body: Any) -> dict[str, Any]:
        """Call `POST /demo/{name}`."""
        answer = (await self._http.post(f"/demo/{name}", json=body)).raise_for_status()
        decoded: dict[str, Any] = answer.json()
        return decoded

    async def state(self) -> dict[str, Any]:
        """`GET /demo/state`."""
        decoded: dict[str, Any] = (await self._http.get("/demo/state")).raise_for_status().json()
        return decoded

    async def requests(self, path_prefix: str, method: str) -> list[dict[str, Any]]:
        """The requests it was asked."""
        params = {"path_prefix": path_prefix, "method": method}
        rows: list[dict[str, Any]] = (await self._http.get("/demo/requests", params=params)).json()["data"]
        return rows

    async def session(self, title: str = "made by a test") -> str:
        """A new session with a runner; its id."""
        hosts = (await self._http.get("/v1/hosts")).json()["hosts"]
        host = next(row.get("host_id") or row["id"] for row in hosts if row["status"] == "online")
        agent = (await self._http.get("/v1/agents")).json()["data"][0]["id"]
        made = await self._http.post(f"/v1/hosts/{host}/directories", json={"path": "~/live"})
        workspace = "/home/demo" if made.status_code != 200 else made.json()["path"]
        if made.status_code == 409:
            listing = (await self._http.get(f"/v1/hosts/{host}/filesystem")).json()["data"]
            workspace = next(row["path"] for row in listing if row["name"] == "live")
        body = {"agent_id": agent, "host_id": host, "workspace": workspace, "title": title}
        answer = (await self._http.post("/v1/sessions", json=body)).raise_for_status()
        return str(answer.json()["id"])

    async def script(self, session_id: str, *turns: list[dict[str, Any]]) -> None:
        """Lay down the session's next turns."""
        await self.control("script", session_id=session_id, turns=list(turns))

    async def say(self, session_id: str, text: str) -> None:
        """Send a message as another client."""
        content = [{"type": "input_text", "text": text}]
        event = {"type": "message", "data": {"role": "user", "content": content}}
        (await self._http.post(f"/v1/sessions/{session_id}/events", json=event)).raise_for_status()

    async def items(self, session_id: str) -> tuple[Item, ...]:
        """All items of a session, oldest first."""
        answer = await self._http.get(f"/v1/sessions/{session_id}/items", params={"limit": 1000})
        return tuple(parse_item(row) for row in answer.raise_for_status().json()["data"])

    async def delete(self, session_id: str) -> None:
        """Delete a session."""
        (await self._http.delete(f"/v1/sessions/{session_id}")).raise_for_status()


@asynccontextmanager
async def connected_demo(url: str) -> AsyncIterator[Demo]:
    """Talk to a demo server that runs."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as http:
        yield Demo(url, http)


@asynccontextmanager
async def running_demo(*arguments: str) -> AsyncIterator[Demo]:
    """Run a demo server of its own."""
    async with ForkedDemo(*arguments) as process:
        async with connected_demo(process.url) as demo:
            yield demo
        assert process.complaints() == ""
