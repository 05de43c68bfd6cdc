"""Unsent texts as the state file keeps them: what another window has written for the same session is put aside.

`drafts` holds the text that was saved last and `draft_windows` which window did; `drafts_aside` holds what it would
have overwritten, by window. Who reads the file next gets all of it.
"""

from collections.abc import Mapping
from typing import Any

from omnigent_tui.values import Value

DRAFTS, WINDOWS, ASIDE = "drafts", "draft_windows", "drafts_aside"
MOST_DRAFTS = 200


class SeenDraft(Value):
    """What a window knows of a session's text in the file: it read or wrote `text`, and read what was put aside."""

    text: str = ""
    aside: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """All of it as one text; what another one contains is left out."""
        told: list[str] = []
        for text in (self.text, *self.aside):
            if text.strip() and not any(text in other for other in told):
                told.append(text)
        # Its own text comes last, where the cursor is.
        return "\n\n".join(reversed(told))


def seen_drafts(document: Mapping[str, Any]) -> dict[str, SeenDraft]:
    """Return what the file holds by session id; entries that make no sense are left out."""
    texts, aside = _table(document, DRAFTS), _table(document, ASIDE)
    found = {
        session_id: SeenDraft(_text(texts.get(session_id)), tuple(_texts(aside.get(session_id)).values()))
        for session_id in texts | aside
    }
    return {session_id: seen for session_id, seen in found.items() if seen.text or seen.aside}


def put_draft(document: dict[str, Any], session_id: str, text: str, window: str, seen: SeenDraft) -> None:
    """Save `text` as written in `window`; what another one saved since it was `seen` here is put aside."""
    texts, windows, aside = (_table(document, name) for name in (DRAFTS, WINDOWS, ASIDE))
    others = _texts(aside.pop(session_id, None))
    others = {who: what for who, what in others.items() if who != window and what not in seen.aside}
    theirs, writer = _text(texts.pop(session_id, None)), _text(windows.pop(session_id, None))
    if theirs not in ("", text, seen.text) and writer != window:
        others[writer] = theirs
    if text:
        texts[session_id], windows[session_id] = text, window
    if others:
        aside[session_id] = others
    for name, table in ((DRAFTS, texts), (WINDOWS, windows), (ASIDE, aside)):
        # The newest entry is the last one, and the oldest fall out.
        for oldest in list(table)[: max(0, len(table) - MOST_DRAFTS)]:
            del table[oldest]
        document.pop(name, None)
        if table:
            document[name] = table


def _table(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = document.get(name)
    return table if isinstance(table, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> dict[str, str]:
    rows = value if isinstance(value, dict) else {}
    return {who: what for who, what in rows.items() if isinstance(what, str)}
