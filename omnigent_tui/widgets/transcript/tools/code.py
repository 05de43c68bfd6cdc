"""Code and texts of files in cards: highlighted, with line numbers where they are known."""

from collections.abc import Sequence

from omnigent_tui.rendering.highlighting import highlight, highlight_start
from omnigent_tui.rendering.lines import Line, Run, Runs, limit_line, wrap_runs
from omnigent_tui.rendering.looks import CODE_BLOCK, MUTED
from omnigent_tui.widgets.transcript.tools.card import INDENT, Excerpt, cut_to_shown, note_rows

_LEAST_ROOM = 8


def code_excerpt(code: str, language: str, width: int, first: int | None, rows: int, ellipsis: str) -> Excerpt:
    """Return the first `rows` lines of `code`, cut to the width; `first` is the number of the first line."""
    total = line_count(code)
    if not total:
        return Excerpt([])
    most = rows + 1 if total == rows + 1 else rows
    shown = "\n".join(line[: width * 4] for line in code.split("\n", most)[: min(most, total)])
    lines: list[Line] = []
    digits = len(str((first or 0) + min(most, total)))
    for number, runs in enumerate(highlight(shown + "\n", language)):
        gutter = _numbered(None if first is None else first + number, digits)
        cropped = wrap_runs(_plain_ground(runs), max(_LEAST_ROOM, width), gutter, words=False)
        if len(cropped) > 1:
            cropped[0].runs = (*cropped[0].runs[:-1], _cut(cropped[0].runs[-1], ellipsis))
        lines.append(cropped[0])
        cropped[0].glue = "\n"
    return Excerpt(lines, total - len(lines))


def code_rows(code: str, language: str, width: int, first: int | None, open_key: str) -> list[Line]:
    """Return `code` as wrapped rows, as much of it as is shown of any text; `open_key` opens all of it."""
    if not code:
        return []
    shown, note = cut_to_shown(code.removesuffix("\n"))
    highlighted = highlight_start(shown + "\n", language)
    digits = len(str((first or 0) + len(highlighted)))
    lines: list[Line] = []
    for number, runs in enumerate(highlighted):
        gutter = _numbered(None if first is None else first + number, digits)
        limited = limit_line(_plain_ground(runs), MUTED, open_key=open_key)
        lines += wrap_runs(limited, width, gutter, _blank(gutter), words=False)
    return lines + note_rows(note, width, open_key)


def line_count(text: str) -> int:
    """Return how many lines a file's text has."""
    return text.count("\n") + (0 if text.endswith("\n") or not text else 1)


def _cut(run: Run, ellipsis: str) -> Run:
    return (run[0][:-1] + ellipsis, run[1])


def _plain_ground(runs: Sequence[Run]) -> Runs:
    """Code in a card stands on the transcript's own ground: the card sets it off already."""
    return tuple((text, look & ~CODE_BLOCK) for text, look in runs)


def _numbered(number: int | None, digits: int) -> Runs:
    return INDENT if number is None else (*INDENT, (f"{number:>{digits}}  ", MUTED))


def _blank(gutter: Runs) -> Runs:
    return tuple((" " * len(text), 0) for text, _ in gutter)
