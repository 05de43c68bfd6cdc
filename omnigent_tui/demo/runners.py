"""Runners as a client sees them: launching, stopping, dying, and hosts that go away and come back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from omnigent_tui.demo import answers, events
from omnigent_tui.demo.entities import Host, Session
from omnigent_tui.demo.scripted_agent import ScriptedAgent

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

LAUNCH_SECONDS = 0.4
HOST_WAIT_SECONDS = 40.0
ARCHIVE_STOP_SECONDS = 8.0

_CRASH = (
    "runner process exited with code -9 (log on host: ~/.omnigent/logs/runner/runner-{id}.log)\n"
    "--- runner log tail ---\n"
    "INFO  runner.app  Runner session initialization finished\n"
    "INFO  runner.app  turn started"
)


class Runners:
    """Starts and ends the runners of sessions."""

    def __init__(self, world: World, agent: ScriptedAgent) -> None:
        self._world = world
        self._agent = agent

    def bind(self, session: Session, host: Host, workspace: str) -> str:
        """Give the session a runner on a host; it is online a moment later."""
        session.host, session.workspace = host, workspace
        session.runner_id = self._world.ids.runner()
        session.labels.setdefault("omnigent.ui", "terminal")
        self._later(self._come_online(session))
        self._world.store.touch(session)
        return session.runner_id

    def _later(self, work: object) -> None:
        if not asyncio.iscoroutine(work):
            raise TypeError("not a coroutine")
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._world.background.add(task)
        task.add_done_callback(self._world.background.discard)

    async def _come_online(self, session: Session) -> None:
        await self._world.pause(LAUNCH_SECONDS)
        self._set_alive(session, alive=True)
        for pending in (True, False):
            self._world.hub.publish(session.id, events.terminal_pending(session.id, pending=pending))

    def _set_alive(self, session: Session, *, alive: bool) -> None:
        session.runner_alive = alive
        for child in session.children:
            self._set_alive(child, alive=alive)
        self._world.changes.touched()

    async def ensure(self, session: Session) -> None:
        """Make the session ready for a message: relaunch a dead runner, or answer 503 as the server does."""
        owner = session.parent or session
        refusal = answers.problem(503, "runner_unavailable", "No runner bound for session")
        if owner.runner_id is None:
            raise refusal
        if owner.host_online is False:
            await self._world.pause(HOST_WAIT_SECONDS)
            if owner.host_online is False:
                raise refusal
        if not owner.runner_alive:
            await self._come_online(owner)

    def stop(self, session: Session) -> None:
        """End the runner on request; the next message starts another."""
        self._agent.kill(session)
        self._set_alive(session, alive=False)
        if session.status != "failed":
            self._agent.set_status(session, "idle")

    def crash(self, session: Session) -> None:
        """Kill the runner: the session fails, what was streamed is lost, and its open questions go stale."""
        message = _CRASH.format(id=session.id)
        self._agent.kill(session)
        self._set_alive(session, alive=False)
        session.runner_error = message
        self._agent.record_error(session, "runner_failed_to_start", message)
        self._agent.set_status(session, "failed", error=events.error_body("runner_failed_to_start", message))

    def archive_later(self, session: Session) -> None:
        """Stop the runner of an archived session after the server's grace time."""
        self._later(self._stop_archived(session))

    async def _stop_archived(self, session: Session) -> None:
        await self._world.pause(ARCHIVE_STOP_SECONDS)
        if session.archived:
            self._set_alive(session, alive=False)

    def set_host(self, host: Host, *, online: bool) -> None:
        """Take a host down, silently and with all its runners, or bring it back without them."""
        host.online = online
        for session in self._world.store.sessions.values():
            if session.host is host and not online:
                self._agent.kill(session)
                session.runner_alive = False
        self._world.changes.hosts_changed()
        self._world.changes.touched()
