"""Tables laid out to fit a width: cells wrap, columns shrink, and where that is not enough rows become records."""

from collections.abc import Sequence

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, Runs, expand_tabs, limit_line, runs_width, wrap_runs
from omnigent_tui.rendering.looks import BOLD, MUTED

_LEAST_COLUMN = 6
CELL_LIMIT = 10_000


def lay_out_table(
    header: Sequence[Runs],
    rows: Sequence[Sequence[Runs]],
    aligns: Sequence[str],
    width: int,
    gutter: Runs,
    next_gutter: Runs,
    glyphs: Glyphs,
) -> list[Line]:
    """Return the lines of a table in `width` cells, gutters included."""
    room = max(4, width - max(runs_width(gutter), runs_width(next_gutter)))
    limit = max(1, CELL_LIMIT // max(1, len(header)))
    shown = rows[:limit]
    natural = [max(1, *(runs_width(row[i]) for row in (header, *shown))) for i in range(len(header))]
    widths = fit_columns(natural, room - 3 * (len(header) - 1))
    lines: list[Line] = []
    if widths is None:
        for row in shown:
            lines.extend(_record(header, row, width, next_gutter, glyphs))
        if not shown:
            lines.extend(_record(header, [()] * len(header), width, next_gutter, glyphs))
    else:
        bold = [tuple((text, look | BOLD) for text, look in cell) for cell in header]
        lines.extend(_row(bold, widths, aligns, next_gutter, glyphs))
        separator = f"{glyphs.rule}{glyphs.cross}{glyphs.rule}".join(glyphs.rule * size for size in widths)
        lines.append(Line(((separator, MUTED),), next_gutter))
        for row in shown:
            lines.extend(_row(row, widths, aligns, next_gutter, glyphs))
    if len(rows) > limit:
        lines.extend(wrap_runs(((f"… {len(rows) - limit:,} more rows", MUTED),), width, next_gutter))
    lines[0].gutter = (*gutter, *lines[0].gutter[len(next_gutter) :])
    return lines


def fit_columns(natural: Sequence[int], room: int) -> list[int] | None:
    """Return column widths that fit in `room`, the widest giving most; None when columns would get unreadable."""
    if sum(natural) <= room:
        return list(natural)
    if sum(min(size, _LEAST_COLUMN) for size in natural) > room:
        return None
    limit = max(natural)
    low = _LEAST_COLUMN
    while low < limit:
        middle = (low + limit + 1) // 2
        if sum(min(size, middle) for size in natural) <= room:
            low = middle
        else:
            limit = middle - 1
    widths = [min(size, low) for size in natural]
    spare = room - sum(widths)
    for index, size in enumerate(natural):
        extra = min(spare, size - widths[index])
        widths[index] += extra
        spare -= extra
    return widths


def _row(
    cells: Sequence[Runs], widths: Sequence[int], aligns: Sequence[str], gutter: Runs, glyphs: Glyphs
) -> list[Line]:
    columns = [
        [line.runs for line in wrap_runs(limit_line(expand_tabs(cell), MUTED), size)]
        for cell, size in zip(cells, widths, strict=True)
    ]
    lines: list[Line] = []
    for number in range(max(len(column) for column in columns)):
        runs: list[Run] = []
        for index, (column, size) in enumerate(zip(columns, widths, strict=True)):
            if index:
                runs.append((f" {glyphs.column} ", MUTED))
            cell = column[number] if number < len(column) else ()
            spare = max(0, size - runs_width(cell))
            left = {"right": spare, "center": spare // 2}.get(aligns[index], 0)
            if left:
                runs.append((" " * left, 0))
            runs.extend(cell)
            if spare - left and index < len(widths) - 1:
                runs.append((" " * (spare - left), 0))
        lines.append(Line(tuple(runs), gutter))
    return lines


def _record(header: Sequence[Runs], cells: Sequence[Runs], width: int, gutter: Runs, glyphs: Glyphs) -> list[Line]:
    lines: list[Line] = []
    for number, (name, cell) in enumerate(zip(header, cells, strict=True)):
        mark: Run = (f"{glyphs.bullets[0]} " if number == 0 else "  ", MUTED)
        bold = tuple((text, look | BOLD) for text, look in name)
        runs = limit_line(expand_tabs((*bold, (": ", BOLD), *cell)), MUTED)
        lines.extend(wrap_runs(runs, width, (*gutter, mark), (*gutter, ("  ", 0))))
    return lines
