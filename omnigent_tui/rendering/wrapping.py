"""Where to break a line: by words (wide characters may be broken between), or exactly at a width, in terminal cells."""

import re
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

_WIDE = (
    r"\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff"
    r"\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_CHUNK = re.compile(rf"[{_WIDE}]\s*|[^\s{_WIDE}]+\s*|\s+")
_ASCII_CHUNK = re.compile(r"\S+\s*|\s+")


@lru_cache(4096)
def _character_width(character: str) -> int:
    return get_character_cell_size(character)


def text_width(text: str) -> int:
    """Return the width of `text` in cells. ASCII needs no measuring, and no place among what rich remembers of it."""
    return len(text) if text.isascii() else cell_len(text)


def fold_offsets(text: str, width: int) -> list[int]:
    """Return the character offsets that cut `text` in pieces of at most `width` cells (a wide one may exceed 1)."""
    if text.isascii():
        return list(range(width, len(text), width))
    offsets: list[int] = []
    used = 0
    for index, character in enumerate(text):
        size = _character_width(character)
        if used + size > width and used:
            offsets.append(index)
            used = size
        else:
            used += size
    return offsets


def wrap_offsets(text: str, width: int) -> list[int]:
    """Return the character offsets at which `text` (no newlines, no tabs) breaks into rows of `width` cells.

    White space at a break stays at the end of the row before it (and may exceed the width there).
    """
    offsets: list[int] = []
    used = 0
    ascii_only = text.isascii()
    for match in (_ASCII_CHUNK if ascii_only else _CHUNK).finditer(text):
        start = match.start()
        chunk = match.group()
        word = chunk.rstrip()
        word_width = len(word) if ascii_only else text_width(word)
        if used + word_width <= width:
            used += word_width + len(chunk) - len(word)
            continue
        if word_width > width:
            # A word longer than a row begins where it stands: half-empty rows before a long URL help nobody.
            position, end, room = start, start + len(word), width - used
            while True:
                taken = _take(text, position, end, room)
                if not taken and room == width:
                    taken = 1
                position += taken
                if position >= end:
                    break
                offsets.append(position)
                room = width
            used = text_width(text[offsets[-1] if offsets else 0 : match.end()])
        else:
            if start:
                offsets.append(start)
            used = text_width(chunk)
    return offsets


def _take(text: str, start: int, end: int, width: int) -> int:
    """How many characters of `text[start:end]` fit in `width` cells."""
    used = 0
    for index in range(start, end):
        used += _character_width(text[index])
        if used > width:
            return index - start
    return end - start
