"""Drives one session over plain HTTP: messages, verdicts, interrupts, snapshots, items."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx

from tests.real_server.stream_tap import StreamTap
from tests.real_server.waiting import wait_until

_PARKED = httpx.Timeout(30, read=None)
_HOST_BACK = 30.0


def user_message(text: str, **data: Any) -> dict[str, Any]:
    """The event that sends `text` as the user; `data` adds fields such as ``stable_id``."""
    content = [{"type": "input_text", "text": text}]
    return {"type": "message", "data": {"role": "user", "content": content, **data}}


class SessionDriver:
    """One session of the server that `client` talks to."""

    def __init__(self, client: httpx.Client, session_id: str) -> None:
        self.client = client
        self.id = session_id
        self.path = f"/v1/sessions/{session_id}"
        self._background = ThreadPoolExecutor(4)

    @classmethod
    def create(cls, client: httpx.Client, **body: Any) -> SessionDriver:
        """Create a session with that JSON body; again while the server says to retry, as its host is just back."""
        end = time.monotonic() + _HOST_BACK
        while True:
            answer = client.post("/v1/sessions", json=body)
            if "wrong_replica" not in answer.text or time.monotonic() > end:
                break
            time.sleep(0.5)
        if answer.status_code != 201:
            raise AssertionError(f"create answered {answer.status_code}: {answer.text}")
        return cls(client, answer.json()["id"])

    def post(self, event: dict[str, Any] | Sequence[dict[str, Any]]) -> httpx.Response:
        """Post one event, or several at once; waits for the answer without a limit."""
        return self.client.post(f"{self.path}/events", json=event, timeout=_PARKED)

    def post_later(self, event: dict[str, Any]) -> Future[httpx.Response]:
        """Post from a thread: a message that waits for an approval does not answer before the verdict."""
        return self._background.submit(self.post, event)

    def say(self, text: str, **data: Any) -> httpx.Response:
        """Send a user message."""
        return self.post(user_message(text, **data))

    def interrupt(self) -> httpx.Response:
        """Ask the running turn to stop."""
        return self.post({"type": "interrupt", "data": {}})

    def approve(self, elicitation_id: str, action: str, **content: Any) -> httpx.Response:
        """Give the verdict `action` (accept, decline, cancel) on an elicitation."""
        data = {"elicitation_id": elicitation_id, "action": action, **({"content": content} if content else {})}
        return self.post({"type": "approval", "data": data})

    def snapshot(self, **params: Any) -> dict[str, Any]:
        """The session as ``GET /v1/sessions/{id}`` answers it."""
        answer: dict[str, Any] = self.client.get(self.path, params=params).raise_for_status().json()
        return answer

    def items(self, **params: Any) -> list[dict[str, Any]]:
        """One page of items, the first 1000 unless `params` say otherwise."""
        answer = self.client.get(f"{self.path}/items", params={"limit": 1000, **params}).raise_for_status()
        rows: list[dict[str, Any]] = answer.json()["data"]
        return rows

    def tap(self) -> StreamTap:
        """A reader of the session's stream; enter it to open the stream."""
        return StreamTap(str(self.client.base_url).rstrip("/"), self.id)

    def runner_online(self) -> bool:
        """Whether the server says that the session's runner is connected."""
        session = self.client.get("/health", params={"session_id": self.id}).raise_for_status().json()["session"]
        return session["runner_online"] is True

    def wait_runner(self) -> None:
        """Return when the runner is connected; a bound session's runner starts by itself."""
        wait_until(self.runner_online, f"the runner of {self.id}")

    def stop(self) -> None:
        """End the runner: deleting the session alone leaves it running for an hour."""
        self.post({"type": "stop_session", "data": {}})

    def delete(self) -> httpx.Response:
        """Stop the runner and delete the session."""
        self.stop()
        self._background.shutdown(wait=False)
        return self.client.delete(self.path)
