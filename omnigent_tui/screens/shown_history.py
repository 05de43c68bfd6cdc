"""The history as the transcript shows it: its parts in order, what is missing between them, and what may go."""

from omnigent_tui.state.client_events import ConversationEvent, EarlierLeft, FarItemsDropped, HistoryTrimmed
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.earlier import Earlier
from omnigent_tui.state.reducers.trimming import size_of
from omnigent_tui.state.transcript import Entry, Gap
from omnigent_tui.widgets.transcript.edges import NEAR_SCREENS
from omnigent_tui.widgets.transcript.view import TranscriptView

GAP_KEY = "gap"

KEPT_ENTRIES = 600
"""So much of the history stays loaded while its end is followed, and half as much while it is not."""

MOST_ENTRIES = 800
"""No part of the history has more entries, while it is read, before what is far from the reader is let go."""

KEPT_CHARACTERS = 1_000_000
"""So long may the entries be that stay loaded while the end is followed, if that is fewer of them; while it is not,
half as long, on each side of what the reader has before them too. Twice as much is let go."""

KEPT_AROUND = 200
"""So many entries on both sides of what the reader has before them stay loaded while history is read."""


class ShownHistory:
    """Puts the parts together. What did not change comes out as the same object."""

    def __init__(self) -> None:
        self._parts: tuple[tuple[Entry, ...], Gap, tuple[Entry, ...]] | None = None
        self._shown: tuple[Entry, ...] = ()
        self._newest, self._apart = _Measure(), _Measure()

    def of(self, conversation: Conversation) -> tuple[Entry, ...]:
        """Return all stored entries that are loaded, with a gap where some are missing."""
        block = conversation.earlier
        if block is None:
            self._parts = None
            return conversation.history
        before = self._parts
        gap = _gap(conversation, block)
        if before is not None and before[1] == gap:
            gap = before[1]
        parts = block.entries, gap, conversation.history
        if before is None or any(one is not other for one, other in zip(before, parts, strict=True)):
            self._parts, self._shown = parts, (*block.entries, gap, *conversation.history)
        return self._shown

    def to_let_go(self, conversation: Conversation, transcript: TranscriptView, now: float) -> ConversationEvent | None:
        """Return what may be let go: what is far from the end while that is followed, else what is far from both."""
        block, session_id = conversation.earlier, conversation.session_id
        self._newest.take(conversation.history)
        self._apart.take(block.entries if block is not None else ())
        if transcript.following:
            if block is not None:
                return EarlierLeft(session_id=session_id, at=now)
            if self._newest.exceeds(2 * KEPT_ENTRIES):
                keep, characters = KEPT_ENTRIES, KEPT_CHARACTERS
                return HistoryTrimmed(session_id=session_id, keep=keep, keep_characters=characters, at=now)
        elif self._newest.exceeds(MOST_ENTRIES) or self._apart.exceeds(MOST_ENTRIES):
            near = transcript.near_ids(NEAR_SCREENS + 1)
            return _far_from(near, session_id, now) if near else None
        return None


class _Measure:
    """How much a part of the history is.

    Measured once for each number of entries: the newest one's output may change with every frame.
    """

    def __init__(self) -> None:
        self._first: Entry | None = None
        self._length = 0
        self._characters = 0

    def take(self, entries: tuple[Entry, ...]) -> None:
        first = entries[0] if entries else None
        if first is not self._first or len(entries) != self._length:
            self._first, self._length = first, len(entries)
            self._characters = sum(map(size_of, entries))

    def exceeds(self, most: int) -> bool:
        return self._length > most or self._characters > 2 * KEPT_CHARACTERS


def _far_from(near: frozenset[str], session_id: str, now: float) -> FarItemsDropped:
    return FarItemsDropped(
        session_id=session_id,
        near=near,
        keep=KEPT_ENTRIES // 2,
        margin=KEPT_AROUND,
        keep_characters=KEPT_CHARACTERS // 2,
        margin_characters=KEPT_CHARACTERS // 2,
        at=now,
    )


def oldest_end(conversation: Conversation) -> tuple[History, str]:
    """Return how the oldest end of all that is loaded stands, and why it does not load."""
    block = conversation.earlier
    if block is None:
        return conversation.older, conversation.older_failure
    return block.older, block.older_failure


def _gap(conversation: Conversation, block: Earlier) -> Gap:
    return Gap(
        key=GAP_KEY,
        above=block.newer,
        below=conversation.older,
        failure=block.newer_failure or conversation.older_failure,
    )
