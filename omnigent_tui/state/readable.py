"""What a reader can find in an entry, as plain text: the strings inside a tool's JSON instead of the JSON itself."""

from typing import Any

from omnigent_tui.protocol.decoding import DecodeError, decode_json
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

_STREAMS = ("stdout", "stderr", "error")
_DEPTH_LIMIT = 20


def readable_text(entry: Entry) -> str:
    """Return the entry's text: messages as written, of tool calls the name, the arguments and the output."""
    match entry:
        case UserMessage():
            return "\n".join((entry.text, *entry.attachments))
        case AssistantMessage() | Reasoning():
            return entry.text
        case ToolCall():
            output = entry.live_output if entry.output is None else readable_json(entry.output)
            return "\n".join(part for part in (entry.name, readable_json(entry.arguments), output) if part)
        case ErrorNotice():
            parts = (entry.code, entry.title, entry.message, entry.cause, entry.remediation, entry.detail)
            return "\n".join(dict.fromkeys(part for part in parts if part))
        case Notice():
            return f"{entry.text}\n{entry.detail}".rstrip("\n")
        case Gap():
            return ""


def readable_json(text: str) -> str:
    """Return the strings in `text`, a server's string that may be JSON, one to a line; other text unchanged.

    The streams of a shell come without their names, other values as `name: value`.
    """
    if text.lstrip()[:1] not in {"{", "["}:
        return text
    try:
        value = decode_json(text)
    except DecodeError:
        return text
    lines: list[str] = []
    if isinstance(value, dict) and ("stdout" in value or "stderr" in value):
        for name in _STREAMS:
            stream = value.pop(name, None)
            if isinstance(stream, str) and stream:
                lines.append(stream.rstrip("\n"))
    _collect("", value, lines, 0)
    return "\n".join(lines)


def _collect(name: str, value: Any, lines: list[str], depth: int) -> None:
    if depth > _DEPTH_LIMIT:
        return
    if isinstance(value, dict):
        for key, child in value.items():
            _collect(f"{key}: ", child, lines, depth + 1)
    elif isinstance(value, list):
        for child in value:
            _collect(name, child, lines, depth + 1)
    elif value is not None:
        lines.append(f"{name}{value}")
