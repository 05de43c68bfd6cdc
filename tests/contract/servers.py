"""The two servers the contract is checked against, behind one face: addresses, agents, scripted turns."""

from __future__ import annotations

import os
import signal
import subprocess
import uuid
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal

import httpx

from tests.real_server.agents import MODEL
from tests.real_server.driving import SessionDriver
from tests.real_server.replies import Reply, ToolCall
from tests.real_server.rig import RealServer

Role = Literal["plain", "shell", "asks_before_message", "asks_before_shell", "delegates"]
"""What an agent does: only talks, has a shell, needs consent for each message or for the shell, has a sub-agent."""


class ServerUnderTest(ABC):
    """A running server with a host that is online.

    `workspace` is an existing folder on the host. `unbound` sessions have no runner: they take stored
    items, patches and forks, but no messages.
    """

    name: str
    url: str
    host_id: str
    workspace: str
    client: httpx.Client

    def __init__(self) -> None:
        self.roles: dict[str, Role] = {}

    @abstractmethod
    def agent(self, role: Role) -> str:
        """The id of an agent that behaves like that."""

    @abstractmethod
    def script_turn(self, session: SessionDriver, *replies: Reply, model: str = MODEL) -> str:
        """Lay down what the agent does on the next message; returns a word the message must contain.

        A turn is one reply, or several when the earlier ones call tools. `model` is the one that is to answer.
        """

    @abstractmethod
    def wait_at_gate(self, gate: str) -> None:
        """Return when a turn has come to `gate`."""

    @abstractmethod
    def release(self, gate: str) -> None:
        """Let the turn at `gate` go on."""

    @abstractmethod
    def delegate(self, session: SessionDriver) -> None:
        """Send the message that makes a "delegates" agent start a sub-agent, wait for it and answer."""

    @abstractmethod
    def make_file(self) -> str:
        """The path of a file on the host."""

    @abstractmethod
    def make_repository(self) -> str:
        """The path of a git repository on the host, with one commit on its branch ``main``."""

    @abstractmethod
    def kill_runner(self, session: SessionDriver) -> None:
        """Let the session's runner die without a word."""

    @abstractmethod
    def restart(self) -> None:
        """Restart the server; returns when it answers and the host is back."""

    @abstractmethod
    def set_host(self, *, online: bool) -> None:
        """Take the host daemon down, with its runners, or bring it back."""

    def unbound(self, role: Role = "plain", **body: Any) -> SessionDriver:
        """A new session without a runner."""
        return self._made(role, SessionDriver.create(self.client, agent_id=self.agent(role), **body))

    def bound(self, role: Role = "plain", **body: Any) -> SessionDriver:
        """A new session with a runner on the host."""
        place = {"host_id": self.host_id, "workspace": self.workspace}
        return self._made(role, SessionDriver.create(self.client, agent_id=self.agent(role), **place, **body))

    def _made(self, role: Role, session: SessionDriver) -> SessionDriver:
        self.roles[session.id] = role
        return session


class RealUnderTest(ServerUnderTest):
    """The real server of the rig; its agents are driven by the scripted model."""

    name = "real"
    _AGENTS: dict[Role, str] = {
        "plain": "smoke",
        "shell": "tooler",
        "asks_before_message": "asker",
        "asks_before_shell": "toolasker",
        "delegates": "parent",
    }

    def __init__(self, rig: RealServer) -> None:
        super().__init__()
        self._rig = rig
        self.url = rig.url
        self.host_id = rig.host_id
        self.workspace = str(rig.workspace)
        self.client = rig.client

    def agent(self, role: Role) -> str:
        return self._rig.agents[self._AGENTS[role]]

    def script_turn(self, session: SessionDriver, *replies: Reply, model: str = MODEL) -> str:
        word = f"turn-{uuid.uuid4().hex[:8]}"
        self._rig.model.queue(*replies, match=word, model=model)
        return word

    def delegate(self, session: SessionDriver) -> None:
        order = {"agent": "researcher", "title": "auth", "args": {"input": "research"}}
        word = self.script_turn(
            session,
            Reply(tool_calls=[ToolCall(name="sys_session_send", arguments=order, call_id="call_send")]),
            Reply(text="I wait for the researcher."),
            Reply(tool_calls=[ToolCall(name="sys_read_inbox", call_id="call_inbox")]),
            Reply(text="The researcher is done."),
        )
        session.say(f"{word} delegate it")

    def wait_at_gate(self, gate: str) -> None:
        self._rig.model.wait_at_gate(gate)

    def release(self, gate: str) -> None:
        self._rig.model.release(gate)

    def make_file(self) -> str:
        file = self._rig.home / "plain-file.txt"
        file.write_text("not a folder\n", encoding="utf-8")
        return str(file)

    def make_repository(self) -> str:
        folder = self._rig.home / f"repository {uuid.uuid4().hex[:6]}"
        folder.mkdir()
        (folder / "README.md").write_text("# Here\n", encoding="utf-8")
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        for arguments in (("init", "-q", "-b", "main"), ("add", "."), (*who, "commit", "-q", "-m", "Begin")):
            subprocess.run(("git", *arguments), cwd=folder, check=True, capture_output=True)
        return str(folder)

    def kill_runner(self, session: SessionDriver) -> None:
        os.kill(self._rig.runner_pid(session.id), signal.SIGKILL)

    def restart(self) -> None:
        self._rig.restart_server()

    def set_host(self, *, online: bool) -> None:
        if online:
            self._rig.start_host()
        else:
            self._rig.stop_host()


def message_events(count: int, start: int = 0) -> Sequence[dict[str, Any]]:
    """Events that store `count` messages, alternately asked and answered, two to a response."""
    events = []
    for number in range(start, start + count):
        turn, answering = divmod(number, 2)
        if answering:
            content = [{"type": "output_text", "text": f"Answer {turn}"}]
            data = {"role": "assistant", "agent": "smoke", "content": content}
        else:
            data = {"role": "user", "content": [{"type": "input_text", "text": f"Question {turn}"}]}
        response_id = f"resp_{turn}" if answering else f"turn_{turn}"
        item = {"item_type": "message", "item_data": data, "response_id": response_id}
        events.append({"type": "external_conversation_item", "data": item})
    return events
