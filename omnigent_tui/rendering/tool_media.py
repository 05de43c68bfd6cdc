"""Images and files as one line each: what it is, its name, its size, its type."""

from mimetypes import guess_type

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.tool_values import ToolValues

SEPARATOR = " · "
"""Stands between what is known of a file."""

_KINDS = {"image": "image", "audio": "audio", "video": "video"}


def byte_size(size: int) -> str:
    """Return a number of bytes in its largest unit: "812 B", "12 KB", "3.4 MB"."""
    if size < 1_000:
        return f"{max(0, size)} B"
    for unit, factor in (("KB", 1_000), ("MB", 1_000_000)):
        amount = size / factor
        if amount < 9.95:
            return f"{amount:.1f} {unit}"
        if amount < 999.5:
            return f"{amount:.0f} {unit}"
    return f"{size / 1e9:,.1f} GB"


def kind_of(media_type: str) -> str:
    """Return the kind of thing of a media type, in a word: image, audio, video or file."""
    return _KINDS.get(media_type.partition("/")[0].lower(), "file")


def media_type_of(name: str) -> str:
    """Return the media type that a file's name stands for, "" when unknown."""
    return guess_type(name.rpartition("/")[2], strict=False)[0] or ""


def describe(name: str, size: int | None = None, media_type: str = "", note: str = "") -> str:
    """Return the one line about a file: `shot.png · 12 KB · image/png`; without a name, what kind of thing it is."""
    media_type = clean_line(media_type, 100) or media_type_of(name)
    parts = (
        clean_line(name, 300) or kind_of(media_type),
        byte_size(size) if size is not None else "",
        media_type,
        clean_line(note, 200),
    )
    return SEPARATOR.join(part for part in parts if part)


def media_line(block: ToolValues) -> str:
    """Return the line about the image or file that an object of a tool's output describes, "" when it is none."""
    source = block.nested("source")
    resource = block.nested("resource")
    kind = block.text("type")
    name = block.text("name", "filename", "path") or resource.text("name", "uri") or block.text("uri", "file_id")
    media_type = block.text("mimeType", "mime_type", "media_type", "content_type")
    media_type = media_type or source.text("media_type") or resource.text("mimeType")
    size = block.number("total_bytes", "bytes", "size")
    if kind in {"image", "audio"}:
        data = block.text("data") or source.text("data")
        size = _decoded_size(data) if size is None and data else size
        return describe(name, size, media_type or f"{kind}/*", source.text("url"))
    if kind in {"resource", "resource_link"}:
        return describe(name, size, media_type)
    if block.text("encoding") == "base64" and name:
        return describe(name, size, media_type, block.text("note"))
    return ""


def _decoded_size(data: str) -> int:
    return len(data) * 3 // 4 - data[-2:].count("=")
