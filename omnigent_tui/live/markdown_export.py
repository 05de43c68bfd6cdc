"""A session as one Markdown document: what was said as it was written, everything else in fences."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from omnigent_tui.state.readable import readable_json
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Gap,
    Notice,
    Reasoning,
    ToolCall,
    UserMessage,
)

_BACKTICKS = re.compile("`+")


def document_head(title: str, session_id: str, url: str) -> str:
    """Return the first lines of the document."""
    return f"# {one_line(title) or session_id}\n\nSession `{session_id}` on {url}\n"


def entries_as_markdown(entries: Iterable[Entry]) -> str:
    """Return the entries one after the other, each with a heading; the text ends with a newline."""
    return "".join(f"\n{entry_as_markdown(entry)}\n" for entry in entries)


def entry_as_markdown(entry: Entry) -> str:
    """Return one entry with its heading, without a newline at the end."""
    match entry:
        case UserMessage():
            files = "\n".join(f"- attached: {one_line(name)}" for name in entry.attachments)
            return _parts(_heading(entry.author or "User", entry), entry.text, files)
        case AssistantMessage():
            end = "*(interrupted)*" if entry.interrupted else ""
            return _parts(_heading(entry.agent or "Agent", entry), entry.text, end)
        case Reasoning():
            return _parts(_heading("Reasoning", entry), _quoted(entry.text))
        case ToolCall():
            output = entry.live_output if entry.output is None else readable_json(entry.output)
            heading = _heading(f"Tool: {entry.name or 'unknown'} ({entry.state.value})", entry)
            return _parts(heading, fenced(readable_json(entry.arguments)), _named("Output:", fenced(output)))
        case ErrorNotice():
            heading = _heading(f"Error: {entry.code}", entry)
            cause, advice = _named("Cause:", _quoted(entry.cause or "")), _named("What to do:", entry.remediation or "")
            return _parts(heading, _quoted(entry.title or ""), _quoted(entry.message), cause, advice)
        case Notice():
            return _parts(_heading(entry.text or entry.kind.value, entry), fenced(entry.detail))
        case Gap():
            return "[…]"


def fenced(text: str) -> str:
    """Return `text` in a code fence that is longer than any in it; nothing for an empty text."""
    text = text.strip("\n")
    if not text:
        return ""
    fence = "`" * max(3, 1 + max((len(found) for found in _BACKTICKS.findall(text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def one_line(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(text.split())


def _heading(words: str, entry: Entry) -> str:
    said = one_line(words)
    said = said if len(said) <= 200 else f"{said[:199]}…"
    return f"## {said}" + (f" · {_time(entry.created_at)}" if entry.created_at is not None else "")


def _time(seconds: float) -> str:
    # Odd numbers of a server's must not end an export.
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError, OSError):
        return "unknown time"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n")) if text.strip() else ""


def _named(name: str, text: str) -> str:
    return f"{name}\n\n{text}" if text else ""


def _parts(*parts: str) -> str:
    return "\n\n".join(part for part in (p.strip("\n") for p in parts) if part)
