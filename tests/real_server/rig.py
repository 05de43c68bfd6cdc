"""A real Omnigent server, a host daemon and a scripted model on loopback, in a temporary home."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from tests.real_server.agents import AGENTS, write_agents
from tests.real_server.environment import ServerEnvironment
from tests.real_server.model_script import ModelScript
from tests.real_server.processes import Program, free_port
from tests.real_server.reaper import sweep
from tests.real_server.waiting import wait_until

REPOSITORY = Path(__file__).parents[2]
OFFLINE = {
    "DO_NOT_TRACK": "1",
    "OMNIGENT_DISABLE_TELEMETRY": "1",
    "OMNIGENT_DISABLE_CATALOG_LOOKUP": "1",
    "OMNIGENT_NO_UPDATE_CHECK": "1",
    "NO_PROXY": "*",
}
"""Without these the server looks for its maker's hosts; with them it talks to loopback only."""

_RUNNER_STARTED = re.compile(r"Runner started: \S+ \(pid=(\d+)\)\n(?:\s+log: .*\n)?\s+session: (\w+)")


class RealServer:
    """The running rig. `start` it, use `client`, `model`, `agents`, `host_id`, and `close` it.

    A restart keeps the port, the database and the host id. `timings` holds the seconds each step took.
    """

    def __init__(self, environment: ServerEnvironment) -> None:
        # The sockets of the runners' tmux servers live below TMPDIR and may have 108 bytes at most.
        short = "/tmp" if os.access("/tmp", os.W_OK) else None
        self.root = Path(tempfile.mkdtemp(prefix="otui-", dir=short)).resolve()
        self.home = self.root / "home"
        self.workspace = self.home / "work"
        self.logs = self.root / "logs"
        for folder in (self.workspace, self.logs, self.root / "t"):
            folder.mkdir(parents=True)
        self.timings: dict[str, float] = {"environment": environment.built_seconds}
        self.agents: dict[str, str] = {}
        self.host_id = ""
        self._closed = False
        self.python = environment.python
        self._reaper = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("reaper.py"), self.root],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        atexit.register(self.close)
        self._prepare(environment)

    def _prepare(self, environment: ServerEnvironment) -> None:
        self._port, model_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        model_url = f"http://127.0.0.1:{model_port}"
        env = {
            **OFFLINE,
            "HOME": str(self.home),
            "TMPDIR": str(self.root / "t"),
            "PATH": f"{environment.scripts}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "LANG": "C.UTF-8",
            "SHELL": "/bin/bash",
        }
        omnigent: list[str | Path] = [environment.python, "-m", "omnigent"]
        agents = [part for folder in write_agents(self.root / "agents") for part in ("--agent", folder)]
        model = [sys.executable, "-m", "tests.real_server.scripted_model", "--port", str(model_port)]
        server = [*omnigent, "server", "--port", str(self._port), "--no-open", *agents]
        host = [*omnigent, "host", self.url, "--no-open", "--non-interactive"]
        keys = {"OPENAI_BASE_URL": f"{model_url}/v1", "OPENAI_API_KEY": "scripted"}
        self._model_program = Program("model", model, env, self.logs)
        self._server = Program("server", server, env, self.logs)
        self._host = Program("host", host, {**env, **keys}, self.logs)
        self.model = ModelScript(model_url)
        self.client = httpx.Client(base_url=self.url, trust_env=False, timeout=httpx.Timeout(30, read=60))

    def start(self) -> None:
        """Start the three programs; returns when the host is online (about 5 s)."""
        self.timings["model"] = self._model_program.start(self.model.ready, REPOSITORY)
        self.timings["server"] = self.start_server()
        self.timings["host"] = self.start_host()
        self.agents = self._agent_ids()
        self.host_id = self._hosts()[0]["host_id"]

    def start_server(self) -> float:
        """Start the server on its port; returns the seconds until it was healthy."""
        return self._server.start(self.healthy, self.root)

    def stop_server(self, *, kill: bool = False) -> None:
        """End the server, by SIGTERM or by SIGKILL."""
        if kill:
            self._server.kill()
        else:
            self._server.stop()

    def restart_server(self, *, kill: bool = False) -> None:
        """End the server, start it again, and wait until the host has come back."""
        self.stop_server(kill=kill)
        self.start_server()
        self._wait_host()

    def start_host(self) -> float:
        """Start the host daemon; returns the seconds until the server said it is online."""
        return self._host.start(self.host_online, self.workspace)

    def stop_host(self, *, kill: bool = False) -> None:
        """End the host daemon, by SIGTERM or by SIGKILL; its runners end with it."""
        if kill:
            self._host.kill()
        else:
            self._host.stop()

    @property
    def host_pid(self) -> int:
        """Process id of the host daemon, to suspend it or to look at it."""
        return self._host.pid

    @property
    def server_pid(self) -> int:
        """Process id of the server."""
        return self._server.pid

    def healthy(self) -> bool:
        """Whether the server answers."""
        with contextlib.suppress(httpx.TransportError):
            answer = self.client.get("/health")
            return answer.status_code == 200 and answer.json() == {"status": "ok"}
        return False

    def host_online(self) -> bool:
        """Whether the server counts the host as online."""
        with contextlib.suppress(httpx.TransportError):
            return any(host["status"] == "online" for host in self._hosts())
        return False

    def runner_pid(self, session_id: str) -> int:
        """Process id of the newest runner that was started for the session."""
        log = self._host.log.read_text(encoding="utf-8", errors="replace")
        found = [int(pid) for pid, session in _RUNNER_STARTED.findall(log) if session == session_id]
        if not found:
            raise LookupError(f"the host log names no runner of session {session_id}")
        return found[-1]

    def keep_logs(self, folder: Path) -> Path:
        """Copy the three logs to `folder`, replacing older ones."""
        shutil.copytree(self.logs, folder, dirs_exist_ok=True)
        return folder

    def close(self) -> None:
        """End every process of the rig and remove its folder; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        self.client.close()
        self.model.close()
        self._host.stop()
        self._server.stop()
        self._model_program.stop()
        sweep(self.root)
        shutil.rmtree(self.root, ignore_errors=True)
        if self._reaper.stdin is not None:
            self._reaper.stdin.close()
        self._reaper.wait(30)

    def _wait_host(self) -> None:
        # The daemon reconnects by itself; `start` on a running program would make a second one.
        wait_until(self.host_online, "the host to come back")

    def _hosts(self) -> list[dict[str, Any]]:
        hosts: list[dict[str, Any]] = self.client.get("/v1/hosts").raise_for_status().json()["hosts"]
        return hosts

    def _agent_ids(self) -> dict[str, str]:
        rows = self.client.get("/v1/agents", params={"limit": 1000}).raise_for_status().json()["data"]
        return {row["name"]: row["id"] for row in rows if row["name"] in AGENTS}
