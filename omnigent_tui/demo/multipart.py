"""Reads `multipart/form-data` bodies, which the server takes for agent bundles and file uploads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
_NAME = re.compile(r'\bname="([^"]*)"')
_FILENAME = re.compile(r'\bfilename="([^"]*)"')
_FILENAME_STAR = re.compile(r"\bfilename\*=(?:utf-8|UTF-8)''([^;\s]+)")


@dataclass(frozen=True)
class Part:
    """One field of a form."""

    name: str
    filename: str | None
    content_type: str
    content: bytes


def parse(body: bytes, content_type: str) -> dict[str, Part]:
    """The parts of a form by field name; a body without its boundary has none."""
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        return {}
    marker = b"\r\n--" + boundary.group(1).encode()
    parts: dict[str, Part] = {}
    for chunk in (b"\r\n" + body).split(marker)[1:]:
        if chunk.startswith(b"--") or b"\r\n\r\n" not in chunk:
            continue
        raw_head, content = chunk.removeprefix(b"\r\n").split(b"\r\n\r\n", 1)
        part = _part(raw_head.decode("utf-8", "replace"), content)
        if part is not None:
            parts[part.name] = part
    return parts


def _part(head: str, content: bytes) -> Part | None:
    kind, name, filename = "text/plain", None, None
    for line in head.split("\r\n"):
        key, _, value = line.partition(":")
        if key.lower() == "content-type":
            kind = value.strip()
        if key.lower() == "content-disposition":
            name = _NAME.search(value)
            plain, encoded = _FILENAME.search(value), _FILENAME_STAR.search(value)
            if encoded is not None:
                filename = unquote(encoded.group(1))
            elif plain is not None:
                filename = plain.group(1)
    if name is None:
        return None
    return Part(name.group(1), filename, kind, content)
