"""Diffs as rows: one column, or old and new side by side where there is room; signs stand beside every colour."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from omnigent_tui.rendering.diff_model import ADDED_LINE, KEPT, REMOVED_LINE, DiffLine, FileDiff, Hunk
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.highlighting import highlight, language_of
from omnigent_tui.rendering.lines import Line, Run, Runs, expand_tabs, limit_line, runs_width, split_runs, wrap_runs
from omnigent_tui.rendering.looks import ADDED, BOLD, CODE_BLOCK, MUTED, REMOVED, UNDERLINE
from omnigent_tui.values import Value

SIDE_BY_SIDE_FROM = 107
"""Cells of room from which old and new stand side by side: a transcript of 110 columns."""

_LINE_SHOWN = 1_000
_TAB = 4
_LOOKS = {KEPT: 0, REMOVED_LINE: REMOVED, ADDED_LINE: ADDED}

Coloured = tuple[DiffLine, Runs]


class DiffPaper(Value):
    """What diffs are laid out on: its width in cells, of which `indent` stays free at the left.

    `names_files`: name a file even if it is the only one.
    """

    width: int
    glyphs: Glyphs
    indent: Runs = (("  ", 0),)
    names_files: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether old and new stand side by side."""
        return self.width >= SIDE_BY_SIDE_FROM


def lay_out_diffs(diffs: Sequence[FileDiff], paper: DiffPaper, most: int | None = None) -> tuple[list[Line], int]:
    """Return the rows of `diffs`, at most about `most` lines of them, and how many lines are left out.

    Files are named when there are several, or when one was added, deleted or moved.
    """
    rows: list[Line] = []
    room = most
    total = sum(len(hunk.lines) for diff in diffs for hunk in diff.hunks) + sum(diff.hidden for diff in diffs)
    shown = 0
    for diff in diffs:
        if room is not None and room <= 0:
            break
        if paper.names_files or len(diffs) > 1 or diff.change != "edited":
            rows.append(_file_row(diff, paper))
        for number, hunk in enumerate(diff.hunks):
            kept = hunk.lines if room is None else hunk.lines[:room]
            if not kept:
                break
            if number or hunk.heading:
                rows.append(_hunk_row(hunk, paper))
            # Where nothing stands on one of the sides, its half of the screen would only be missing on the other.
            columns = paper.is_wide and bool(diff.added and diff.removed)
            rows += _hunk_rows(Hunk(kept, hunk.heading), diff.path, paper, columns=columns)
            shown += len(kept)
            room = None if room is None else room - len(kept)
    return rows, total - shown


def _file_row(diff: FileDiff, paper: DiffPaper) -> Line:
    facts = diff.counts if diff.change == "edited" else f"{diff.change}  {diff.counts}"
    return _cut(((diff.path or "?", BOLD), (f"  {facts}", MUTED)), paper)


def _hunk_row(hunk: Hunk, paper: DiffPaper) -> Line:
    return _cut(((f"@@ {hunk.heading}".rstrip(), MUTED),), paper)


def _cut(runs: Sequence[Run], paper: DiffPaper) -> Line:
    rows = wrap_runs(limit_line(expand_tabs(runs), MUTED, 400), paper.width, paper.indent, words=False)
    return rows[0]


def _hunk_rows(hunk: Hunk, path: str, paper: DiffPaper, *, columns: bool) -> Iterator[Line]:
    coloured = _coloured(hunk, path)
    numbers = [number for line in hunk.lines for number in (line.old, line.new) if number is not None]
    digits = len(str(max(numbers))) if numbers else 0
    if columns:
        yield from _side_by_side(coloured, digits, paper)
        return
    for line, runs in coloured:
        gutter = (*paper.indent, *_number(line.number, digits, line.sign))
        sign: Run = (line.sign, _LOOKS[line.sign] | (BOLD if line.sign != KEPT else 0))
        rest: Runs = (*paper.indent, (" " * (runs_width(gutter[1:]) + 1), 0)) if digits else (*paper.indent, (" ", 0))
        yield from wrap_runs((sign, *runs), paper.width, gutter, rest, words=False)


def _number(number: int | None, digits: int, sign: str) -> Runs:
    if not digits:
        return ()
    return ((f"{'' if number is None else number:>{digits}} ", MUTED if sign == KEPT else _LOOKS[sign]),)


def _coloured(hunk: Hunk, path: str) -> list[Coloured]:
    """Colour the new lines as code; lines taken out stay in the one look that says so."""
    after = [_shown(line) for line in hunk.lines if line.sign != REMOVED_LINE]
    code = iter(highlight("\n".join(after) + "\n", language_of(path)))
    coloured: list[Coloured] = []
    for line in hunk.lines:
        if line.sign == REMOVED_LINE:
            runs: Runs = ((_shown(line), REMOVED),) if line.text else ()
        else:
            runs = tuple((text, (look & ~CODE_BLOCK) or _LOOKS[line.sign]) for text, look in next(code, ()))
        if line.marks:
            runs = _marked(runs, line)
        if len(line.text) > _LINE_SHOWN:
            runs = (*runs, (f" … {len(line.text) - _LINE_SHOWN:,} more characters", MUTED))
        coloured.append((line, runs))
    return coloured


def _shown(line: DiffLine) -> str:
    return line.text[:_LINE_SHOWN].expandtabs(_TAB)


def _marked(runs: Runs, line: DiffLine) -> Runs:
    """Underline the words that changed."""
    offsets = [offset for span in line.marks for offset in span if offset <= _LINE_SHOWN]
    marked: list[Run] = []
    for number, piece in enumerate(split_runs(runs, [len(line.text[:offset].expandtabs(_TAB)) for offset in offsets])):
        # The pieces are what stands before a span, in it, after it, in the next one …
        extra = _LOOKS[line.sign] | BOLD | UNDERLINE if number % 2 else 0
        marked += [(text, look | extra) for text, look in piece]
    return tuple(marked)


def _side_by_side(coloured: Sequence[Coloured], digits: int, paper: DiffPaper) -> Iterator[Line]:
    separator: Run = (f" {paper.glyphs.column} ", MUTED)
    room = paper.width - runs_width(paper.indent) - 3
    left_width, right_width = room // 2, room - room // 2
    for left, right in _pairs(coloured):
        left_rows = _cell(left, left.line.old if left else None, digits, left_width)
        right_rows = _cell(right, right.line.new if right else None, digits, right_width)
        blank = Line((), (("", 0),))
        for number in range(max(len(left_rows), len(right_rows))):
            old = left_rows[number] if number < len(left_rows) else blank
            new = right_rows[number] if number < len(right_rows) else blank
            shown = (*old.gutter, *old.runs)
            pad: Run = (" " * max(0, left_width - runs_width(shown)), 0)
            is_last = number >= len(right_rows) - 1
            yield Line(new.runs, (*paper.indent, *shown, pad, separator, *new.gutter), "\n" if is_last else "")


class _Side(Value):
    line: DiffLine
    runs: Runs


def _cell(side: _Side | None, number: int | None, digits: int, width: int) -> list[Line]:
    if side is None:
        return []
    sign: Run = (side.line.sign, _LOOKS[side.line.sign] | (BOLD if side.line.sign != KEPT else 0))
    gutter = _number(number, digits, side.line.sign)
    return wrap_runs((sign, *side.runs), width, gutter, ((" " * (runs_width(gutter) + 1), 0),), words=False)


def _pairs(coloured: Sequence[Coloured]) -> Iterator[tuple[_Side | None, _Side | None]]:
    """Yield what stands side by side: kept lines with themselves, the n-th line out with the n-th line in."""
    out: list[_Side] = []
    into: list[_Side] = []
    for line, runs in coloured:
        side = _Side(line, runs)
        if line.sign == REMOVED_LINE:
            out.append(side)
        elif line.sign == ADDED_LINE:
            into.append(side)
        else:
            yield from zip_longest(out, into)
            out, into = [], []
            yield side, side
    yield from zip_longest(out, into)
