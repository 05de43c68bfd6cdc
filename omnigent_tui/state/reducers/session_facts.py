"""What else the stream tells about a session: model, usage, todos, children, resources, settings, the unknown."""

import json
from types import MappingProxyType
from typing import TypeVar

from omnigent_tui.protocol import response_events as response
from omnigent_tui.protocol import session_events as session
from omnigent_tui.protocol.event_base import ServerEvent, UnknownEvent
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers import children, event_notices
from omnigent_tui.state.reducers.live_region import noticed
from omnigent_tui.state.reducers.stored_notices import pretty
from omnigent_tui.state.transcript import NoticeKind
from omnigent_tui.values import replace

SILENT = (
    session.SessionHeartbeat,
    response.ResponseHeartbeat,
    session.SessionTerminalPending,
    session.SessionTerminalActivity,
    session.ChangedFilesInvalidated,
    session.SessionModelOptions,
    session.TurnStarted,
    session.TurnCompleted,
    session.TurnCancelled,
)
"""Events that say nothing a reader of the transcript needs; the status events say it already."""


def fact(conversation: Conversation, event: ServerEvent, at: float) -> Conversation:
    """Return the conversation knowing what the event tells."""
    match event:
        case session.SessionUsage():
            return replace(
                conversation,
                context_tokens=_newer(event.context_tokens, conversation.context_tokens),
                context_window=_newer(event.context_window, conversation.context_window),
                total_cost_usd=_newer(event.total_cost_usd, conversation.total_cost_usd),
            )
        case session.SessionTodos():
            return replace(conversation, todos=event.todos)
        case session.SessionPresence():
            return replace(conversation, viewers=event.viewers)
        case session.SessionModel():
            return replace(event_notices.model_told(conversation, event, at), model=event.model)
        case session.SessionReasoningEffort():
            changed = event_notices.told(conversation, event, at)
            return _with_snapshot(changed, reasoning_effort=event.reasoning_effort)
        case session.SessionAgentChanged():
            changed = event_notices.told(conversation, event, at)
            return _with_snapshot(changed, agent_id=event.agent_id, agent_name=event.agent_name)
        case session.SessionTitle():
            return _with_snapshot(conversation, title=event.title)
        case session.ChildSessionUpdated():
            return children.patched(conversation, event)
        case session.SessionResourceCreated():
            return _with_resource(conversation, event.resource)
        case session.SessionResourceDeleted():
            resources = {k: v for k, v in conversation.resources.items() if k != event.resource_id}
            return replace(conversation, resources=MappingProxyType(resources))
        case session.SessionSuperseded():
            changed = replace(conversation, superseded_by=event.target_conversation_id)
            return event_notices.told(changed, event, at)
        case _:
            return _told(conversation, event, at)


T = TypeVar("T")


def _newer(new: T | None, old: T | None) -> T | None:
    return old if new is None else new


def _told(conversation: Conversation, event: ServerEvent, at: float) -> Conversation:
    """Everything that becomes a line of the transcript."""
    if isinstance(event, SILENT):
        return conversation
    if isinstance(event, UnknownEvent):
        return _unknown(conversation, event, at)
    return event_notices.told(conversation, event, at)


def _unknown(conversation: Conversation, event: UnknownEvent, at: float) -> Conversation:
    """Count an unknown event and show it: one line for all of a type, until a page settles it."""
    count = conversation.unknown_events.get(event.type, 0) + 1
    counts = MappingProxyType({**conversation.unknown_events, event.type: count})
    shown = pretty(event.payload) if not isinstance(event.payload, str) else json.dumps(event.payload)
    detail = f"{event.problem}\n{shown}"
    text = f"Unknown event: {event.type}" + (f" ×{count}" if count > 1 else "")
    changed = replace(conversation, unknown_events=counts)
    return noticed(changed, NoticeKind.UNKNOWN, text, at=at, detail=detail, key=event.type)


def _with_snapshot(conversation: Conversation, **facts: str | None) -> Conversation:
    """Return the conversation with a snapshot that says this; without one there is nothing to keep it in."""
    if conversation.snapshot is None:
        return conversation
    return replace(conversation, snapshot=conversation.snapshot.model_copy(update=facts))


def _with_resource(conversation: Conversation, resource: dict[str, object]) -> Conversation:
    resource_id = str(resource.get("id") or "")
    name = f"{resource.get('type') or 'resource'}: {resource.get('name') or resource_id}"
    if conversation.resources.get(resource_id) == name:
        return conversation
    return replace(conversation, resources=MappingProxyType({**conversation.resources, resource_id: name}))
