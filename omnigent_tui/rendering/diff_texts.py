"""The diff between two texts: what an edit takes out and what it puts in."""

from difflib import SequenceMatcher

from omnigent_tui.rendering.diff_model import (
    ADDED_LINE,
    KEPT,
    REMOVED_LINE,
    SHOWN_DIFF_LINES,
    DiffLine,
    FileDiff,
    Hunk,
)
from omnigent_tui.rendering.diff_words import with_marks

CONTEXT = 3
_COMPARED_LINES = 600
"""Texts that differ over more lines than this are shown as one block out and one in: comparing takes the square."""

Change = tuple[str, int, int, int, int]


def diff_texts(
    old: str,
    new: str,
    path: str = "",
    *,
    first_line: int | None = None,
    change: str = "edited",
    room: int = SHOWN_DIFF_LINES,
) -> FileDiff:
    """Compare two texts by lines, with 3 lines around each change; at most `room` lines are kept.

    `first_line` is the number of the first line in the file when it is known; without it, lines have no numbers.
    """
    before, after = _lines(old), _lines(new)
    hunks: list[Hunk] = []
    added = removed = hidden = 0
    for group in _groups(_changes(before, after)):
        lines: list[DiffLine] = []
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                pairs = zip(range(old_start, old_end), range(new_start, new_end), strict=True)
                lines += [DiffLine(KEPT, before[i], _at(first_line, i), _at(first_line, j)) for i, j in pairs]
                continue
            removed += old_end - old_start
            added += new_end - new_start
            rows = range(old_start, old_end)
            lines += [DiffLine(REMOVED_LINE, before[i], _at(first_line, i), None) for i in rows[:SHOWN_DIFF_LINES]]
            rows = range(new_start, new_end)
            lines += [DiffLine(ADDED_LINE, after[j], None, _at(first_line, j)) for j in rows[:SHOWN_DIFF_LINES]]
            hidden += max(0, old_end - old_start - SHOWN_DIFF_LINES) + max(0, new_end - new_start - SHOWN_DIFF_LINES)
        hidden += max(0, len(lines) - room)
        if room:
            hunks.append(Hunk(with_marks(lines[:room])))
        room = max(0, room - len(lines))
    return FileDiff(path, tuple(hunks), added, removed, change, hidden)


def _lines(text: str) -> list[str]:
    if not text:
        return []
    return (text[:-1] if text.endswith("\n") else text).split("\n")


def _at(first_line: int | None, index: int) -> int | None:
    return None if first_line is None else first_line + index


def _changes(before: list[str], after: list[str]) -> list[Change]:
    """Return what is equal and what differs, in order; only the middle that differs is compared."""
    start = 0
    least = min(len(before), len(after))
    while start < least and before[start] == after[start]:
        start += 1
    end = 0
    while end < least - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old_middle, new_middle = before[start : len(before) - end], after[start : len(after) - end]
    changes: list[Change] = [("equal", 0, start, 0, start)] if start else []
    if len(old_middle) > _COMPARED_LINES or len(new_middle) > _COMPARED_LINES:
        changes.append(("replace", start, start + len(old_middle), start, start + len(new_middle)))
    elif old_middle or new_middle:
        matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=False)
        changes += [(tag, a + start, b + start, c + start, d + start) for tag, a, b, c, d in matcher.get_opcodes()]
    if end:
        changes.append(("equal", len(before) - end, len(before), len(after) - end, len(after)))
    return changes


def _groups(changes: list[Change]) -> list[list[Change]]:
    """Return the changes in groups with 3 equal lines around each."""
    groups: list[list[Change]] = [[]]
    for number, (tag, a, b, c, d) in enumerate(changes):
        if tag != "equal":
            groups[-1].append((tag, a, b, c, d))
            continue
        is_first, is_last = number == 0, number == len(changes) - 1
        if is_first:
            groups[-1].append((tag, max(a, b - CONTEXT), b, max(c, d - CONTEXT), d))
        elif is_last:
            groups[-1].append((tag, a, min(b, a + CONTEXT), c, min(d, c + CONTEXT)))
        elif b - a > 2 * CONTEXT:
            groups[-1].append((tag, a, a + CONTEXT, c, c + CONTEXT))
            groups.append([(tag, b - CONTEXT, b, d - CONTEXT, d)])
        else:
            groups[-1].append((tag, a, b, c, d))
    return [group for group in groups if any(tag != "equal" for tag, *_ in group)]
