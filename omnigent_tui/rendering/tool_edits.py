"""What the arguments of editing tools ask for, as diffs: replacements, batches of them, and patches."""

import re
from collections.abc import Sequence

from omnigent_tui.rendering.diff_model import SHOWN_DIFF_LINES, DiffLine, FileDiff
from omnigent_tui.rendering.diff_patch import counted, parse_patch
from omnigent_tui.rendering.diff_texts import diff_texts
from omnigent_tui.rendering.tool_titles import PATH_NAMES
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.values import replace

_REPLACED = (
    ("old_string", "new_string"),
    ("oldString", "newString"),
    ("oldText", "newText"),
    ("old_text", "new_text"),
    ("old_str", "new_str"),
)
_PATCH = ("patch", "input", "diff", "patch_text", "patchText", "code_edit")
_EDITS_SHOWN = 200
_NUMBERED = re.compile(r"^ {0,8}(\d{1,7})[→\t](.*)$", re.MULTILINE)
_SNIPPET = 20_000


def edits_of(values: ToolValues) -> tuple[FileDiff, ...]:
    """Return the replacements in an edit's arguments as one diff; nothing when there are none."""
    path = values.text(*PATH_NAMES)
    rows = values.rows("edits", "replacements") or [values]
    found = [
        (row.text(old), row.text(new))
        for row in rows[:_EDITS_SHOWN]
        for old, new in _REPLACED
        if row.has_text(old) and row.has_text(new)
    ]
    if not found:
        return ()
    diffs: list[FileDiff] = []
    for old, new in found:
        diffs.append(diff_texts(old, new, path, room=_room(diffs)))
    hunks = [hunk for diff in diffs for hunk in diff.hunks]
    hidden = sum(diff.hidden for diff in diffs)
    added, removed = sum(diff.added for diff in diffs), sum(diff.removed for diff in diffs)
    return (FileDiff(path, tuple(hunks), added, removed, hidden=hidden),)


def _room(diffs: Sequence[FileDiff]) -> int:
    """How many lines may still be kept."""
    return max(0, SHOWN_DIFF_LINES - sum(len(hunk.lines) for diff in diffs for hunk in diff.hunks))


def patches_of(values: ToolValues) -> tuple[FileDiff, ...]:
    """Return the diffs of a patch in the arguments: as text, as Codex's list of changes, or as a command."""
    changes = values.rows("changes")
    if changes:
        diffs: list[FileDiff] = []
        for change in changes[:_EDITS_SHOWN]:
            diffs += _change(change, _room(diffs))
        return tuple(diffs)
    words = values.texts("command")
    text = values.text(*_PATCH) or (words[1] if len(words) > 1 and words[0] == "apply_patch" else "")
    return parse_patch(text, values.text(*PATH_NAMES)) if text else ()


def _change(change: ToolValues, room: int) -> tuple[FileDiff, ...]:
    path, kind = change.text("path"), change.nested("kind").text("type") or change.text("kind", "type")
    text = change.text("diff", "unified_diff", "content")
    if kind == "add":
        return (diff_texts("", text, path, first_line=1, change="added", room=room),)
    if kind == "delete":
        return (diff_texts(text, "", path, first_line=1, change="deleted", room=room),)
    if not room:
        added, removed = counted(text)
        return (FileDiff(path, (), added, removed, hidden=added + removed),)
    moved = change.nested("kind").text("move_path")
    diffs = parse_patch(text, path, room)
    return tuple(replace(diff, path=f"{path} → {moved}" if moved else path or diff.path) for diff in diffs)


def placed(diffs: Sequence[FileDiff], output: str) -> tuple[FileDiff, ...]:
    """Return `diffs` with line numbers where an edit's output shows the changed place with its numbers."""
    numbered = _NUMBERED.findall(output[:_SNIPPET])
    if not numbered or len(diffs) != 1 or len(diffs[0].hunks) != 1:
        return tuple(diffs)
    lines = diffs[0].hunks[0].lines
    after = [line.text for line in lines if line.sign != "-"]
    texts = [text for _, text in numbered]
    start = next((at for at in range(len(texts)) if after and texts[at : at + len(after)] == after), None)
    if start is None or any(line.number is not None for line in lines):
        return tuple(diffs)
    first = int(numbered[start][0])
    old = new = first
    moved: list[DiffLine] = []
    for line in lines:
        moved.append(replace(line, old=None if line.sign == "+" else old, new=None if line.sign == "-" else new))
        old += line.sign != "+"
        new += line.sign != "-"
    return (replace(diffs[0], hunks=(replace(diffs[0].hunks[0], lines=tuple(moved)),)),)
