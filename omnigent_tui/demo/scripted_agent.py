"""Plays the runner's part: answers messages one after the other, and ends interrupted or failed turns."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from omnigent_tui.demo import events, identifiers, shapes
from omnigent_tui.demo.entities import Item, Session
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.tool_calls import ToolCall
from omnigent_tui.demo.turn import Turn, TurnCancelled, TurnFailed

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

Scenario = Callable[[Turn], Awaitable[None]]

_INTERRUPTED = (
    "[System: interrupted]\nThe user interrupted and abandoned their previous request (the user message "
    "immediately before this one). Do not resume or act on that interrupted request unless the user asks for it "
    "again; treat the next user message as the current instruction. The preceding assistant message may be "
    "incomplete."
)
_CANCELLED = "[Cancelled — tool execution was interrupted.]"


class ScriptedAgent:
    """The agent of every session."""

    def __init__(self, world: World, choose: Callable[[Turn], Scenario]) -> None:
        self.world = world
        self._choose = choose

    def submit(self, session: Session, item: Item, *, is_told: bool = True) -> None:
        """Hand the agent a stored user item; it waits when a turn is running (several waiting ones are merged).

        Clients are told of it unless it is hidden.
        """
        if is_told:
            self.world.hub.publish(session.id, events.input_consumed(item))
        session.inbox.append(item)
        if session.worker is None or session.worker.done():
            session.worker = asyncio.create_task(self._work(session))

    def interrupt(self, session: Session) -> None:
        """Stop the running answer; without one, only say so."""
        self.world.hub.publish(session.id, events.interrupted())
        turn = session.turn
        if turn is not None and turn.task is not None and not turn.task.done():
            turn.interrupted = True
            turn.task.cancel()

    def kill(self, session: Session) -> None:
        """End the running answer without a word, as a dying process does; streamed text is lost."""
        session.inbox.clear()
        turn = session.turn
        if turn is not None and turn.task is not None:
            turn.killed = True
            session.turn = None
            turn.task.cancel()

    def set_status(self, session: Session, value: str, **extra: str | JsonObject | None) -> None:
        """Record and publish a status."""
        session.status = value
        self.world.store.touch(session)
        response = extra.get("response_id")
        error = extra.get("error")
        self.world.hub.publish(
            session.id,
            events.status(
                session.id,
                value,
                response_id=response if isinstance(response, str) else None,
                error=error if isinstance(error, dict) else None,
            ),
        )

    async def _work(self, session: Session) -> None:
        while session.inbox:
            inputs, session.inbox = session.inbox, []
            session.last_task_error = None
            session.labels.update(dict.fromkeys(shapes.ERROR_LABELS, ""))
            if session.parent is not None:
                self._tell_parent(session, "in_progress")
            self.set_status(session, "running")
            finished = await self._play(session, inputs)
            if finished and not session.inbox:
                busy = any(child.status == "running" for child in session.children)
                self.set_status(session, "waiting" if busy else "idle")
        if session.parent is not None and session.status in {"idle", "failed"}:
            self._report_to_parent(session)

    async def _play(self, session: Session, inputs: list[Item]) -> bool:
        turn = Turn(self.world, session, inputs)
        session.turn = turn
        turn.task = asyncio.create_task(self._perform(turn))
        try:
            await turn.task
        except asyncio.CancelledError:
            if not (turn.interrupted or turn.killed):
                turn.task.cancel()
                raise
            if not turn.killed:
                self._close_interrupted(turn)
            return False
        except TurnCancelled:
            self._close_declined(turn)
            return False
        except TurnFailed as failure:
            self._close_failed(turn, failure)
            return False
        finally:
            if session.turn is turn:
                session.turn = None
        return True

    async def _perform(self, turn: Turn) -> None:
        scenario = self._choose(turn)
        turn.begin()
        await scenario(turn)
        turn.complete()

    def _close_declined(self, turn: Turn) -> None:
        # A refused call and its refusal are not stored; what was said before it is.
        turn.commit_text()
        turn.publish(events.response("cancelled", turn.response_body("cancelled"), turn.next_sequence(skip=1)))
        if any(call.touches_files for call in turn.open_calls):
            turn.publish(events.changed_files(turn.session.id))
        self.set_status(turn.session, "idle")

    def _close_failed(self, turn: Turn, failure: TurnFailed) -> None:
        session = turn.session
        turn.commit_text()
        error = events.error_body(failure.code, failure.message)
        turn.publish(events.response_failed(turn.response_body("failed", error=error), turn.next_sequence()))
        fields: JsonObject = {"source": "harness", "code": failure.code, "message": failure.message}
        fields |= {"level": None, "title": None, "cause": None, "remediation": None}
        self.world.store.append(session, "error", turn.response_id, fields)
        self.record_error(session, failure.code, failure.message)
        self.set_status(session, "failed", response_id=turn.response_id, error=error)

    def record_error(self, session: Session, code: str, message: str) -> None:
        """Remember why the session failed."""
        session.last_task_error = {"code": code, "message": message, "agent_name": session.agent.name}
        session.labels |= {
            "omnigent.last_task_error_agent_name": session.agent.name,
            "omnigent.last_task_error_code": code,
            "omnigent.last_task_error_message": message,
            "omnigent.last_task_error_runner_id": session.runner_id or "",
        }

    def _close_interrupted(self, turn: Turn) -> None:
        session = turn.session
        calls = list(turn.open_calls)
        turn.commit_text()
        if not turn.asking:
            turn.publish(events.response("cancelled", turn.response_body("cancelled"), turn.next_sequence(skip=1)))
        if calls:
            # With a tool running, `idle` comes before the items that close its call.
            self.set_status(session, "idle")
            self.set_status(session, "idle")
            self._cancel_calls(session, calls)
            self._note(session, _INTERRUPTED)
        else:
            self._note(session, _INTERRUPTED)
            self.set_status(session, "idle")
            self.set_status(session, "idle")

    def _cancel_calls(self, session: Session, calls: list[ToolCall]) -> None:
        response = identifiers.cancel_id()
        for call in calls * 2:
            fields: JsonObject = {"model": session.agent.name, "name": call.name}
            fields |= {"arguments": call.arguments_text(), "call_id": call.id}
            output = {"call_id": call.id, "output": _CANCELLED}
            for kind, content in (("function_call", fields), ("function_call_output", output)):
                item = self.world.store.append(session, kind, response, content)
                self.world.hub.publish(session.id, events.output_item(shapes.item_flat(item)))

    def _note(self, session: Session, text: str) -> Item:
        fields = shapes.message_fields("user", text)
        item = self.world.store.append(session, "message", identifiers.turn_id(), fields)
        self.world.hub.publish(session.id, events.input_consumed(item))
        return item

    def note(self, session: Session, text: str) -> Item:
        """Store and announce a `[System: ...]` message without answering it."""
        return self._note(session, text)

    def _tell_parent(self, child: Session, task_status: str) -> None:
        if child.parent is None:
            return
        child.task_status = task_status
        parent_id = child.parent.id
        self.world.hub.publish(parent_id, events.child_updated(parent_id, child.id, shapes.child_row(child)))

    def _report_to_parent(self, child: Session) -> None:
        parent = child.parent
        if parent is None:
            return
        child.task_status = "completed" if child.status == "idle" else "failed"
        tool, _, name = (child.title or "").partition(":")
        usage = {**child.usage, **parent.usage}
        self.world.hub.publish(parent.id, events.usage(parent.id, None, usage))
        brief = shapes.child_brief(child, last_message_preview=shapes.preview(child))
        self.world.hub.publish(parent.id, events.child_updated(parent.id, child.id, brief))
        fields: JsonObject = {
            "event_type": "session.subagent.returned",
            "resource_id": child.id,
            "resource_type": "session",
            "resource": {"title": name, "status": child.task_status},
        }
        item = Item(self.world.ids.item(), "resource_event", "", fields)
        item.response_id = f"subagent_{item.id}"
        self.world.store.commit(parent, item)
        self.world.hub.publish(parent.id, events.output_item(shapes.item_flat(item)))
        self._tell_parent(child, child.task_status)
        text = (
            f"[System: sub-agent {tool}/{name} finished ({child.task_status}) — 1 result waiting in inbox. "
            "Call sys_read_inbox to collect.]"
        )
        notice = shapes.message_fields("user", text) | {"user_authored": True}
        stored = self.world.store.append(parent, "message", identifiers.turn_id(), notice)
        self.submit(parent, stored)
