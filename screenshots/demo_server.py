"""The demo server of one scene, in a process of its own whose clock is the recording's; run as a module it serves."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx

from screenshots import recording_clock

_PORTS = range(6767, 6800)


class DemoServer:
    """A running demo server: its address and what a scene needs of its API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=30)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def post(self, path: str, body: object) -> dict[str, Any]:
        """Post JSON; the answer."""
        answer: dict[str, Any] = self._client.post(path, json=body).raise_for_status().json()
        return answer

    def get(self, path: str) -> dict[str, Any]:
        """Get JSON."""
        answer: dict[str, Any] = self._client.get(path).raise_for_status().json()
        return answer

    def session_titled(self, title: str) -> str:
        """Return the id of the seeded session of that title."""
        return next(str(row["id"]) for row in self.get("/v1/sessions")["data"] if row["title"] == title)

    def new_session(self, title: str) -> str:
        """Create a session on the host that is online; its id."""
        host = next(host for host in self.get("/v1/hosts")["hosts"] if host["status"] == "online")
        agent = next(agent for agent in self.get("/v1/agents")["data"] if agent["name"] == "smoke")
        # Sessions are sorted by whole seconds: this one has to be younger than those of the beginning.
        time.sleep(1.1)
        body = {"agent_id": agent["id"], "host_id": host["host_id"], "workspace": "/home/ada/projects/api"}
        return str(self.post("/v1/sessions", body | {"title": title})["id"])

    def script(self, session_id: str, *turns: list[dict[str, Any]]) -> None:
        """Lay down what the agent does in the session's next turns."""
        self.post("/demo/script", {"session_id": session_id, "turns": list(turns)})


def free_port() -> int:
    """Return the first port of a fixed range that nothing listens on: addresses are in the pictures."""
    for port in _PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise RuntimeError(f"no free port in {_PORTS}")


@contextlib.contextmanager
def demo_server() -> Iterator[DemoServer]:
    """Run a demo server until the block ends."""
    command = [sys.executable, "-m", __name__, "--until-stdin-closes", "--port", str(free_port()), "--speed", "20"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            server = DemoServer(str(json.loads(process.stdout.readline())["url"]))
            yield server
            server.close()
        finally:
            process.terminate()


def _serve() -> int:
    from omnigent_tui.demo.__main__ import main

    recording_clock.begin()
    return main()


if __name__ == "__main__":
    raise SystemExit(_serve())
