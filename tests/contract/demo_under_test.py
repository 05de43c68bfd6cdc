"""The demo server as a program of its own, its agent scripted through the ``/demo`` controls."""

from __future__ import annotations

import json
from typing import Any, Self

import httpx

from tests.contract.servers import Role, ServerUnderTest
from tests.demo.forked import ForkedDemo
from tests.real_server.agents import MODEL
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply, ToolCall
from tests.real_server.waiting import wait_until

_CONSENT = {
    "message": "ask_shell: Confirm shell command.",
    "requestedSchema": {},
    "policy_name": "ask_shell",
}


class DemoUnderTest(ServerUnderTest):
    """A running ``python -m omnigent_tui.demo``; any agent of it plays any role."""

    name = "demo"

    def __init__(self, process: ForkedDemo) -> None:
        super().__init__()
        self._process = process
        self.url = process.url
        self.client = httpx.Client(base_url=self.url, trust_env=False, timeout=httpx.Timeout(30, read=60))
        hosts = self.client.get("/v1/hosts").raise_for_status().json()["hosts"]
        self.host_id = next(host["host_id"] for host in hosts if host["status"] == "online")
        agents = self.client.get("/v1/agents").raise_for_status().json()["data"]
        self._agent = str(agents[0]["id"])
        made = self.client.post(f"/v1/hosts/{self.host_id}/directories", json={"path": "~/contract"})
        self.workspace = str(made.raise_for_status().json()["path"])

    @classmethod
    def start(cls) -> Self:
        """Start the program; it ends with this process, however this process ends."""
        process = ForkedDemo("--port", "0")
        process.start_blocking()
        return cls(process)

    def close(self) -> None:
        """End the program."""
        self.client.close()
        self._process.stop_blocking()

    def agent(self, role: Role) -> str:
        return self._agent

    def script_turn(self, session: SessionDriver, *replies: Reply, model: str = MODEL) -> str:
        role = self.roles.get(session.id, "plain")
        steps = [step for reply in replies for step in _steps(reply, ask=role == "asks_before_shell")]
        self._control("script", session_id=session.id, turns=[steps])
        return "please ask first" if role == "asks_before_message" else "please"

    def delegate(self, session: SessionDriver) -> None:
        session.say("start a subagent")

    def wait_at_gate(self, gate: str) -> None:
        def waiting() -> bool:
            state = self.client.get("/demo/state").raise_for_status().json()
            return gate in state["waiting_gates"]

        wait_until(waiting, f"a turn at {gate}")

    def release(self, gate: str) -> None:
        self._control("release", gate=gate)

    def make_file(self) -> str:
        pending = [""]
        while pending:
            folder = pending.pop(0)
            page = self.client.get(f"/v1/hosts/{self.host_id}/filesystem{folder}", params={"limit": 1000})
            for entry in page.raise_for_status().json()["data"]:
                if entry["type"] == "file":
                    return str(entry["path"])
                pending.append(entry["path"])
        raise LookupError("no file on the demo host")

    def make_repository(self) -> str:
        return "/home/ada/projects/api"

    def kill_runner(self, session: SessionDriver) -> None:
        self._control("kill_runner", session_id=session.id)

    def restart(self) -> None:
        self._control("restart_epoch")

    def set_host(self, *, online: bool) -> None:
        self._control("hosts", host_id=self.host_id, online=online)

    def _control(self, name: str, **body: Any) -> None:
        self.client.post(f"/demo/{name}", json=body).raise_for_status()


def _steps(reply: Reply, *, ask: bool) -> list[dict[str, Any]]:
    """Say in the demo's vocabulary what a reply of the scripted model says in its own."""
    if reply.status_code is not None:
        return [{"fail": {"code": "RuntimeError", "message": reply.error}}]
    pace = {"chunk": reply.chunk, "delay": reply.delay}
    steps: list[dict[str, Any]] = []
    if reply.reasoning:
        steps.append({"reasoning": reply.reasoning, **pace})
    pieces = reply.pieces()
    stop = reply.pieces_before_break()
    for place, part in enumerate(("".join(pieces[:stop]), "".join(pieces[stop:]))):
        if place == 1 and reply.gate is not None:
            steps.append({"gate": reply.gate})
        if place == 1 and reply.drop:
            return [*steps, {"fail": {"code": "RuntimeError", "message": "peer closed connection"}}]
        if part:
            steps.append({"text": part, **pace})
    calls = [_call(call) for call in reply.tool_calls]
    if len(calls) == 1:
        steps.append({"tool": calls[0], **({"ask": _CONSENT} if ask else {})})
    elif calls:
        steps.append({"tools": calls})
    return steps


def _call(call: ToolCall) -> dict[str, Any]:
    """A tool call with the output and the time that ``echo`` and ``sleep`` give in a real shell."""
    word, _, rest = str(call.arguments.get("command", "")).partition(" ")
    shell = {
        "stdout": f"{rest}\n" if word == "echo" else "",
        "stderr": "",
        "exit_code": 0,
        "timed_out": False,
        "shell": "/usr/bin/bash",
        "cwd": "/home",
    }
    seconds = float(rest) if word == "sleep" else 0.0
    return {**call.model_dump(), "output": json.dumps(shell), "seconds": seconds}
