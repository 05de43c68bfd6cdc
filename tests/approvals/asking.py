"""Sessions of the real server that ask the person, one for each way a question can come about."""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import httpx

from tests.real_server.agents import SHELL_MODEL
from tests.real_server.driving import SessionDriver, user_message
from tests.real_server.mcp_server import ANSWERS
from tests.real_server.replies import Reply, ToolCall
from tests.real_server.rig import RealServer
from tests.real_server.waiting import wait_until


class Asking:
    """Makes sessions that ask; `close` deletes them."""

    def __init__(self, rig: RealServer) -> None:
        self.rig = rig
        self._made: list[SessionDriver] = []
        self._hooks = ThreadPoolExecutor(8)
        self._answers_before = len(self._answers())

    def session(self, agent: str, title: str, *, bound: bool = True) -> SessionDriver:
        """A session of that agent, with a runner that may still be starting unless `bound` is false."""
        place = {"host_id": self.rig.host_id, "workspace": str(self.rig.workspace)} if bound else {}
        made = SessionDriver.create(self.rig.client, agent_id=self.rig.agents[agent], title=title, **place)
        self._made.append(made)
        return made

    def before_message(self, title: str, text: str = "May I come in?") -> tuple[SessionDriver, Future[httpx.Response]]:
        """A message that a policy holds back; its POST is answered once somebody decides."""
        made = self.session("asker", title)
        word = uuid4().hex[:8]
        self.rig.model.queue(Reply(text="Come in."), match=word)
        made.wait_runner()
        return made, made.post_later(user_message(f"{text} {word}"))

    def before_shell(self, title: str, command: str, after: str = "It ran.") -> SessionDriver:
        """A turn that stops at a shell command a policy wants to be asked about."""
        made = self.session("toolasker", title)
        call = ToolCall(name="sys_os_shell", arguments={"command": command})
        self._say(made, Reply(tool_calls=[call]), Reply(text=after))
        return made

    def through_mcp(self, title: str, tool: str) -> SessionDriver:
        """A turn in which the MCP server asks: `tool` is one of its tools."""
        made = self.session("mcper", title)
        self._say(made, Reply(tool_calls=[ToolCall(name=f"elicit__{tool}")]), Reply(text="Thank you."))
        return made

    def in_sub_agent(self, title: str, command: str) -> SessionDriver:
        """A turn whose sub-agent stops at a shell command; returns the parent."""
        made = self.session("shellparent", title)
        word = uuid4().hex[:8]
        order = {"agent": "sheller", "title": "errand", "args": {"input": f"errand {word}"}}
        call = ToolCall(name="sys_os_shell", arguments={"command": command}, call_id="call_sub")
        self.rig.model.queue(
            Reply(tool_calls=[call]), Reply(text="Errand done."), match=f"errand {word}", model=SHELL_MODEL
        )
        delegate = ToolCall(name="sys_session_send", arguments=order, call_id="call_send")
        self._say(made, Reply(tool_calls=[delegate]), Reply(text="I wait."), Reply(text="All done."))
        return made

    def _say(self, session: SessionDriver, *replies: Reply) -> None:
        word = f"turn-{uuid4().hex[:8]}"
        self.rig.model.queue(*replies, match=word)
        session.say(f"{word} go").raise_for_status()

    def hook(self, session: SessionDriver, name: str, payload: dict[str, Any]) -> Future[httpx.Response]:
        """Ask as a coding agent's hook does; the answer is what that agent would be told."""
        path = f"{session.path}/hooks/{name}"
        timeout = httpx.Timeout(30, read=None)
        return self._hooks.submit(lambda: session.client.post(path, json=payload, timeout=timeout))

    def answers(self) -> list[dict[str, Any]]:
        """What the MCP server was answered since this object was made, in its own words."""
        return self._answers()[self._answers_before :]

    def _answers(self) -> list[dict[str, Any]]:
        log = self.rig.home / ANSWERS
        return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []

    def other(self, session_id: str) -> SessionDriver:
        """A session that came about by itself, such as a sub-agent's."""
        return SessionDriver(self.rig.client, session_id)

    def close(self) -> None:
        """Delete the sessions."""
        for session in self._made:
            session.delete()
        self._hooks.shutdown(wait=False)


def asked(session: SessionDriver) -> list[dict[str, Any]]:
    """What the session's snapshot says is pending."""
    pending: list[dict[str, Any]] = session.snapshot()["pending_elicitations"]
    return pending


def wait_asked(*sessions: SessionDriver) -> None:
    """Return when each of them asks something."""
    for session in sessions:
        wait_until(partial(_asks, session), f"{session.id} asks")


def _asks(session: SessionDriver) -> bool:
    return bool(asked(session))


def outputs(session: SessionDriver) -> list[str]:
    """What the session's tools gave, by the server's record."""
    return [item["output"] for item in session.items() if item["type"] == "function_call_output"]
