"""Takes a posted message: checks it, asks for consent when it must, stores it and hands it to the agent."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from omnigent_tui.demo import answers, events, identifiers, shapes
from omnigent_tui.demo.entities import Elicitation, Item, Session, now
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.runners import Runners
from omnigent_tui.demo.scripted_agent import ScriptedAgent

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

_ASK = "ask: Confirm before continuing."
TITLE_LENGTH = 60


class Messages:
    """The way of a message from the request to the agent."""

    def __init__(self, world: World, agent: ScriptedAgent, runners: Runners) -> None:
        self._world = world
        self._agent = agent
        self._runners = runners

    async def post(self, request: Request, session: Session, event: JsonObject) -> JsonObject:
        """Take one message event; the acknowledgement."""
        data = _validated(event)
        stable_id = data.get("stable_id")
        known = session.find(stable_id) if isinstance(stable_id, str) else None
        if known is not None and known.fields.get("content") == data["content"]:
            # The real server forwards a repeated message again, under the same id.
            self._agent.submit(session, known)
            return {"queued": True, "item_id": known.id}
        await self._runners.ensure(session)
        text = _text(data["content"])
        if "ask first" in text.lower() and not await self._consent(request, session, data):
            return {"queued": False, "denied": True, "reason": _ASK}
        item_id = stable_id if isinstance(stable_id, str) and known is None else self._world.ids.item()
        if isinstance(event.get("model_override"), str):
            session.answered_by[item_id] = event["model_override"]
        return {"queued": True, "item_id": self.accept(session, data, item_id).id}

    def accept(self, session: Session, data: JsonObject, item_id: str) -> Item:
        """Store the message and hand it to the agent."""
        fields: JsonObject = {"role": data["role"], "content": data["content"], "model": None}
        fields |= {"user_authored": True, "stream_message_id": None}
        item = Item(item_id, "message", identifiers.turn_id(), fields)
        if session.title is None:
            session.title = _title(_text(data["content"]))
        self._world.store.commit(session, item)
        self._agent.submit(session, item)
        return item

    async def _consent(self, request: Request, session: Session, data: JsonObject) -> bool:
        """Park the request until the user decided; a client that hangs up has refused, and its card goes stale."""
        preview = json.dumps({"role": data["role"], "content": data["content"]})
        params: JsonObject = {"message": _ASK, "requestedSchema": {}, "phase": "request"}
        params |= {"policy_name": "ask", "content_preview": preview[:1024]}
        session.parked += 1
        question = self._world.elicitations.open(session, "request", params)
        try:
            answer = await _verdict_or_hangup(request, question)
        finally:
            session.parked -= 1
            self._world.changes.touched()
        if answer is not None and answer["action"] == "accept":
            return True
        self._deny(session)
        return False

    def _deny(self, session: Session) -> None:
        text = f"[Denied by policy: {_ASK}]"
        publish = self._world.hub.publish
        message_id = identifiers.deny_id(short=True)
        publish(session.id, events.text_delta(text, message_id=message_id, index=0))
        fields = shapes.message_fields("assistant", text, session.agent.name)
        item = self._world.store.append(session, "message", identifiers.deny_id(), fields)
        publish(session.id, events.output_item(shapes.item_flat(item)))
        output = {"type": "message", "role": "assistant", "content": fields["content"]}
        body = events.response_body(
            identifiers.deny_id(short=True),
            "completed",
            session.agent.id,
            output=[output],
            completed_at=now(),
        )
        publish(session.id, events.response("completed", body))
        if session.turn is None:
            self._agent.set_status(session, "idle")


async def _verdict_or_hangup(request: Request, question: Elicitation) -> JsonObject | None:
    hangup = asyncio.create_task(_until_hangup(request))
    try:
        either: set[asyncio.Future[Any]] = {hangup, question.verdict}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hangup.cancel()
    return question.verdict.result() if question.verdict.done() else None


async def _until_hangup(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _validated(event: JsonObject) -> JsonObject:
    data = event.get("data")
    reason = None
    if not isinstance(data, dict):
        reason = "data must be an object"
    elif data.get("role") not in {"user", "assistant"}:
        reason = "role must be 'user' or 'assistant'"
    elif not isinstance(data.get("content"), list):
        reason = "content must be a list"
    if reason is not None or not isinstance(data, dict):
        text = f"Invalid data payload for event type 'message': {reason}"
        raise answers.problem(400, "invalid_input", text)
    return data


def _text(content: list[JsonObject]) -> str:
    parts = (part.get("text") for part in content if isinstance(part, dict))
    return "\n".join(part for part in parts if isinstance(part, str))


def _title(text: str) -> str | None:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"
