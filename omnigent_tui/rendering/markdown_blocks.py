"""The blocks a markdown text is made of, independent of width and theme, and how each is laid out in lines."""

from collections.abc import Sequence

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.highlighting import highlight
from omnigent_tui.rendering.lines import (
    Line,
    Run,
    Runs,
    crop_runs,
    expand_tabs,
    limit_line,
    runs_width,
    split_lines,
    wrap_runs,
)
from omnigent_tui.rendering.looks import CODE_BLOCK, MUTED
from omnigent_tui.rendering.markdown_tables import lay_out_table
from omnigent_tui.values import Value, replace

NO_RUNS: Runs = ()
_CODE_GUTTER: Runs = ((" ", CODE_BLOCK),)


class Block(Value, kw_only=True):
    """What all blocks share: gutters of the first row, of the others, and of the gap before it (None: no gap)."""

    gutter: Runs = NO_RUNS
    next_gutter: Runs = NO_RUNS
    gap: Runs | None = None


class Prose(Block, kw_only=True):
    """Running text: a paragraph, a heading, a list item. `lead` (a list marker) is copied with the text."""

    runs: Runs
    lead: Runs = NO_RUNS


class Code(Block, kw_only=True):
    """A code block. `is_open` while its end has not arrived: it stays plain until then."""

    text: str
    language: str = ""
    info: str = ""
    is_open: bool = False


class Table(Block, kw_only=True):
    """A table: cells as runs; `aligns` is "left", "center" or "right" for each column."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    aligns: tuple[str, ...]


class Rule(Block, kw_only=True):
    """A horizontal rule."""


AnyBlock = Prose | Code | Table | Rule


def lay_out_block(block: AnyBlock, width: int, glyphs: Glyphs, open_key: str = "") -> list[Line]:
    """Return the lines of `block` for `width` cells, without the gap before it.

    `open_key` stands in the note about a line that is too long to be shown whole.
    """
    if sum(len(text) for text, _ in block.next_gutter) > width // 2:
        block = replace(block, gutter=crop_runs(block.gutter, width // 2), next_gutter=block.next_gutter[: width // 8])
    match block:
        case Prose():
            return _lay_out_prose(block, width, open_key)
        case Code():
            return [*code_heading(block), *lay_out_code(block, width, glyphs, open_key=open_key)]
        case Table():
            return lay_out_table(block.header, block.rows, block.aligns, width, block.gutter, block.next_gutter, glyphs)
        case Rule():
            room = max(1, width - sum(len(text) for text, _ in block.gutter))
            return [Line((), (*block.gutter, (glyphs.rule * room, MUTED)))]


def _lay_out_prose(block: Prose, width: int, open_key: str) -> list[Line]:
    lines: list[Line] = []
    for number, logical in enumerate(split_lines(block.runs)):
        runs = limit_line(expand_tabs(logical), MUTED, open_key=open_key)
        if number:
            lines.extend(wrap_runs(runs, width, block.next_gutter))
        elif not block.lead:
            lines.extend(wrap_runs(runs, width, block.gutter, block.next_gutter))
        else:
            # The marker takes the room of the next rows' deeper gutter, so it is wrapped apart from the text.
            wrapped = wrap_runs(runs, width, block.next_gutter)
            first = wrapped[0]
            lines.append(Line((*block.lead, *first.runs), block.gutter, first.glue))
            lines.extend(wrapped[1:])
    return lines


def code_heading(block: Code) -> list[Line]:
    """Return the row that names a code block's language (never copied), or nothing."""
    if not block.info:
        return []
    heading: Run = (block.info, MUTED | CODE_BLOCK)
    lines = wrap_runs((), 1000, (*block.gutter, *_CODE_GUTTER, heading), fill=CODE_BLOCK)
    lines[0].glue = ""
    return lines


def lay_out_code(block: Code, width: int, glyphs: Glyphs, first_line: int = 0, open_key: str = "") -> list[Line]:
    """Return the rows of a code block's text from its logical line `first_line` on, without the heading.

    A line that is too long is broken between words; its other rows stand under its own indentation, with a mark that
    is never copied.
    """
    rows = highlight(block.text, "" if block.is_open else block.language)
    lines: list[Line] = []
    for number, row in enumerate(rows[first_line:], first_line):
        outer = block.next_gutter if number or block.info else block.gutter
        runs = limit_line(row, MUTED, open_key=open_key)
        gutter = (*outer, *_CODE_GUTTER)
        if runs_width(runs) <= width - runs_width(gutter):
            lines.append(Line(tuple(runs), gutter, "\n", CODE_BLOCK))
            continue
        indent = min(_indent_of(runs), width // 4)
        mark: Run = (f"{' ' * indent}{glyphs.continued} ", MUTED | CODE_BLOCK)
        rest = (*block.next_gutter, *_CODE_GUTTER, mark)
        lines.extend(wrap_runs(runs, width, gutter, rest, fill=CODE_BLOCK))
    return lines


def _indent_of(runs: Sequence[Run]) -> int:
    """How many blanks a line of code begins with."""
    blanks = 0
    for text, _ in runs:
        kept = len(text.lstrip(" "))
        blanks += len(text) - kept
        if kept:
            break
    return blanks
