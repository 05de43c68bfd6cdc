"""JSON values as short readable text: one line for a header, or indented lines for the unfolded view."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from omnigent_tui.protocol.decoding import DecodeError, decode_json

_DEPTH_LIMIT = 6


def one_line(value: Any, limit: int = 120) -> str:
    """Return `value` on one line of at most `limit` characters: `key: value, key: value`, strings unquoted."""
    text = " ".join(_inline(value, 0).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _inline(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return value[:400]
    if isinstance(value, Mapping):
        if depth >= _DEPTH_LIMIT:
            return "{…}"
        pairs = ", ".join(f"{key}: {_inline(child, depth + 1)}" for key, child in list(value.items())[:40])
        return f"{{{pairs}}}" if depth else pairs
    if isinstance(value, Sequence):
        return f"[{', '.join(_inline(child, depth + 1) for child in value[:40])}]" if depth < _DEPTH_LIMIT else "[…]"
    return json.dumps(value)


def indented(value: Any) -> str:
    """Return `value` as indented JSON; strings with newlines are spelled out in lines of their own."""
    lines: list[str] = []
    _write(value, "", "", "", lines)
    return "\n".join(lines)


def _write(value: Any, indent: str, head: str, tail: str, lines: list[str]) -> None:
    inner = f"{indent}  "
    if isinstance(value, Mapping) and value:
        lines.append(f"{indent}{head}{{")
        for number, (key, child) in enumerate(value.items(), 1):
            _write(child, inner, f"{key}: ", "," if number < len(value) else "", lines)
        lines.append(f"{indent}}}{tail}")
    elif isinstance(value, list) and value:
        lines.append(f"{indent}{head}[")
        for number, child in enumerate(value, 1):
            _write(child, inner, "", "," if number < len(value) else "", lines)
        lines.append(f"{indent}]{tail}")
    elif isinstance(value, str) and "\n" in value:
        lines.append(f"{indent}{head}")
        lines.extend(f"{inner}{line}" for line in value.split("\n"))
    else:
        lines.append(f"{indent}{head}{json.dumps(value, ensure_ascii=False)}{tail}")


def parsed(text: str) -> Any | None:
    """Return the JSON object or array in `text` (a server's string), or None when it is anything else."""
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        value = decode_json(text)
    except DecodeError:
        return None
    return value if isinstance(value, dict | list) else None
