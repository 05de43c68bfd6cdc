"""One answer of the scripted agent: what a scenario may do, published and stored as the real runner's relay does it."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from omnigent_tui.demo import events, identifiers, shapes
from omnigent_tui.demo.entities import Item, Session
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.tool_calls import ToolCall

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

_WORDS = re.compile(r"\s*\S{1,6}|\s+")
DELTA_PAUSE = 0.022


class TurnCancelled(Exception):
    """The user refused what the turn needs; the answer ends here."""


class TurnFailed(Exception):
    """The model or the harness failed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class Turn:
    """An answer in progress."""

    def __init__(self, world: World, session: Session, inputs: list[Item]) -> None:
        self.world = world
        self.session = session
        self.inputs = inputs
        self.response_id = identifiers.response_id()
        self.active_response_id: str | None = self.response_id
        self.announces_response = True
        self.open_calls: list[ToolCall] = []
        self.asking = False
        self.interrupted = False
        self.killed = False
        self.task: asyncio.Task[None] | None = None
        self._sequence = 0
        self._said: list[str] = []
        self._words = 0

    @property
    def prompt(self) -> str:
        """The text of the messages this turn answers."""
        return "\n".join(item.text() for item in self.inputs)

    @property
    def model(self) -> str:
        """The model that answers: the session's, unless the newest of the messages wants another one."""
        wanted = (self.session.answered_by.get(item.id) for item in reversed(self.inputs))
        return next(filter(None, wanted), None) or self.session.model

    @property
    def in_flight(self) -> str:
        """The streamed text that is not yet committed: what a new subscriber is sent at once."""
        return "".join(self._said)

    def publish(self, event: JsonObject) -> None:
        """Send an event to the session's streams."""
        self.world.hub.publish(self.session.id, event)

    def next_sequence(self, skip: int = 0) -> int:
        """The next sequence number; the real numbers have gaps, so no client may count on them."""
        self._sequence += 1 + skip
        return self._sequence

    def response_body(self, state: str, **extra: object) -> JsonObject:
        """The response object; its `model` is the agent's name, for a sub-agent its parent's."""
        owner = self.session.parent or self.session
        body = events.response_body(self.response_id, state, owner.agent.name)
        body.update(extra)
        return body

    def begin(self) -> None:
        """Announce the answer."""
        self.publish(events.response("in_progress", self.response_body("in_progress"), self.next_sequence()))
        self.next_sequence()

    def replay(self) -> list[JsonObject]:
        """What a stream opened now is sent in place of the deltas it missed."""
        if not self._said:
            return []
        created = events.response("created", self.response_body("in_progress"))
        return [*([created] if self.announces_response else []), events.text_delta(self.in_flight)]

    def forget(self) -> None:
        """Lose what was streamed, as a server restarted in the middle of the turn does."""
        self._said.clear()
        self.announces_response = False
        self.active_response_id = None
        self.response_id = identifiers.turn_id()

    async def say(self, text: str, *, chunk: int | None = None, pause: float | None = None) -> None:
        """Stream text: by words at reading pace, or in pieces of `chunk` characters with exact pauses in seconds."""
        for piece in _pieces(text, chunk):
            self._said.append(piece)
            self.publish(events.text_delta(piece, self.next_sequence()))
            await self._rest(pause)

    def burst(self, text: str, chunk: int) -> None:
        """Stream text in pieces without ever yielding, which overflows the queue of a slow enough reader."""
        for piece in _pieces(text, chunk):
            self._said.append(piece)
            self.publish(events.text_delta(piece, self.next_sequence()))

    async def think(self, text: str, *, chunk: int | None = None, pause: float | None = None) -> None:
        """Stream reasoning; it is never stored and never replayed."""
        for piece in _pieces(text, chunk):
            self.publish(events.reasoning_delta(piece, self.next_sequence()))
            await self._rest(pause)

    async def _rest(self, pause: float | None) -> None:
        if pause is None:
            await self.world.pause(DELTA_PAUSE)
        else:
            await asyncio.sleep(pause)

    def commit_text(self) -> None:
        """Store the streamed text as a message."""
        text = self.in_flight
        if not text:
            return
        self._words += len(text) // 4
        self._said.clear()
        owner = self.session.parent or self.session
        fields = shapes.message_fields("assistant", text, owner.agent.name)
        self.store("message", fields)

    def store(self, kind: str, fields: JsonObject) -> Item:
        """Commit an item and publish it under its stored id."""
        item = self.world.store.append(self.session, kind, self.response_id, fields)
        self.publish(events.output_item(shapes.item_flat(item)))
        return item

    async def use(self, *calls: ToolCall, ask: JsonObject | None = None, form: JsonObject | None = None) -> str:
        """Call tools at the same time; with `ask` or `form`, only after the user agreed. The last output."""
        self.open_calls.extend(calls)
        for call in calls:
            self.publish(
                events.output_item(
                    {
                        "id": identifiers.throwaway_id("fc"),
                        "type": "function_call",
                        "status": "in_progress",
                        "name": call.name,
                        "arguments": call.arguments_text(),
                        "call_id": call.id,
                        "agent": self.response_id,
                    },
                    self.next_sequence(),
                )
            )
        if ask is not None:
            preview = calls[0].arguments_text()
            await self._permission("tool", {"phase": "tool_call", "content_preview": preview, **ask})
        if form is not None:
            answer = await self._permission("form", form)
            calls[0].output = _form_output(answer)
        for call in sorted(calls, key=lambda each: each.seconds):
            if call.gate is not None:
                await self.world.scripts.pass_gate(call.gate)
            else:
                await self.world.pause(call.seconds / len(calls))
            self._finish(call)
        return calls[-1].output

    async def _permission(self, kind: str, params: JsonObject) -> JsonObject:
        self.asking = True
        question = self.world.elicitations.open(self.session, kind, params)
        answer = await question.verdict
        self.asking = False
        if answer["action"] != "accept":
            raise TurnCancelled
        return answer

    def _finish(self, call: ToolCall) -> None:
        self.open_calls.remove(call)
        if call.touches_files:
            self.publish(events.changed_files(self.session.id))
        # The relay commits what was said before a call only now, after the tool has finished.
        self.commit_text()
        agent = self.session.agent.name
        text = call.arguments_text()
        self.publish(
            events.output_item(
                {
                    "id": identifiers.throwaway_id("fc"),
                    "type": "function_call",
                    "status": "completed",
                    "name": call.name,
                    "arguments": text,
                    "call_id": call.id,
                    "agent": agent,
                },
                self.next_sequence(skip=1),
            )
        )
        self.publish(
            events.output_item(
                {
                    "id": identifiers.throwaway_id("fco"),
                    "type": "function_call_output",
                    "call_id": call.id,
                    "output": call.output,
                    "arguments": text,
                    "status": "completed",
                    "response_id": self.response_id,
                },
                self.next_sequence(),
            )
        )
        fields = {"model": agent, "name": call.name, "arguments": text, "call_id": call.id}
        self.world.store.append(self.session, "function_call", self.response_id, fields)
        output = {"call_id": call.id, "output": call.output}
        self.world.store.append(self.session, "function_call_output", self.response_id, output)

    def plan(self, todos: list[JsonObject]) -> None:
        """Publish the to-do list."""
        self.session.todos = todos
        self.publish(events.todos(self.session.id, todos))
        self.world.changes.touched()

    def complete(self) -> None:
        """Commit the rest, account for tokens and close the answer."""
        self.commit_text()
        session = self.session
        asked = max(10, len(self.prompt) // 4) + 12 * len(session.items)
        total = asked + self._words
        used = session.usage.setdefault(
            self.model,
            {
                "input_tokens": 0,
                "output_tokens": 0,
                "total_tokens": 0,
                "cache_read_input_tokens": 0,
                "cache_creation_input_tokens": 0,
                "total_cost_usd": None,
            },
        )
        used["input_tokens"] += asked
        used["output_tokens"] += self._words
        used["total_tokens"] += total
        session.last_total_tokens = total
        session.labels["omnigent.last_context_tokens"] = str(total)
        session.labels["omnigent.last_context_window"] = "128000"
        if session.announced_model != self.model:
            session.announced_model = self.model
            self.publish(events.model(session.id, self.model))
        self.publish(events.usage(session.id, total, session.usage))
        usage = {
            "input_tokens": asked,
            "output_tokens": self._words,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": total,
            "context_tokens": total,
            "cache_read_input_tokens": 0,
            "cache_creation_input_tokens": 0,
            "model": self.model,
            "cost_usd": None,
        }
        body = self.response_body("completed", usage=usage)
        self.publish(events.response("completed", body, self.next_sequence()))


def _pieces(text: str, chunk: int | None) -> list[str]:
    if chunk is None:
        return _WORDS.findall(text)
    return [text[start : start + chunk] for start in range(0, len(text), chunk)]


def _form_output(answer: JsonObject) -> str:
    content = answer.get("content") or {}
    return f"action=accept data={' '.join(f'{key}={value!r}' for key, value in content.items())}"
