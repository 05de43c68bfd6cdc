"""The last gate for text on its way to the terminal: no character that could steer it gets through.

Segments pass `OutputFilter`, links `safe_link`, the window title `title_sequence`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from omnigent_tui.protocol.cleaning import DANGEROUS, clean_line

MAX_LINK = 2048
MAX_TITLE = 256

# Layout has consumed newlines and tabs; one that is left in a segment would move the cursor.
_LAYOUT = re.compile(r"[\t\n]")
_LINK = re.compile(r"(?:https?://|file://|mailto:)[!-~]+")


def is_safe(text: str) -> bool:
    """Whether `text` may be written to the terminal as it is."""
    # A cheap first look that settles most text. (Beyond ASCII, isprintable is true for variation selectors.)
    return (text.isascii() and text.isprintable()) or not (DANGEROUS.search(text) or _LAYOUT.search(text))


@lru_cache(maxsize=2048)
def safe_text(text: str) -> str:
    """Return `text` without dangerous characters, as many cells wide as before, so no column moves.

    A joined cluster (emoji with joiners or variation selectors) keeps its first character.
    """
    if is_safe(text):
        return text
    parts: list[str] = []
    spans, _ = split_graphemes(text)
    for start, end, width in spans:
        cluster = text[start:end]
        if not is_safe(cluster):
            cluster = _LAYOUT.sub("", DANGEROUS.sub("", cluster))
            cluster = cluster[:1] if cell_len(cluster[:1]) <= width else ""
            cluster += " " * (width - cell_len(cluster))
        parts.append(cluster)
    return "".join(parts)


def safe_link(link: str | None) -> str:
    """Return `link` if it is a plain web, mail or file address in ASCII, else an empty string."""
    if not link or len(link) > MAX_LINK or not _LINK.fullmatch(link):
        return ""
    return link


class OutputFilter(LineFilter):
    """Removes dangerous characters from every segment, and links that are not plain addresses."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments safe to write; each keeps its width, and control segments vanish."""
        return [_safe_segment(segment) for segment in segments if not segment.control]


def _safe_segment(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link is not None and not safe_link(style.link):
        style = style.update_link(None)
    elif is_safe(text):
        return segment
    return Segment(safe_text(text), style)


def safe_lines(segments: Iterable[Segment]) -> list[Segment]:
    """Return segments that may hold several lines (text printed after the program's end) safe to write."""
    return [
        Segment("\n".join(map(safe_text, segment.text.split("\n"))), segment.style)
        for segment in segments
        if not segment.control
    ]


def title_sequence(title: str) -> str:
    """Return the terminal sequence (OSC 2) that sets the window title to `title`, made safe and short."""
    return f"\x1b]2;{clean_line(title, MAX_TITLE)}\x1b\\"


def link_sequence(link: str) -> str:
    """Return the terminal sequence (OSC 8) that opens a hyperlink; an empty `link` closes it."""
    if not link:
        return "\x1b]8;;\x1b\\"
    # With an id a terminal underlines all parts of a link that wraps over several lines together.
    return f"\x1b]8;id={hash(link) & 0xFFFFFF:x};{link}\x1b\\"
