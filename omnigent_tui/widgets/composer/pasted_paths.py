"""Paths that a terminal pastes when files are dropped on it: quoted for a shell, or as addresses."""

import re
import shlex
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

LONGEST = 4_096
# What nobody pastes to have its path talked about; any other file is attached by the command for it.
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".pdf"})
_SPACE_WITHOUT_QUOTES = re.compile(r"[^'\"\\]*")


def attachable_paths(text: str) -> tuple[str, ...]:
    """Return the absolute paths in `text` if it is nothing but paths of pictures and PDFs, else nothing."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return ()
    paths = tuple(map(_path, _words(text)))
    are_files = all(path.startswith(("/", "~/")) and PurePath(path).suffix.lower() in _SUFFIXES for path in paths)
    return paths if are_files else ()


def _words(text: str) -> list[str]:
    if "\n" not in text and _SPACE_WITHOUT_QUOTES.fullmatch(text) and text.startswith(("/", "~/")):
        # One path as a file manager copies it, its spaces as they are, unless a second one begins.
        return [text] if " /" not in text and " ~/" not in text else text.split()
    try:
        return shlex.split(text)
    except ValueError:
        return []


def _path(word: str) -> str:
    if not word.startswith("file:"):
        return word
    try:
        address = urlsplit(word)
    except ValueError:
        return ""
    return unquote(address.path) if address.netloc in ("", "localhost") else ""
