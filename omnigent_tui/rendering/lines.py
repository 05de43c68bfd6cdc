"""Display lines: runs of text with looks, laid out for a width, with what is needed to copy the text they show."""

from collections.abc import Iterable, Iterator, Sequence

from textual.strip import Strip

from omnigent_tui.rendering.looks import MARKER
from omnigent_tui.rendering.wrapping import fold_offsets, text_width, wrap_offsets

Run = tuple[str, int]
"""A piece of text and its looks."""

Runs = tuple[Run, ...]

_AS_WRITTEN = str.maketrans("•◦▪", "---")

LINE_LIMIT = 4096
"""Characters of one logical line that are shown; of the rest only the number."""


class Line:
    """One row of the screen.

    `gutter` is drawn first and never copied. `glue` is what stands between this line's text and the next line's in
    the text as it was: a newline at the end of a logical line, else the white space at which the line was broken.
    `fill` is the look of the rest of the row. `painted` belongs to the painter (a cache keyed by its own token).
    """

    __slots__ = ("fill", "glue", "gutter", "painted", "runs")

    def __init__(self, runs: Runs, gutter: Runs = (), glue: str = "\n", fill: int = 0) -> None:
        self.runs = runs
        self.gutter = gutter
        self.glue = glue
        self.fill = fill
        self.painted: dict[object, Strip] | None = None

    @property
    def text(self) -> str:
        """The text without the gutter."""
        return "".join(text for text, _ in self.runs)

    @property
    def copied(self) -> str:
        """The text a reader would copy: as long as `text`, with list bullets as markdown writes them."""
        return "".join(text.translate(_AS_WRITTEN) if look & MARKER else text for text, look in self.runs)

    @property
    def display(self) -> str:
        """The text a reader sees, with the gutter."""
        return "".join(text for text, _ in self.gutter) + self.text


def blank_line() -> Line:
    """Return an empty row (a new object each time: rows cache their own strips)."""
    return Line(())


def split_runs(runs: Sequence[Run], offsets: Sequence[int]) -> list[Runs]:
    """Return `runs` cut at the character `offsets` (ascending), one more piece than offsets."""
    pieces: list[Runs] = []
    piece: list[Run] = []
    position = 0
    cuts = iter(offsets)
    cut = next(cuts, None)
    for text, look in runs:
        rest = text
        while cut is not None and position + len(rest) > cut:
            head = rest[: cut - position]
            if head:
                piece.append((head, look))
            pieces.append(tuple(piece))
            piece = []
            rest = rest[cut - position :]
            position = cut
            cut = next(cuts, None)
        if rest:
            piece.append((rest, look))
            position += len(rest)
    pieces.append(tuple(piece))
    while cut is not None:
        pieces.append(())
        cut = next(cuts, None)
    return pieces


def split_lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield the logical lines of `runs`, without their newlines."""
    line: list[Run] = []
    for text, look in runs:
        first, *rest = text.split("\n")
        if first:
            line.append((first, look))
        for part in rest:
            yield line
            line = [(part, look)] if part else []
    yield line


def limit_line(runs: Sequence[Run], note_look: int, limit: int = LINE_LIMIT, open_key: str = "") -> Sequence[Run]:
    """Return `runs` cut to `limit` characters, with a note of how many more there are and which key opens them."""
    length = sum(len(text) for text, _ in runs)
    if length <= limit:
        return runs
    head = split_runs(runs, [limit])[0]
    way = f" · {open_key} opens all of it" if open_key else ""
    return (*head, (f" … {length - limit:,} more characters in this line{way}", note_look))


def _strip_end(runs: Runs) -> tuple[Runs, str]:
    text, look = runs[-1]
    kept = text.rstrip()
    if kept:
        return (*runs[:-1], (kept, look)), text[len(kept) :]
    rest, glue = _strip_end(runs[:-1]) if len(runs) > 1 else ((), "")
    return rest, glue + text


def cut_text(text: str, characters: int, lines: int) -> tuple[str, int]:
    """Return the beginning of `text`, at most so many characters and lines, and how many characters are left out."""
    shown = text[:characters]
    if shown.count("\n") > lines:
        shown = "\n".join(shown.split("\n", lines)[:lines])
    return shown, len(text) - len(shown)


def wrap_runs(
    runs: Sequence[Run],
    width: int,
    gutter: Runs = (),
    next_gutter: Runs | None = None,
    *,
    words: bool = True,
    fill: int = 0,
) -> list[Line]:
    """Lay one logical line out in rows of at most `width` cells, the gutter included.

    `next_gutter` (default: `gutter`) is the gutter of the second and later rows. Breaks between words, or exactly
    at the width when `words` is false. At least two cells are left for the text, however wide the gutter is.
    """
    rest_gutter = gutter if next_gutter is None else next_gutter
    gutter_width = max(runs_width(gutter), runs_width(rest_gutter))
    room = max(2, width - gutter_width)
    text = "".join(part for part, _ in runs)
    if text_width(text) <= room:
        return [Line(tuple(runs), gutter, "\n", fill)]
    offsets = wrap_offsets(text, room) if words else fold_offsets(text, room)
    lines: list[Line] = []
    pieces = split_runs(runs, offsets)
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        text_gutter = rest_gutter if number else gutter
        kept, glue = _strip_end(piece) if words and piece else (piece, "")
        if number == last:
            lines.append(Line(kept, text_gutter, f"{glue}\n", fill))
        else:
            lines.append(Line(kept, text_gutter, glue, fill))
    return lines


def wrap_text(
    runs: Iterable[Run],
    width: int,
    gutter: Runs = (),
    next_gutter: Runs | None = None,
    note_look: int = 0,
    open_key: str = "",
) -> list[Line]:
    """Lay out `runs` with newlines in them; the first row gets `gutter`, all others `next_gutter`.

    `open_key` stands in the note about a line that is too long to be shown whole.
    """
    rest_gutter = gutter if next_gutter is None else next_gutter
    lines: list[Line] = []
    for number, logical in enumerate(split_lines(runs)):
        first = rest_gutter if number else gutter
        limited = limit_line(expand_tabs(logical), note_look, open_key=open_key)
        lines.extend(wrap_runs(limited, width, first, rest_gutter))
    return lines


def expand_tabs(runs: Sequence[Run], size: int = 4) -> Sequence[Run]:
    """Return `runs` of one logical line with each tab replaced by the spaces to the next multiple of `size`."""
    if not any("\t" in text for text, _ in runs):
        return runs
    expanded: list[Run] = []
    column = 0
    for text, look in runs:
        parts = text.split("\t")
        pieces: list[str] = []
        for number, part in enumerate(parts):
            if number:
                spaces = size - column % size
                pieces.append(" " * spaces)
                column += spaces
            pieces.append(part)
            column += text_width(part)
        expanded.append(("".join(pieces), look))
    return expanded


def runs_width(runs: Iterable[Run]) -> int:
    """Return the width of `runs` in cells."""
    return sum(text_width(text) for text, _ in runs)


def crop_runs(runs: Sequence[Run], width: int, ellipsis: str = "…") -> Runs:
    """Return `runs` on one row of at most `width` cells, cut with an ellipsis where they are longer."""
    if runs_width(runs) <= width:
        return tuple(runs)
    if width <= 0:
        return ()
    room = max(0, width - text_width(ellipsis))
    kept: list[Run] = []
    look = runs[0][1]
    for text, run_look in runs:
        size = text_width(text)
        look = run_look
        if size > room:
            offsets = fold_offsets(text, room) if room > 0 else [0]
            head = text[: offsets[0]] if offsets else text
            if head and text_width(head) <= room:
                kept.append((head, run_look))
            break
        kept.append((text, run_look))
        room -= size
    kept.append((ellipsis[: max(0, width)], look))
    return tuple(kept)
