"""Dispatches the events a client posts to a session, besides messages: control, verdicts, recovery, injected events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from omnigent_tui.demo import answers, events, identifiers, shapes
from omnigent_tui.demo.entities import Item, Session, now
from omnigent_tui.demo.injecting import INJECTED, inject
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.messages import Messages
from omnigent_tui.demo.modes import WRAPPER
from omnigent_tui.demo.runners import Runners
from omnigent_tui.demo.scripted_agent import ScriptedAgent
from omnigent_tui.demo.skills import SkillCalls

if TYPE_CHECKING:
    from omnigent_tui.demo.world import World

TYPES = (
    "message",
    "slash_command",
    "interrupt",
    "approval",
    "compact",
    "stop_session",
    "retry_session",
    "function_call_output",
)
MAX_BATCH = 100
_NO_COMPACTION = {"openai-agents"}


class Posting:
    """What happens to a posted event."""

    def __init__(self, world: World, agent: ScriptedAgent, runners: Runners, messages: Messages) -> None:
        self._world = world
        self._agent = agent
        self._runners = runners
        self._messages = messages
        self._skills = SkillCalls(world, agent, runners)

    async def post_all(self, request: Request, session: Session, body: object) -> JsonObject | list[JsonObject]:
        """Take one event, or a list of them in order; the acknowledgement or a list of them."""
        if not isinstance(body, list):
            return await self.post(request, session, body)
        if not body:
            raise answers.problem(400, "invalid_input", "events batch must not be empty")
        if len(body) > MAX_BATCH:
            raise answers.problem(400, "invalid_input", f"at most {MAX_BATCH} events per request")
        return [await self.post(request, session, each) for each in body]

    async def post(self, request: Request, session: Session, event: object) -> JsonObject:
        """Take one event; the acknowledgement."""
        if not isinstance(event, dict) or not isinstance(event.get("type"), str):
            raise answers.invalid(["body", "type"], "Field required", "missing", event)
        kind = event["type"]
        data = event.get("data")
        data = data if isinstance(data, dict) else {}
        match kind:
            case "message" | "slash_command":
                return await self._speak(request, session, event, data)
            case "interrupt":
                self._agent.interrupt(session)
            case "approval":
                self._approve(session, data)
            case "stop_session":
                if session.host_online is False:
                    raise answers.problem(503, "host_offline", "host is offline")
                self._runners.stop(session)
            case "retry_session":
                return self._retry(session)
            case "compact":
                self._compact(session)
            case "mcp_elicitation":
                form = {"message": data.get("message", ""), "requestedSchema": data.get("requestedSchema")}
                question = self._world.elicitations.open(session, "form", form)
                return {"queued": False, "elicitation_id": question.id}
            case _ if kind in INJECTED:
                return inject(self._world, session, kind, data)
            case "function_call_output":
                pass
            case _:
                known = ", ".join(sorted({*TYPES, *INJECTED}))
                text = f"Unknown event type '{kind}'. Expected one of: {known}"
                raise answers.problem(400, "invalid_input", text)
        return {"queued": False}

    async def _speak(self, request: Request, session: Session, event: JsonObject, data: JsonObject) -> JsonObject:
        if event["type"] == "slash_command":
            return await self._skills.post(session, data)
        return await self._messages.post(request, session, event)

    def _approve(self, session: Session, data: JsonObject) -> None:
        elicitation, action = data.get("elicitation_id"), data.get("action")
        # An empty, unknown or bogus verdict is accepted without effect.
        if isinstance(elicitation, str) and action in {"accept", "decline", "cancel"}:
            self._world.elicitations.resolve(session, elicitation, data)

    def _retry(self, session: Session) -> JsonObject:
        if session.host_online is False or session.runner_id is None:
            text = "No runner is available to recover this session."
            raise answers.problem(503, "runner_unavailable", text)
        if session.runner_alive:
            return {"queued": False, "recovered": False, "recovery": "already_connected"}
        session.runner_alive = True
        self._agent.set_status(session, "idle")
        unanswered = _unanswered(session)
        if unanswered is not None:
            self._agent.submit(session, unanswered)
        return {"queued": False, "recovered": True, "recovery": "runner_relaunched"}

    def _compact(self, session: Session) -> None:
        if WRAPPER in session.labels and not session.runner_online:
            text = "Can't compact this session while its runner is offline. "
            text += "Reconnect the session (send a message to wake it), then run /compact again."
            raise answers.problem(503, "runner_unavailable", text)
        if not self._world.options.seed_shapes and session.agent.harness in _NO_COMPACTION:
            text = "/compact is not available for this session type."
            raise answers.problem(400, "invalid_input", text)
        publish = self._world.hub.publish
        publish(session.id, events.compaction_in_progress(now()))
        tokens = max(200, (session.last_total_tokens or 0) // 10)
        summary = f"The conversation so far, {len(session.items)} items, in short: {session.title or 'untitled'}."
        fields: JsonObject = {
            "summary": summary,
            "last_item_id": session.items[-1].id if session.items else None,
            "model": session.model,
            "token_count": tokens,
        }
        response = f"compact_{identifiers.turn_id()[5:]}"
        item = self._world.store.append(session, "compaction", response, fields)
        session.last_total_tokens = tokens
        publish(session.id, events.output_item(shapes.item_flat(item)))
        publish(session.id, events.compaction_completed(tokens, summary, session.model))
        publish(session.id, events.usage(session.id, tokens, session.usage))


def _unanswered(session: Session) -> Item | None:
    """The last user message when no answer of the model followed it."""
    for item in reversed(session.items):
        if item.type == "message":
            is_question = item.fields["role"] == "user" and not item.text().startswith("[System:")
            return item if is_question else None
    return None
