"""Named values as a table of two columns: names beside values, several rows for a long value."""

from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.json_preview import indented, one_line
from omnigent_tui.rendering.lines import Line, Runs, wrap_text
from omnigent_tui.widgets.transcript.face import limited
from omnigent_tui.widgets.transcript.tools.card import INDENT

_WIDEST_NAME = 20
_ROWS = 60


def value_rows(values: Mapping[str, Any], width: int, name_look: int) -> list[Line]:
    """Return a row (or several) for each value; objects and lists as indented JSON."""
    names = {name: clean_line(name, _WIDEST_NAME) for name in list(values)[:_ROWS]}
    widest = max((cell_len(name) for name in names.values()), default=0)
    rows: list[Line] = []
    for name, shown in names.items():
        value = values[name]
        text = value if isinstance(value, str) else _told(value)
        pad = " " * (widest - cell_len(shown) + 2)
        gutter: Runs = (*INDENT, (f"{shown}{pad}", name_look))
        rows += wrap_text(limited(text), width, gutter, (*INDENT, (" " * (widest + 2), 0)), note_look=name_look)
    if len(values) > _ROWS:
        rows += wrap_text(((f"… {len(values) - _ROWS:,} more", name_look),), width, INDENT)
    return rows


def _told(value: Any) -> str:
    """Lists of plain values on one line where they are short; everything else as indented JSON."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        short = ", ".join(one_line(item, 40) for item in value[:20])
        if value and len(value) <= 20 and len(short) <= 60:
            return short
    return indented(value)
