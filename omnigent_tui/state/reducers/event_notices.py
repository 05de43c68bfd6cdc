"""Events that become a line of the transcript: each with its words and what it is about."""

from omnigent_tui.protocol import response_events as response
from omnigent_tui.protocol import session_events as session
from omnigent_tui.protocol.event_base import BackgroundTask, ErrorDetail, ServerEvent
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state import notices as about
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.errors import with_error
from omnigent_tui.state.reducers.live_region import index_of, noticed
from omnigent_tui.state.reducers.stored_notices import compacted, file_words, pretty
from omnigent_tui.state.transcript import Notice, NoticeKind
from omnigent_tui.values import Value, replace

_RECENT = 40
_DEFAULT = "default"


class _Line(Value):
    """A notice to be: `key` makes a later one about the same replace it, while it is live."""

    kind: NoticeKind
    text: str
    subject: about.Subject | None = None
    detail: str = ""
    key: str = ""


def told(conversation: Conversation, event: ServerEvent, at: float) -> Conversation:
    """Return the conversation with the event's line, or its error."""
    match event:
        case response.ResponseError():
            title = f"{event.tool_name} failed" if event.tool_name else None
            return with_error(conversation, event.error, at, title=title)
        case session.TurnFailed():
            known = {"code": "turn_failed", "message": "The turn failed.", **event.error}
            detail = None if "message" in event.error else event.error
            return with_error(conversation, ErrorDetail.model_validate({"detail": detail, **known}), at)
        case session.SessionCreated() if _knows_sub_agent(conversation, event.child_session_id):
            return conversation
        case response.CompactionInProgress() | response.CompactionCompleted() | response.CompactionFailed():
            return _compaction(conversation, event, at)
        case _:
            line = _setting(conversation, event) or _session_line(event) or _response_line(conversation, event, at)
    return noticed(conversation, line.kind, line.text, at=at, detail=line.detail, key=line.key, about=line.subject)


def _knows_sub_agent(conversation: Conversation, session_id: str) -> bool:
    """Whether a line tells of this sub-agent already: that it was asked says more than that its session exists."""
    recent = (*conversation.history[-_RECENT:], *conversation.live)
    steps = (e.about for e in recent if isinstance(e, Notice) and isinstance(e.about, about.SubAgentStep))
    return any(step.session_id == session_id for step in steps)


def _setting(conversation: Conversation, event: ServerEvent) -> _Line | None:
    snapshot = conversation.snapshot
    match event:
        case session.SessionReasoningEffort():
            before = (snapshot.reasoning_effort if snapshot else None) or _DEFAULT
            return _changed("Reasoning effort", event.reasoning_effort or _DEFAULT, before)
        case session.SessionPermissionMode():
            return _changed("Permission mode", event.permission_mode)
        case session.SessionCodexApprovalMode():
            return _changed("Approval mode", event.approval_mode)
        case session.SessionCollaborationMode():
            return _changed("Collaboration mode", event.mode)
        case session.SessionAgentChanged():
            before = (snapshot.agent_name if snapshot else None) or ""
            return _changed("Agent", event.agent_name or event.agent_id or "another one", before)
    return None


def _changed(name: str, value: str, before: str = "") -> _Line:
    setting = about.Setting(name, value, "" if before == value else before)
    return _Line(NoticeKind.SETTING, f"{name}: {value}", setting)


def model_told(conversation: Conversation, event: session.SessionModel, at: float) -> Conversation:
    """Say that another model answers now; every turn names its model, so only a change is worth a line.

    What only the snapshot has named yet may be the same model under another name (an alias that was asked for).
    """
    snapshot = conversation.snapshot
    asked_for = (snapshot.llm_model, snapshot.model_override) if snapshot is not None else ()
    if conversation.model is None or conversation.model in (event.model, *asked_for):
        return conversation
    line = _changed("Model", event.model, conversation.model)
    recent = (*conversation.history[-_RECENT:], *conversation.live)
    settings = [e.about for e in recent if isinstance(e, Notice) and isinstance(e.about, about.Setting)]
    models = [setting for setting in settings if setting.name == "Model"]
    if models and models[-1] == line.subject:
        return conversation
    return noticed(conversation, line.kind, line.text, at=at, about=line.subject)


def standing(conversation: Conversation, snapshot: SessionSnapshot, at: float) -> Conversation:
    """Say what a snapshot tells of starts that go on or failed, unless a line says just that."""
    begun: list[ServerEvent] = []
    if snapshot.sandbox_status is not None and snapshot.sandbox_status.stage != "ready":
        facts = snapshot.sandbox_status.model_dump()
        begun.append(session.SessionSandboxStatus(type="session.sandbox_status", **facts))
    if any(server.status != "ready" for server in snapshot.mcp_startup.values()):
        begun.append(session.SessionMcpStartup(type="session.mcp_startup", servers=snapshot.mcp_startup))
    for event in begun:
        line = _session_line(event)
        recent = (*conversation.history[-_RECENT:], *conversation.live)
        alike = [e.about for e in recent if isinstance(e, Notice) and line and type(e.about) is type(line.subject)]
        if line is not None and (not alike or alike[-1] != line.subject):
            conversation = told(conversation, event, at)
    return conversation


def _session_line(event: ServerEvent) -> _Line | None:
    match event:
        case session.SessionCreated():
            step = about.SubAgentStep(event.child_session_id, "session", "created")
            return _Line(NoticeKind.SUBAGENT, "Sub-agent session created", step, key=event.child_session_id)
        case session.SessionSandboxStatus():
            text = f"Sandbox {event.stage}" + (f": {event.error}" if event.error else "")
            progress = about.SandboxProgress(event.stage, event.provider or "", event.error or "")
            return _Line(NoticeKind.SYSTEM, text, progress, key="sandbox")
        case session.SessionMcpStartup():
            servers = tuple(about.McpServer(name, s.status, s.error or "") for name, s in event.servers.items())
            ready = sum(server.status == "ready" for server in servers)
            text = f"MCP servers: {ready} of {len(servers)} ready"
            lines = (f"{server.name}: {server.status} {server.error}".rstrip() for server in servers)
            return _Line(NoticeKind.SYSTEM, text, about.McpStartup(servers), "\n".join(lines), "mcp")
        case session.SessionSuperseded():
            succession = about.Succession(event.target_conversation_id, event.reason or "")
            text = "The conversation goes on in another session"
            return _Line(NoticeKind.SYSTEM, text, succession, key=f"superseded/{event.target_conversation_id}")
        case session.SessionSidechat():
            aside = about.Sidechat(event.question, event.truncated)
            return _Line(NoticeKind.SYSTEM, f"Aside: {event.question}", aside, event.answer)
        case session.BrowserActionRequest():
            text = f"The agent asks for a browser: {event.action}"
            return _Line(NoticeKind.SYSTEM, text, detail=pretty(event.args) if event.args else "")
    return None


def _response_line(conversation: Conversation, event: ServerEvent, at: float) -> _Line:
    match event:
        case response.ResponseRetry():
            of = f" of {event.max_attempts}" if event.max_attempts else ""
            what = f"{event.tool_name}: trying" if event.tool_name else "Trying"
            text = f"{what} again ({event.attempt}{of}) after {event.delay_seconds:g} s"
            reason = (event.error.message or event.error.code) if event.error else ""
            key = f"retry/{conversation.turn.response_id}/{event.tool_name or ''}"
            retry = about.Retry(
                event.attempt,
                event.max_attempts,
                at + event.delay_seconds,
                event.delay_seconds,
                event.tool_name or "",
                reason,
            )
            return _Line(NoticeKind.RETRY, text, retry, reason, key)
        case response.PolicyDenied():
            denial = about.Denial(event.reason, event.phase or "")
            return _Line(NoticeKind.POLICY, f"Denied by policy: {event.reason}", denial)
        case response.OutputFileDone():
            file = about.SessionFile("made", event.file_id, event.filename or "", event.content_type or "")
            return _Line(NoticeKind.RESOURCE, file_words(file), file, key=event.file_id)
        case response.ClientTaskCancel():
            text = "A tool call that another client was to run is cancelled"
            return _Line(NoticeKind.SYSTEM, text, detail=event.call_id or event.task_id)
    return _Line(NoticeKind.UNKNOWN, f"Event: {event.type}")


_CompactionEvent = response.CompactionInProgress | response.CompactionCompleted | response.CompactionFailed


def _compaction(conversation: Conversation, event: _CompactionEvent, at: float) -> Conversation:
    """Say how a compaction stands: in the line that says it runs, if there is one, else in a new one."""
    index = index_of(conversation, _is_running_compaction)
    open_one = None if index is None else conversation.live[index]
    known = open_one.about if isinstance(open_one, Notice) else None
    before = known.before if isinstance(known, about.Compaction) else conversation.context_tokens
    match event:
        case response.CompactionInProgress():
            subject = about.Compaction(about.CompactionPhase.RUNNING, before=before)
            text, detail = "Compacting the conversation…", ""
        case response.CompactionCompleted():
            subject = about.Compaction(about.CompactionPhase.DONE, event.total_tokens, before)
            text, detail = compacted(event.total_tokens), event.summary or ""
        case response.CompactionFailed():
            subject = about.Compaction(about.CompactionPhase.FAILED, before=before)
            text, detail = "Compaction failed; the conversation is as it was", ""
    if open_one is None:
        return noticed(conversation, NoticeKind.COMPACTION, text, at=at, detail=detail, about=subject)
    changed = Notice(
        key=open_one.key, created_at=at, kind=NoticeKind.COMPACTION, text=text, detail=detail, about=subject
    )
    live = tuple(changed if entry is open_one else entry for entry in conversation.live)
    return replace(conversation, live=live, revision=conversation.revision + 1)


def _is_running_compaction(entry: object) -> bool:
    return (
        isinstance(entry, Notice)
        and isinstance(entry.about, about.Compaction)
        and entry.about.phase is about.CompactionPhase.RUNNING
    )


def background_told(
    conversation: Conversation, count: int, tasks: tuple[BackgroundTask, ...], at: float
) -> Conversation:
    """Say what goes on after the turn's end, and when nothing does any more."""
    words = tuple(task.description or task.command or task.type or "" for task in tasks)
    if count == conversation.turn.background_tasks:
        return conversation
    plural = "task" if count == 1 else "tasks"
    text = f"{count} background {plural} running" if count else "Background tasks ended"
    work = about.BackgroundWork(count, tuple(word for word in words if word))
    return noticed(
        conversation, NoticeKind.SYSTEM, text, at=at, detail="\n".join(work.tasks), key="background", about=work
    )
