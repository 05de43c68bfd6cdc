"""Stored items that are neither messages nor calls nor errors: each as a notice that knows what it is about."""

import json
import re
from typing import TypedDict

from omnigent_tui.protocol import items as model
from omnigent_tui.state.notices import (
    Compaction,
    CompactionPhase,
    NativeTool,
    Routing,
    SessionFile,
    Setting,
    SlashCommand,
    SubAgentStep,
    Subject,
    TerminalCommand,
)
from omnigent_tui.state.transcript import Notice, NoticeKind

_MODEL_CHANGED = re.compile(r"\[System: model changed to (.+?)\]$")
_SUBAGENT_ENDED = re.compile(r"\[System: sub-agent (\S+)(?: title '[^']*')? (\w+)(?: \((\w+)\))?")
_SUBJECT_KEYS = ("query", "queries", "code", "prompt", "arguments", "url")


class Head(TypedDict):
    """What an entry has of its item."""

    key: str
    item_ids: tuple[str, ...]
    response_id: str
    created_at: float | None


def head(item: model.ItemBase) -> Head:
    """Return what the item's entry has of it, whatever kind it is."""
    ids = (item.id,) if item.id else ()
    return {
        "key": item.id or f"noid/{item.response_id}",
        "item_ids": ids,
        "response_id": item.response_id,
        "created_at": item.created_at,
    }


def notice_of(item: model.Item) -> Notice | None:
    """Return the notice of an item, or None when it is a message, a call, reasoning or an error."""
    match item:
        case model.CompactionItem():
            about = Compaction(CompactionPhase.DONE, item.token_count)
            return _notice(item, NoticeKind.COMPACTION, compacted(item.token_count), item.summary or "", about)
        case model.NativeToolItem():
            return _native_tool(item)
        case model.ResourceEventItem():
            return _resource_event(item)
        case model.RoutingDecisionItem():
            applied = item.applied is not False
            verb = "Routed to" if applied else "Would have routed to"
            chosen = item.model or "a model"
            about_routing = Routing(chosen, applied, item.scope or "")
            return _notice(item, NoticeKind.ROUTING, f"{verb} {chosen}", item.rationale or "", about_routing)
        case model.SlashCommandItem():
            text = f"/{item.name} {item.arguments}".rstrip()
            return _notice(item, NoticeKind.COMMAND, text, item.output or "", SlashCommand(item.kind == "skill"))
        case model.TerminalCommandItem():
            return _terminal_command(item)
        case model.UnknownItem():
            return _notice(item, NoticeKind.UNKNOWN, f"Unknown item: {item.server_type}", pretty(item.payload))
    return None


def system_notice(item: model.MessageItem) -> Notice:
    """Return the notice of a message that the server wrote in a person's name (wire-format §5.5)."""
    text = item.text
    first, _, rest = text.partition("\n")
    rest = rest.strip()
    if text.startswith(("[System: interrupted", "[Request interrupted")):
        return _notice(item, NoticeKind.INTERRUPTED, "Interrupted", rest)
    changed = _MODEL_CHANGED.match(first)
    if changed is not None:
        setting = Setting("Model", changed[1])
        return _notice(item, NoticeKind.SETTING, f"Model: {changed[1]}", rest, setting)
    ended = _SUBAGENT_ENDED.match(first)
    if ended is not None:
        name, verb, status = ended.groups()
        step = SubAgentStep("", name, verb, status or "")
        return _notice(item, NoticeKind.SUBAGENT, subagent_words(step), text.strip("[]"), step)
    return _notice(item, NoticeKind.SYSTEM, first.strip("[]") or "System message", rest)


def compacted(tokens: int | None) -> str:
    """Return the line of a compaction that is done."""
    return f"Conversation compacted to {tokens:,} tokens" if tokens else "Conversation compacted"


def subagent_words(step: SubAgentStep) -> str:
    """Return the line of something that happened with a sub-agent."""
    return f"Sub-agent {step.name} {step.verb}" + (f" ({step.status})" if step.status else "")


def file_words(file: SessionFile) -> str:
    """Return the line of a file that came or went."""
    return f"File {file.verb}: {file.name or file.file_id}"


def pretty(value: object) -> str:
    """Return decoded (and thereby cleaned) JSON as indented text, at most 20,000 characters."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)[:20_000]


def is_shown(item: model.Item) -> bool:
    """Whether a reader sees the item: the agent's own terminals come with every session and have their own view."""
    return not (isinstance(item, model.ResourceEventItem) and item.resource_type == "terminal")


def _notice(
    item: model.ItemBase, kind: NoticeKind, text: str, detail: str = "", about: Subject | None = None
) -> Notice:
    return Notice(**head(item), kind=kind, text=text, detail=detail, about=about)


def _native_tool(item: model.NativeToolItem) -> Notice:
    record = item.item
    name = _words(record.get("name")) or _words(record.get("type")).removesuffix("_call").replace("_", " ") or "tool"
    server = _words(record.get("server_label"))
    if server:
        name = f"{server} {name}"
    action = record.get("action")
    places = (record, action) if isinstance(action, dict) else (record,)
    subject = next((_words(place.get(key)) for place in places for key in _SUBJECT_KEYS if place.get(key)), "")
    about = NativeTool(name, subject, _words(record.get("status")) or "completed")
    return _notice(item, NoticeKind.NATIVE_TOOL, f"{name} {subject}".rstrip(), pretty(record), about)


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else ""


def _resource_event(item: model.ResourceEventItem) -> Notice:
    verb = item.event_type.rpartition(".")[2] or "changed"
    resource, resource_id = item.resource, item.resource_id or ""
    detail = pretty(resource) if resource else ""
    if item.resource_type == "session":
        name = _words(resource.get("title")) or _words(resource.get("name")) or resource_id[:8]
        step = SubAgentStep(resource_id, name, verb, _words(resource.get("status")))
        return _notice(item, NoticeKind.SUBAGENT, subagent_words(step), detail, step)
    if item.resource_type == "file":
        file = file_of(resource, resource_id, verb)
        return _notice(item, NoticeKind.RESOURCE, file_words(file), detail, file)
    name = _words(resource.get("name")) or resource_id
    what = (item.resource_type or "resource").capitalize()
    return _notice(item, NoticeKind.RESOURCE, f"{what} {verb}: {name}".rstrip(": "), detail)


def file_of(resource: dict[str, object], resource_id: str, verb: str) -> SessionFile:
    """Return what a file's resource record says of it."""
    facts = resource.get("metadata")
    metadata: dict[str, object] = facts if isinstance(facts, dict) else {}
    size = metadata.get("bytes")
    return SessionFile(
        verb,
        resource_id,
        _words(metadata.get("filename")) or _words(resource.get("name")),
        _words(metadata.get("content_type")),
        size if isinstance(size, int) else None,
    )


def _terminal_command(item: model.TerminalCommandItem) -> Notice:
    shown = "\n".join(part.rstrip("\n") for part in (item.stdout, item.stderr) if part)
    if item.input and item.kind != "output":
        return _notice(item, NoticeKind.COMMAND, f"!{item.input}", shown, TerminalCommand(is_input=True))
    lines = shown.count("\n") + 1 if shown else 0
    text = f"Terminal output, {lines} {'line' if lines == 1 else 'lines'}" if lines else "No terminal output"
    about = TerminalCommand(is_input=False, is_error=bool(item.stderr) and not item.stdout)
    return _notice(item, NoticeKind.COMMAND, text, shown, about)
