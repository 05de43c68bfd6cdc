"""What else the stream tells about a session: model, usage, todos, children, resources, settings, the unknown."""

import json
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from omnigent_tui.protocol import response_events as response
from omnigent_tui.protocol import session_events as session
from omnigent_tui.protocol.event_base import ServerEvent, UnknownEvent
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.live_region import noticed
from omnigent_tui.state.reducers.stored_items import pretty
from omnigent_tui.state.transcript import NoticeKind

SILENT = (
    session.SessionHeartbeat,
    response.ResponseHeartbeat,
    response.ReasoningStarted,
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
            return replace(conversation, model=event.model)
        case session.SessionTitle():
            return _with_title(conversation, event.title)
        case session.ChildSessionUpdated():
            return _with_child(conversation, event)
        case session.SessionResourceCreated():
            return _with_resource(conversation, event.resource)
        case session.SessionResourceDeleted():
            resources = {k: v for k, v in conversation.resources.items() if k != event.resource_id}
            return replace(conversation, resources=MappingProxyType(resources))
        case session.SessionSuperseded():
            changed = replace(conversation, superseded_by=event.target_conversation_id)
            return noticed(changed, NoticeKind.SYSTEM, "The conversation goes on in another session", at=at)
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
    kind, text, detail, key = _line_of(event)
    return noticed(conversation, kind, text, at=at, detail=detail, key=key)


def _line_of(event: ServerEvent) -> tuple[NoticeKind, str, str, str]:
    """The kind, text, detail and key (empty for a new line each time) of an event's line."""
    match event:
        case session.SessionCreated():
            return NoticeKind.SUBAGENT, "Sub-agent session created", event.child_session_id, event.child_session_id
        case session.SessionReasoningEffort():
            return NoticeKind.SETTING, f"Reasoning effort: {event.reasoning_effort or 'default'}", "", ""
        case session.SessionPermissionMode():
            return NoticeKind.SETTING, f"Permission mode: {event.permission_mode}", "", ""
        case session.SessionCodexApprovalMode():
            return NoticeKind.SETTING, f"Approval mode: {event.approval_mode}", "", ""
        case session.SessionCollaborationMode():
            return NoticeKind.SETTING, f"Collaboration mode: {event.mode}", "", ""
        case session.SessionAgentChanged():
            return NoticeKind.SETTING, f"Agent: {event.agent_name or event.agent_id or 'changed'}", "", ""
        case session.SessionSandboxStatus():
            text = f"Sandbox {event.stage}" + (f": {event.error}" if event.error else "")
            return NoticeKind.SYSTEM, text, event.provider or "", "sandbox"
        case session.SessionMcpStartup():
            lines = [f"{name}: {s.status} {s.error or ''}".rstrip() for name, s in event.servers.items()]
            ready = sum(s.status == "ready" for s in event.servers.values())
            return NoticeKind.SYSTEM, f"MCP servers: {ready} of {len(lines)} ready", "\n".join(lines), "mcp"
        case session.SessionSidechat():
            return NoticeKind.SYSTEM, f"Aside: {event.question}", event.answer, ""
        case session.BrowserActionRequest():
            return NoticeKind.SYSTEM, f"The agent asks for a browser: {event.action}", pretty(event.args), ""
        case session.TurnFailed():
            return NoticeKind.SYSTEM, "Turn failed", pretty(event.error), ""
        case _:
            return _response_line(event)


def _response_line(event: ServerEvent) -> tuple[NoticeKind, str, str, str]:
    match event:
        case response.ResponseRetry():
            of = f"/{event.max_attempts}" if event.max_attempts else ""
            text = f"Retrying ({event.attempt}{of}) in {event.delay_seconds:g} s"
            return NoticeKind.RETRY, text, event.error.message if event.error else "", "retry"
        case response.ResponseError():
            return (
                NoticeKind.SYSTEM,
                f"Error: {event.error.message or event.error.code}",
                pretty(event.error.detail),
                "",
            )
        case response.PolicyDenied():
            return NoticeKind.POLICY, f"Denied by policy: {event.reason}", event.phase or "", ""
        case response.OutputFileDone():
            return (
                NoticeKind.RESOURCE,
                f"File: {event.filename or event.file_id}",
                event.content_type or "",
                event.file_id,
            )
        case response.CompactionInProgress():
            return NoticeKind.COMPACTION, "Compacting the conversation…", "", "compaction"
        case response.CompactionCompleted():
            size = f" to {event.total_tokens:,} tokens" if event.total_tokens else ""
            return NoticeKind.COMPACTION, f"Conversation compacted{size}", event.summary or "", "compaction"
        case response.CompactionFailed():
            return NoticeKind.COMPACTION, "Compaction failed; the conversation is as it was", "", "compaction"
        case response.ClientTaskCancel():
            return NoticeKind.SYSTEM, "A tool call for another client was cancelled", event.task_id, ""
        case _:
            return NoticeKind.UNKNOWN, f"Event: {event.type}", "", ""


def _unknown(conversation: Conversation, event: UnknownEvent, at: float) -> Conversation:
    """Count an unknown event and show it: one line for all of a type, until a page settles it."""
    count = conversation.unknown_events.get(event.type, 0) + 1
    counts = MappingProxyType({**conversation.unknown_events, event.type: count})
    shown = pretty(event.payload) if not isinstance(event.payload, str) else json.dumps(event.payload)
    detail = f"{event.problem}\n{shown}"
    text = f"Unknown event: {event.type}" + (f" ×{count}" if count > 1 else "")
    changed = replace(conversation, unknown_events=counts)
    return noticed(changed, NoticeKind.UNKNOWN, text, at=at, detail=detail, key=event.type)


def _with_title(conversation: Conversation, title: str) -> Conversation:
    if conversation.snapshot is None:
        return conversation
    return replace(conversation, snapshot=conversation.snapshot.model_copy(update={"title": title}))


def _with_child(conversation: Conversation, event: session.ChildSessionUpdated) -> Conversation:
    known = conversation.children.get(event.child_session_id, {})
    child = MappingProxyType({**known, **{k: v for k, v in event.child.items() if v is not None}})
    if child == known:
        return conversation
    children = MappingProxyType({**conversation.children, event.child_session_id: child})
    return replace(conversation, children=children)


def _with_resource(conversation: Conversation, resource: dict[str, object]) -> Conversation:
    resource_id = str(resource.get("id") or "")
    name = f"{resource.get('type') or 'resource'}: {resource.get('name') or resource_id}"
    if conversation.resources.get(resource_id) == name:
        return conversation
    return replace(conversation, resources=MappingProxyType({**conversation.resources, resource_id: name}))
