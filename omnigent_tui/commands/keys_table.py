"""The output of ``omnigent-tui keys``: the command table for people and, as JSON, for programs."""

import json
from collections.abc import Iterable

from omnigent_tui.commands.catalog import Command
from omnigent_tui.commands.key_names import key_label


def keys_as_json(commands: Iterable[Command]) -> str:
    """Return a JSON list of ``{"id", "keys", "scope", "title"}``, keys as Textual names."""
    rows = [{"id": c.id, "keys": list(c.keys), "scope": c.scope.value, "title": c.title} for c in commands]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def keys_as_text(commands: Iterable[Command]) -> str:
    """Return an aligned table grouped by scope; a command without keys says where it is found."""
    rows = list(commands)
    scopes = list(dict.fromkeys(row.scope for row in rows))
    keys = {row.id: ", ".join(map(key_label, row.keys)) or "(palette)" for row in rows}
    key_width = max(map(len, keys.values()), default=0)
    id_width = max((len(row.id) for row in rows), default=0)
    blocks: list[str] = []
    for scope in scopes:
        lines = [f"  {keys[r.id]:<{key_width}}  {r.id:<{id_width}}  {r.help}" for r in rows if r.scope is scope]
        blocks.append("\n".join([scope.value, *lines]))
    return "\n\n".join(blocks)


def keys_as_markdown(commands: Iterable[Command]) -> str:
    """Return the table of the README, one row per command, without headings above it."""
    lines = ["| key | id | works in | what it does |", "|---|---|---|---|"]
    for c in commands:
        keys = ", ".join(f"`{key_label(key)}`" for key in c.keys) or "palette"
        lines.append(f"| {keys} | `{c.id}` | {c.scope.value} | {c.help} |")
    return "\n".join(lines)
