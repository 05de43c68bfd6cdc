"""Selecting text: a selection is a pair of (entry, character in its text), whatever the width, fold or scroll place."""

import re
from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.selection import Selection

from omnigent_tui.rendering.lines import Line, Run, split_runs
from omnigent_tui.rendering.looks import SELECTED
from omnigent_tui.rendering.palette import Palette
from omnigent_tui.widgets.transcript.rows import RowList

_WORD = re.compile(r"[\w./~:@%+=?&#-]+|\S")


def line_starts(lines: Sequence[Line]) -> list[int]:
    """Return for each line the character of the entry's text it begins with."""
    starts: list[int] = []
    position = 0
    for line in lines:
        starts.append(position)
        position += sum(len(text) for text, _ in line.runs) + len(line.glue)
    return starts


def entry_text(lines: Sequence[Line]) -> str:
    """Return the text that the lines show, as it is copied: without gutters, broken lines joined again."""
    return "".join(part for line in lines for part in (line.copied, line.glue)).removesuffix("\n")


def span_in_line(selection: Selection, serial: int, start: int, length: int) -> tuple[int, int] | None:
    """Return which characters of a line are selected; the line begins at `start` of the entry with `serial`."""
    span = selection.get_span(serial)
    if span is None:
        return None
    first = max(0, span[0] - start)
    last = length if span[1] == -1 else min(length, span[1] - start)
    return (first, last) if first < last else None


def select_runs(runs: Sequence[Run], span: tuple[int, int]) -> tuple[Run, ...]:
    """Return `runs` with the characters of `span` marked as selected."""
    before, inside, after = split_runs(runs, span) if span[0] else ((), *split_runs(runs, [span[1]]))
    return (*before, *((text, look | SELECTED) for text, look in inside), *after)


def selected_text(selection: Selection, rows: RowList, lines_of: Callable[[int], Sequence[Line]]) -> str:
    """Return what is selected: whole entries as their source, entries at the ends as far as they are selected."""
    start, end = selection
    first = 0 if start is None else rows.index_of_serial(start.y)
    parts: list[str] = []
    for index in range(first, len(rows)):
        row = rows.rows[index]
        if end is not None and row.serial > end.y:
            break
        is_first = start is not None and row.serial == start.y
        is_last = end is not None and row.serial == end.y
        if not is_first and not is_last:
            parts.append(row.kind.source(row.entry))
            continue
        text = entry_text(lines_of(index))
        parts.append(text[start.x if start and is_first else 0 : end.x if end and is_last else None])
    return "\n\n".join(parts)


def word_at(text: str, offset: int, serial: int) -> Selection | None:
    """Return the selection of the word (or path, or address) at `offset` of an entry's text."""
    for match in _WORD.finditer(text):
        if match.start() <= offset < match.end():
            return Selection(Offset(match.start(), serial), Offset(match.end(), serial))
    return None


def hit_segments(line: Line, margin: Run, start: int, serial: int, palette: Palette) -> list[Segment]:
    """Return the segments of a line with the offsets that Textual reads to know what is under the mouse."""
    segments: list[Segment] = []
    for text, look in (margin, *line.gutter):
        style = palette.style(look) + _offset(start, serial)
        segments.extend(Segment(character, style) for character in text)
    position = start
    for text, look in line.runs:
        segments.append(Segment(text, palette.style(look) + _offset(position, serial)))
        position += len(text)
    # Empty, but it says where the line ends, which is what is selected right of the text.
    segments.append(Segment("", palette.base + _offset(position, serial)))
    return segments


def _offset(x: int, y: int) -> Style:
    return Style.from_meta({"offset": (x, y)})
