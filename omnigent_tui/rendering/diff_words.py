"""Which words changed between a line taken out and the line put in for it."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from omnigent_tui.rendering.diff_model import ADDED_LINE, KEPT, REMOVED_LINE, DiffLine, Span
from omnigent_tui.values import replace

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_WORDS_LIMIT = 200
_LEAST_ALIKE = 0.4
"""Lines less alike than this are two lines, not one that was changed: marks all over would only be noise."""


def with_marks(lines: Sequence[DiffLine]) -> tuple[DiffLine, ...]:
    """Return `lines` with the changed words of each changed line marked; the n-th line out belongs to the n-th in."""
    marked = list(lines)
    start = 0
    while start < len(marked):
        if marked[start].sign == KEPT:
            start += 1
            continue
        end = start
        while end < len(marked) and marked[end].sign != KEPT:
            end += 1
        removed = [i for i in range(start, end) if marked[i].sign == REMOVED_LINE]
        added = [i for i in range(start, end) if marked[i].sign == ADDED_LINE]
        for old, new in zip(removed, added, strict=False):
            old_marks, new_marks = changed_words(marked[old].text, marked[new].text)
            marked[old] = replace(marked[old], marks=old_marks)
            marked[new] = replace(marked[new], marks=new_marks)
        start = end
    return tuple(marked)


def changed_words(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of `old` and of `new` that differ; nothing when the lines have too little in common."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) > _WORDS_LIMIT or len(after) > _WORDS_LIMIT:
        return (), ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = [opcode for opcode in matcher.get_opcodes() if opcode[0] != "equal"]
    same = sum(len("".join(before[m.a : m.a + m.size]).strip()) for m in matcher.get_matching_blocks())
    longest = max(len(old.strip()), len(new.strip()))
    if not longest or same / longest < _LEAST_ALIKE:
        return (), ()
    return (
        _spans(before, [(first, last) for _, first, last, _, _ in blocks]),
        _spans(after, [(first, last) for _, _, _, first, last in blocks]),
    )


def _spans(words: Sequence[str], blocks: Sequence[Span]) -> tuple[Span, ...]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return tuple((starts[first], starts[last]) for first, last in blocks if first < last)
