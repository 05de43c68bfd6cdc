"""Draws box and block characters as shapes, because fonts leave gaps between the rows of an SVG."""

from __future__ import annotations

_LIGHT, _HEAVY = 1.6, 3.4

# Arms of a character: left, right, up, down; 1 light, 2 heavy.
_ARMS: dict[str, tuple[int, int, int, int]] = {
    "─": (1, 1, 0, 0),
    "━": (2, 2, 0, 0),
    "│": (0, 0, 1, 1),
    "┃": (0, 0, 2, 2),
    "┌": (0, 1, 0, 1),
    "┐": (1, 0, 0, 1),
    "└": (0, 1, 1, 0),
    "┘": (1, 0, 1, 0),
    "╭": (0, 1, 0, 1),
    "╮": (1, 0, 0, 1),
    "╰": (0, 1, 1, 0),
    "╯": (1, 0, 1, 0),
    "├": (0, 1, 1, 1),
    "┤": (1, 0, 1, 1),
    "┬": (1, 1, 0, 1),
    "┴": (1, 1, 1, 0),
    "┼": (1, 1, 1, 1),
}

# Part of the cell that is filled: left, top, right, bottom.
_BLOCKS: dict[str, tuple[float, float, float, float]] = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 1 / 2),
    "▄": (0, 1 / 2, 1, 1),
    "▐": (1 / 2, 0, 1, 1),
    "▔": (0, 0, 1, 1 / 8),
    "▕": (7 / 8, 0, 1, 1),
    **{char: (0, 1 - eighths / 8, 1, 1) for eighths, char in zip((1, 2, 3, 5, 6, 7), "▁▂▃▅▆▇", strict=True)},
    **{char: (0, 0, 1 - eighths / 8, 1) for eighths, char in enumerate("▉▊▋▌▍▎▏", 1)},
}

Box = tuple[float, float, float, float]
"""Left, top, width and height in pixels."""


def is_line_art(char: str) -> bool:
    """Whether the character is drawn here."""
    return char in _ARMS or char in _BLOCKS


def boxes(char: str, x: float, y: float, width: float, height: float) -> list[Box]:
    """Return the filled boxes that draw the character in a cell at `x`, `y` of that size."""
    if char in _BLOCKS:
        left, top, right, bottom = _BLOCKS[char]
        return [(x + left * width, y + top * height, (right - left) * width, (bottom - top) * height)]
    left, right, up, down = (_LIGHT if arm == 1 else _HEAVY if arm == 2 else 0.0 for arm in _ARMS[char])
    middle_x, middle_y = x + width / 2, y + height / 2
    drawn: list[Box] = []
    if left or right:
        thick = max(left, right)
        begin, end = (x if left else middle_x - thick / 2), (x + width if right else middle_x + thick / 2)
        drawn.append((begin, middle_y - thick / 2, end - begin, thick))
    if up or down:
        thick = max(up, down)
        begin, end = (y if up else middle_y - thick / 2), (y + height if down else middle_y + thick / 2)
        drawn.append((middle_x - thick / 2, begin, thick, end - begin))
    return drawn
