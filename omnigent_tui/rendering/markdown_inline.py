"""Inline markdown (emphasis, code, links, images) to runs with looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.rendering.lines import Run, Runs
from omnigent_tui.rendering.looks import BOLD, CODE, GOOD, HEADING, ITALIC, MUTED, STRIKE, UNDERLINE, URL

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENING = {"strong_open": BOLD, "em_open": ITALIC, "s_open": STRIKE}
_CLOSING = {"strong_close": BOLD, "em_close": ITALIC, "s_close": STRIKE}
_URL_LIMIT = 300
_HEADINGS = (HEADING | BOLD | UNDERLINE, HEADING | BOLD, BOLD | UNDERLINE, BOLD, BOLD | ITALIC)
"""The looks of headings, from the first level on; deeper ones than these look like the last."""


def inline_runs(token: Token) -> Runs:
    """Return the runs of an `inline` token. The address of a link follows its text in brackets where they differ."""
    runs: list[Run] = []
    look = 0
    links: list[tuple[str, int]] = []
    for child in token.children or ():
        kind = child.type
        if kind in _OPENING:
            look |= _OPENING[kind]
        elif kind in _CLOSING:
            look &= ~_CLOSING[kind]
        elif kind == "code_inline":
            runs.append((_safe(child.content), look | CODE))
        elif kind in {"softbreak", "hardbreak"}:
            runs.append(("\n", look))
        elif kind == "link_open":
            links.append((str(child.attrGet("href") or ""), len(runs)))
            look |= URL
        elif kind == "link_close" and links:
            address, start = links.pop()
            look &= ~URL
            shown = "".join(text for text, _ in runs[start:])
            if address and not _is_same_address(shown, address):
                runs.append((f" ({_limited(address)})", look | MUTED))
        elif kind == "image":
            address = str(child.attrGet("src") or "")
            runs.append((f"[image: {_safe(child.content)}]", look | MUTED))
            if address:
                runs.append((f" ({_limited(address)})", look | MUTED))
        elif child.content:
            runs.append((_safe(child.content), look))
    return _with_task_box(_merged(runs))


def heading_runs(token: Token, level: int) -> Runs:
    """Return the runs of a heading. The level shows in the look alone: underlined, coloured, bold, italic."""
    emphasis = _HEADINGS[min(level, len(_HEADINGS)) - 1]
    return tuple((text, look | emphasis) for text, look in inline_runs(token))


def _merged(runs: list[Run]) -> Runs:
    merged: list[Run] = []
    for text, look in runs:
        if merged and merged[-1][1] == look:
            merged[-1] = (merged[-1][0] + text, look)
        else:
            merged.append((text, look))
    return tuple(merged)


def _with_task_box(runs: Runs) -> Runs:
    if runs and runs[0][0][:4] in {"[ ] ", "[x] ", "[X] "}:
        text, look = runs[0]
        box = (text[:3], look | (GOOD if text[1] in "xX" else MUTED) | BOLD)
        return (box, (text[3:], look), *runs[1:])
    return runs


def _is_same_address(shown: str, address: str) -> bool:
    return address in {shown, f"mailto:{shown}", f"http://{shown}", f"{shown}/"}


def _limited(address: str) -> str:
    return _safe(address if len(address) <= _URL_LIMIT else f"{address[:_URL_LIMIT]}…")


def _safe(text: str) -> str:
    """Clean once more: the parser itself makes characters, from `&#27;` and from percent signs in addresses."""
    return clean(text).replace("\n", " ")
