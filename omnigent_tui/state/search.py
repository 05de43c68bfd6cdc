"""Searching a session: what counts as a hit, and how far the search through history that is not loaded has come."""

import re
from collections.abc import Iterable
from enum import StrEnum

from omnigent_tui.state.readable import readable_text
from omnigent_tui.state.transcript import AssistantMessage, Entry, UserMessage
from omnigent_tui.values import Value

MOST_IN_ENTRY = 1_000
"""Hits of one entry that are told apart; a needle of one letter has more in a long output than anybody visits."""

NEEDLE_LIMIT = 500
"""Characters of a needle that are looked for."""

_BETWEEN_WORDS = r"[*_~`]*\s+[*_~`]*"
"""What may stand where the needle has white space: the text is markdown, wrapped as its writer pleased."""


def pattern_of(needle: str) -> re.Pattern[str] | None:
    """Return the pattern that finds `needle`, or None when there is nothing to find in it.

    Case does not matter unless the needle has a capital; any white space, and the marks of emphasis beside it, match
    white space. The same pattern fits the source and the rendered text.
    """
    words = needle[:NEEDLE_LIMIT].split()
    if not words:
        return None
    has_capital = any(character.isupper() for character in needle)
    return re.compile(_BETWEEN_WORDS.join(map(re.escape, words)), 0 if has_capital else re.IGNORECASE)


def spans_in(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return first character and end of each hit in `text`, at most MOST_IN_ENTRY."""
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        spans.append(match.span())
        if len(spans) == MOST_IN_ENTRY:
            break
    return spans


def is_talk(entry: Entry) -> bool:
    """Whether the entry is a prompt or an answer: what is left when everything else is hidden."""
    return isinstance(entry, UserMessage | AssistantMessage)


class FoundEntry(Value):
    """An entry with `count` hits; `item_ids` find it again where its key is another one."""

    key: str
    item_ids: tuple[str, ...]
    count: int

    def is_same(self, other: "FoundEntry") -> bool:
        """Whether both are about the same entry, streamed or stored, loaded or not."""
        return self.key == other.key or not set(self.item_ids).isdisjoint(other.item_ids)


def found_in(pattern: re.Pattern[str], entry: Entry) -> FoundEntry | None:
    """Return the entry with its number of hits, None when there is none."""
    count = len(spans_in(pattern, readable_text(entry)))
    return FoundEntry(entry.key, entry.item_ids, count) if count else None


def found_entries(pattern: re.Pattern[str], entries: Iterable[Entry], *, only_talk: bool) -> tuple[FoundEntry, ...]:
    """Return those of `entries` that have hits, in the same order."""
    wanted = (entry for entry in entries if not only_talk or is_talk(entry))
    return tuple(found for entry in wanted if (found := found_in(pattern, entry)) is not None)


class SearchPhase(StrEnum):
    """Where the search through history that is not loaded stands."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETE = "complete"
    FAILED = "failed"


class SearchState(Value):
    """The search through the items before `border` (an item's id) of a session; `found` is oldest first.

    `searched` counts those items. Hits in loaded entries are not here: they are worked out from the entries. A search
    that is paused has found much, and goes on when it is asked to.
    """

    phase: SearchPhase = SearchPhase.IDLE
    session_id: str = ""
    needle: str = ""
    only_talk: bool = False
    border: str | None = None
    searched: int = 0
    found: tuple[FoundEntry, ...] = ()
    failure: str = ""

    def is_for(self, session_id: str, needle: str, *, only_talk: bool) -> bool:
        """Whether this is the search that is meant."""
        is_any = self.phase is not SearchPhase.IDLE
        return is_any and (self.session_id, self.needle, self.only_talk) == (session_id, needle, only_talk)
