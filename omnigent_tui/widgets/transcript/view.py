"""The transcript view: a conversation of any length, painted line by line."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from typing_extensions import override

from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.state.conversation import History
from omnigent_tui.state.notices import SubAgentStep
from omnigent_tui.state.transcript import Entry, Notice
from omnigent_tui.widgets.transcript.edges import TranscriptEdges
from omnigent_tui.widgets.transcript.entry_keys import entry_bindings
from omnigent_tui.widgets.transcript.filtering import Sieve
from omnigent_tui.widgets.transcript.messages import ChildWanted
from omnigent_tui.widgets.transcript.navigating import Bookmark
from omnigent_tui.widgets.transcript.rows import Row

PLACES_KEPT = 50
"""Conversations whose reading place is remembered."""


class TranscriptView(TranscriptEdges, can_focus=True):
    """Shows the entries of one conversation. `show` is to be called at most once a frame."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "transcript_line_up", "Line up", show=False),
        Binding("down,j", "transcript_line_down", "Line down", show=False),
        Binding("pageup", "transcript_page_up", "Page up", show=False),
        Binding("pagedown", "transcript_page_down", "Page down", show=False),
        *entry_bindings(),
    ]

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._history: tuple[Entry, ...] = ()
        self._live: tuple[Entry, ...] = ()
        self._outgoing: tuple[Entry, ...] = ()
        self._session_id = ""
        self._places: dict[str, tuple[str, int]] = {}
        self._sieve = Sieve()
        self._all: tuple[tuple[Entry, ...], ...] = ((), (), ())
        self._unusual_folds: dict[str, bool] = {}

    # What is shown

    def show(
        self,
        history: tuple[Entry, ...],
        live: tuple[Entry, ...],
        outgoing: tuple[Entry, ...],
        older: History,
        older_failure: str = "",
        *,
        session_id: str | None = None,
    ) -> None:
        """Show these entries, in this order. What is the same object as last time costs nothing.

        `session_id` tells conversations apart: each keeps its reading place. "" means that none is open.
        """
        is_switch = session_id is not None and (session_id != self._session_id or self._is_closed is bool(session_id))
        if session_id is not None and is_switch:
            self._is_closed = not session_id
            self._switch(session_id)
        self._all = history, live, outgoing
        history, live, outgoing = self._sieve.through(history, live, outgoing)
        first = 0
        if history is self._history:
            first = len(history)
            if live is self._live:
                first += len(live)
                entries: tuple[Entry, ...] = outgoing
                is_same = outgoing is self._outgoing
            else:
                entries, is_same = live + outgoing, False
        else:
            entries, is_same = history + live + outgoing, False
        if is_same and not is_switch and (older, older_failure) == (self._older, self._older_failure):
            return
        viewport = self._viewport
        if not (viewport.following or viewport.held) and viewport.visible and viewport.is_at_end():
            viewport.follow()
        self._history, self._live, self._outgoing = history, live, outgoing
        self.feel_rhythm(live)
        self.hold_below_gap()
        self._older, self._older_failure = older, older_failure
        merges = [] if is_same else self._rows.update(first, entries)
        self._rows.set_first_gap(1 if self._banner() else 0)
        self.feel_edges(self._all[0])
        for merge in merges:
            viewport.merged(merge)
            self._return_to_place()
            is_first = not merge.old and merge.new_end == len(merge.added)
            if not viewport.following and not is_first and merge.new_end == len(self._rows):
                self._unseen += sum(1 for row in merge.added if row.serial > self._last_serial(merge.old))
        self.show_rows()

    @override
    def parts_on_show(self) -> tuple[tuple[Entry, ...], ...]:
        return self._history, self._live, self._outgoing

    @property
    def only_talk(self) -> bool:
        """Whether everything but prompts and answers is left out."""
        return self._sieve.only_talk

    def set_only_talk(self, only_talk: bool) -> None:
        """Leave out everything but prompts and answers, or show all entries again, folded as they were."""
        if only_talk:
            rows = self._rows.rows
            self._unusual_folds = {row.key: row.folded for row in rows if row.folded is not row.kind.starts_folded}
        self._sieve.only_talk = only_talk
        history, live, outgoing = self._all
        self.show(history, live, outgoing, self._older, self._older_failure)
        if not only_talk:
            self._fold_as_before()

    def _fold_as_before(self) -> None:
        for row in self._rows.rows:
            folded = self._unusual_folds.get(row.key, row.folded)
            if folded is not row.folded:
                row.folded, row.is_exact = folded, False
        self._unusual_folds = {}
        self.show_rows()

    def _switch(self, session_id: str) -> None:
        """Leave this conversation for another one, keeping the place for when the reader comes back."""
        viewport = self._viewport
        if self._session_id and self._rows.rows:
            # Taken out first: the dictionary's order is the order of leaving.
            self._places.pop(self._session_id, None)
            if not viewport.following and viewport.place is not None:
                self._places[self._session_id] = (viewport.place.row.key, viewport.place.line)
            if len(self._places) > PLACES_KEPT:
                self._places.pop(next(iter(self._places)))
        self._session_id = session_id
        self._rendered.clear()
        self._rows.clear()
        self._history = self._live = self._outgoing = ()
        self._unseen, self._cursor = 0, None
        self.forget_edges()
        viewport.follow()

    def _return_to_place(self) -> None:
        place = self._places.get(self._session_id)
        index = self._find_stored(place[0]) if place is not None else None
        if place is None or index is None:
            return
        del self._places[self._session_id]
        self._rows.width = self._rows.width or self._columns
        self._viewport.height = self._viewport.height or self._rows_high
        self._viewport.go_to(index, place[1])

    def _find_stored(self, key: str) -> int | None:
        """The row of the entry with that key, or of the one that shows the stored item of that id."""
        index = self._find(key)
        rows = enumerate(self._rows.rows)
        return index if index is not None else next((n for n, row in rows if key in row.entry.item_ids), None)

    @override
    def return_to(self, bookmark: Bookmark) -> bool:
        is_there = super().return_to(bookmark)
        if not is_there and bookmark.item_id is not None:
            self._places[self._session_id] = (bookmark.item_id, bookmark.line)
        return is_there

    @override
    def moved(self) -> None:
        # Who has gone elsewhere is not taken away from there.
        self._places.pop(self._session_id, None)
        super().moved()

    @staticmethod
    def _last_serial(old: Sequence[Row]) -> int:
        return max((row.serial for row in old), default=0)

    @property
    def following(self) -> bool:
        """Whether the newest line is kept on show."""
        return self._viewport.following

    @property
    def unseen(self) -> int:
        """How many entries came since the newest line is not kept on show."""
        return self._unseen

    def plain_text(self) -> str:
        """Return what is on the screen, one line a row."""
        return "\n".join(strip.text.rstrip() for strip in self._strips)

    # Folding

    @override
    def toggle_fold(self, key: str | None = None) -> None:
        """Fold or unfold the entry with `key`; without one the chosen entry, else the lowest on show that folds."""
        index = self._find(key) if key is not None else self._index_to_fold()
        if index is None:
            return
        row = self._rows.rows[index]
        if not self.face(row).is_foldable():
            return
        viewport = self._viewport
        viewport.hold()
        row.folded = not row.folded
        row.is_exact = False
        top = viewport.visible[0] if viewport.visible else (0, 0)
        if top[0] == index and top[1] > 0:
            top = (index, 0)
        stays = viewport.held
        viewport.go_to(*top)
        if not (row.folded or self._is_begun(index)):
            viewport.go_to(index, -row.gap)
        if stays:
            viewport.stay()
        self.moved()

    def is_folded(self, key: str) -> bool | None:
        """Return whether the entry with `key` is folded; None when there is no such entry or it can't be."""
        index = self._find(key)
        if index is None or not self.face(self._rows.rows[index]).is_foldable():
            return None
        return self._rows.rows[index].folded

    def _index_to_fold(self) -> int | None:
        shown = sorted({index for index, _ in self._viewport.visible}, reverse=True)
        if self._cursor is not None:
            return next((index for index in shown if self._rows.rows[index] is self._cursor), None)
        return next((index for index in shown if self.face(self._rows.rows[index]).is_foldable()), None)

    # Keys

    def action_transcript_line_up(self) -> None:
        """Move up by one line."""
        self.scroll_lines(-1)

    def action_transcript_line_down(self) -> None:
        """Move down by one line."""
        self.scroll_lines(1)

    def action_transcript_page_up(self) -> None:
        """Move up by a screen."""
        self.page_up()

    def action_transcript_page_down(self) -> None:
        """Move down by a screen."""
        self.page_down()

    def action_transcript_top(self) -> None:
        """Go to the oldest loaded line."""
        self.go_top()

    def action_transcript_bottom(self) -> None:
        """Go to the newest line and follow it."""
        self.go_bottom()

    def action_transcript_start(self) -> None:
        """Go to the oldest loaded line."""
        self.go_top()

    def action_transcript_end(self) -> None:
        """Go to the newest line and follow it."""
        self.go_bottom()

    def action_transcript_half_page_up(self) -> None:
        """Move up by half a screen."""
        self.half_page(-1)

    def action_transcript_half_page_down(self) -> None:
        """Move down by half a screen."""
        self.half_page(1)

    def action_transcript_toggle_fold(self) -> None:
        """Fold or unfold the chosen entry; a sub-agent's, with nothing to fold, is gone into."""
        chosen = self.chosen_entries()
        about = chosen[0].about if len(chosen) == 1 and isinstance(chosen[0], Notice) else None
        if isinstance(about, SubAgentStep) and about.session_id and self.is_folded(chosen[0].key) is None:
            self.post_message(ChildWanted(about.session_id))
        else:
            self.toggle_fold()

    def action_transcript_retry_older(self) -> None:
        """Ask again for entries that did not load."""
        self.retry_older()
