"""The tests' side of the scripted model: queue replies, open gates, read what the model was asked."""

from __future__ import annotations

import time
from typing import Any

import httpx

from tests.real_server.agents import MODEL
from tests.real_server.replies import GateState, Queue, Reply


class ModelScript:
    """Talks to a running scripted model at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=60)

    def ready(self) -> bool:
        """Whether the model answers."""
        try:
            return self._client.get("/v1/models").status_code == 200
        except httpx.TransportError:
            return False

    def queue(self, *replies: Reply, match: str = "", model: str = MODEL) -> None:
        """Answer the next requests whose user messages contain `match` with `replies`, in order."""
        queue = Queue(model=model, match=match, replies=list(replies))
        self._client.post("/script", content=queue.model_dump_json()).raise_for_status()

    def reset(self) -> None:
        """Forget every queue and logged request and release every gate."""
        self._client.post("/script/reset").raise_for_status()

    def release(self, gate: str) -> None:
        """Let the reply that waits at `gate` go on; one that comes later passes at once."""
        self._client.post(f"/gates/{gate}/release").raise_for_status()

    def wait_at_gate(self, gate: str, timeout: float = 30.0) -> None:
        """Return when a reply has reached `gate`: everything before it was sent."""
        limit = time.monotonic() + timeout
        while time.monotonic() < limit:
            answer = self._client.get(f"/gates/{gate}").raise_for_status()
            if GateState.model_validate_json(answer.content).state == "waiting":
                return
            time.sleep(0.05)
        raise TimeoutError(f"no reply reached gate {gate!r} in {timeout} s")

    def requests(self) -> list[dict[str, Any]]:
        """Every request body the model received since the last reset, oldest first."""
        answer: list[dict[str, Any]] = self._client.get("/requests").raise_for_status().json()
        return answer

    def close(self) -> None:
        """Close the connection to the model."""
        self._client.close()
