"""What is asked for, laid out to be read: a command as in a shell, edits as a diff, arguments as a table."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from omnigent_tui.rendering.diff_model import ADDED_LINE, REMOVED_LINE
from omnigent_tui.rendering.diff_texts import diff_texts
from omnigent_tui.rendering.json_preview import indented
from omnigent_tui.state.asked import Asked, Edit

_LONGEST_NAME = 16
_SIGN_STYLES = {ADDED_LINE: "$text-success", REMOVED_LINE: "$text-error"}


def asked_text(told: Asked) -> Content | None:
    """Return everything of `told` for a person to read; None when it cannot be laid out as what it is."""
    if told.arguments is None and not told.command:
        return None
    parts: list[Content] = []
    if told.command:
        parts.append(_command(told.command))
    if told.said:
        parts.append(Content.assemble(("The message: ", "dim"), told.said))
    parts += [part for edit in told.edits for part in _edit(edit)]
    if told.rest:
        parts.append(_table(told.rest))
    return Content("\n").join(parts) if parts else Content.styled("(no arguments)", "dim")


def _command(command: str) -> Content:
    first, *more = command.split("\n")
    # As a shell shows what goes on in another line, so that no line of a command can pass for something else.
    lines = [Content.assemble(("$ ", "bold $text-warning"), (first, "bold"))]
    lines += [Content.assemble(("> ", "bold $text-warning"), (line, "bold")) for line in more]
    return Content("\n").join(lines)


def _edit(edit: Edit) -> Iterator[Content]:
    yield Content.assemble(("± ", "bold $text-warning"), (edit.path or "(no path)", "bold"))
    diff = diff_texts(edit.before, edit.after, edit.path)
    if diff.hidden or not diff.hunks:
        yield _whole(edit)
        return
    for number, hunk in enumerate(diff.hunks):
        if number:
            yield Content.styled("⋯", "dim")
        for line in hunk.lines:
            yield Content.styled(f"{line.sign} {line.text}", _SIGN_STYLES.get(line.sign, ""))
    if edit.before and edit.before.endswith("\n") != edit.after.endswith("\n"):
        yield Content.styled("(the line break at the end changes too)", "dim")


def _whole(edit: Edit) -> Content:
    """Every line out and every line in: for what a diff would leave out, or not see."""
    lines = [(REMOVED_LINE, line) for line in edit.before.split("\n")] if edit.before else []
    lines += [(ADDED_LINE, line) for line in edit.after.split("\n")]
    return Content("\n").join(Content.styled(f"{sign} {text}", _SIGN_STYLES[sign]) for sign, text in lines)


def _table(values: Mapping[str, Any]) -> Content:
    width = min(_LONGEST_NAME, max(len(name) for name in values))
    rows = []
    for name, value in values.items():
        first, *more = _shown(value).split("\n")
        rows.append(Content.assemble((f"{name:<{width}}  ", "bold"), first))
        # The bar marks lines that belong to the value: none can pass for another argument.
        rows += [Content.assemble((f"{'':<{width}}│ ", "dim"), line) for line in more]
    return Content("\n").join(rows)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    is_nested = isinstance(value, dict | list) and bool(value)
    return f"\n{indented(value)}" if is_nested else json.dumps(value, ensure_ascii=False)
