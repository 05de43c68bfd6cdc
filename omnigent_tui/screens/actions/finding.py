"""Finding text in the whole session: what is loaded at once, the rest in the background, and going from hit to hit."""

import re
from functools import partial

from msgspec import Struct
from textual.timer import Timer
from textual.widget import Widget

from omnigent_tui.screens.actions.find_words import findings, ways_on
from omnigent_tui.screens.actions.places import PlaceActions
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.intents import LeaveSearch, LoadAround, SearchHistory
from omnigent_tui.state.search import SearchPhase, SearchState, pattern_of
from omnigent_tui.state.search_hits import Hit, HitList, all_hits, is_connected
from omnigent_tui.widgets.search_bar import Findings, HitWanted, NeedleAccepted, NeedleChanged, SearchCancelled
from omnigent_tui.widgets.transcript.navigating import Bookmark

PAUSE_SECONDS = 0.35
"""How long nothing is typed before the server is asked for history that is not loaded."""

AT_ONCE = 5_000
"""Entries that are searched with every key; with more of them it takes a tenth of a second, and waits for a pause."""

LEAST_NEEDLE = 2
"""Characters of a needle for which the server is asked without Enter."""


class Search(Struct):
    """A search as the screen knows it. `hit` is where the reader is; `is_awaited`: that is still being loaded.

    `goes_on` says that the first hit is to be shown whenever it comes. `was_connected` says that the search through
    history was seen to begin where the loaded part does.
    """

    session_id: str
    origin: Bookmark
    focus: Widget | None
    needle: str = ""
    pattern: re.Pattern[str] | None = None
    hit: Hit | None = None
    is_awaited: bool = False
    goes_on: bool = False
    was_connected: bool = False


class FindActions(PlaceActions):
    """The search bar and the hits."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.search: Search | None = None
        self._pause: Timer | None = None

    # -- beginning and end ----------------------------------------------------------------------------------------

    def action_find_open(self) -> None:
        """Open the search bar."""
        session_id = self.surroundings.state().open_session_id
        if session_id is None:
            self.say("Nothing to search: no session is open.")
            return
        if self.search is None:
            self.search = Search(session_id, self.transcript.bookmark(), self.focused)
        self.search_bar.open()
        self.show_now()

    def action_find_start(self) -> None:
        """Open the search bar."""
        self.action_find_open()

    def action_close(self) -> None:
        """End the search, if there is one; else what else lies over the conversation."""
        if self.search is not None:
            self.end_search()
        else:
            super().action_close()

    def on_search_cancelled(self, event: SearchCancelled) -> None:
        """Go back to where the reader was."""
        event.stop()
        if self.search is not None:
            self._return(self.search)
        self.end_search()

    def _return(self, search: Search) -> None:
        """Go back to where the reader was, loading what is there if it has been let go."""
        origin = search.origin
        if not self.transcript.return_to(origin) and origin.item_id is not None:
            self.surroundings.perform(LoadAround(search.session_id, origin.item_id))

    def end_search(self) -> None:
        """Look for nothing any more; the reader stays where they are."""
        search, self.search = self.search, None
        self._stop_pause()
        self.transcript.look_for(None)
        self.surroundings.perform(LeaveSearch())
        had_focus = self.search_bar.has_focus_within
        self.search_bar.close()
        if had_focus:
            was = search.focus if search is not None else None
            (was if was is not None and was.is_attached and was.display else self.composer).focus()
        self.show_now()

    # -- the needle -----------------------------------------------------------------------------------------------

    def on_needle_changed(self, event: NeedleChanged) -> None:
        """Look for what is written now."""
        event.stop()
        if self.search is None or event.needle == self.search.needle:
            return
        self._stop_pause()
        if self.transcript.entry_count > AT_ONCE:
            self._pause = self.set_timer(PAUSE_SECONDS, partial(self._look_for, event.needle))
        else:
            self._look_for(event.needle)

    def _look_for(self, needle: str) -> None:
        search = self.search
        if search is None:
            return
        search.needle, search.pattern = needle, pattern_of(needle)
        search.hit, search.is_awaited, search.goes_on, search.was_connected = None, False, False, False
        self.transcript.look_for(search.pattern)
        self._stop_pause()
        if search.pattern is None:
            self.surroundings.perform(LeaveSearch())
            self._return(search)
        else:
            # Nearest to where the reader was, not to the hit of a shorter needle.
            is_back = self.transcript.return_to(search.origin)
            nearest = self.transcript.nearest_hit(self._hits(self.surroundings.state()))
            if nearest is None and not is_back:
                self._return(search)
            self._go_to_number(nearest)
            if len(needle.strip()) >= LEAST_NEEDLE:
                self._pause = self.set_timer(PAUSE_SECONDS, self.search_history)
        self.show_now()

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def search_history(self) -> None:
        """Have the server asked for hits in what is not loaded, unless that is done, under way or paused."""
        self._stop_pause()
        search, only_talk, state = self.search, self.transcript.only_talk, self.surroundings.state()
        if search is None or search.pattern is None:
            return
        if state.open_conversation is not None and state.open_conversation.older is History.UNKNOWN:
            # Nothing is loaded yet: where the search would begin is not known.
            self._pause = self.set_timer(PAUSE_SECONDS, self.search_history)
            return
        done = state.search
        is_same = done.is_for(search.session_id, search.needle, only_talk=only_talk)
        if not is_same or done.phase is SearchPhase.FAILED:
            self._ask_for_history(search)

    def _ask_for_history(self, search: Search) -> None:
        """Have the search begin anew, or go on if it is paused."""
        self.surroundings.perform(SearchHistory(search.session_id, search.needle, self.transcript.only_talk))

    def on_needle_accepted(self, event: NeedleAccepted) -> None:
        """Stay at the hit, or wait for the first one; the keys of the transcript go on from there."""
        event.stop()
        search = self.search
        if search is not None and search.needle != self.search_bar.input.value:
            self._look_for(self.search_bar.input.value)
        if search is None or search.pattern is None:
            self.end_search()
            return
        self.search_history()
        state = self.surroundings.state()
        if search.hit is None:
            hits = self._hits(state)
            search.goes_on = hits.total == 0
            self._go_to_number(hits.total or None)
        if not search.goes_on or not self._is_searching(state):
            self.transcript.focus()
        self.show_now()

    # -- hits -----------------------------------------------------------------------------------------------------

    def _history_search(self, state: State) -> SearchState | None:
        """The search through what is not loaded, if it is for the needle there is now."""
        search, only_talk = self.search, self.transcript.only_talk
        if search is None or not state.search.is_for(search.session_id, search.needle, only_talk=only_talk):
            return None
        return state.search

    def _is_searching(self, state: State) -> bool:
        """Whether more hits may come without anybody asking."""
        history = self._history_search(state)
        return self._pause is not None or history is None or history.phase is SearchPhase.RUNNING

    def _hits(self, state: State) -> HitList:
        history, conversation = self._history_search(state), state.open_conversation
        found, loaded = history.found if history is not None else (), self.transcript.loaded_hits()
        return all_hits(found, loaded, conversation) if conversation is not None else HitList((), loaded)

    def action_find_next(self) -> None:
        """Go to the next hit."""
        self._step(1)

    def action_find_previous(self) -> None:
        """Go to the previous hit."""
        self._step(-1)

    def on_hit_wanted(self, event: HitWanted) -> None:
        """Go to another hit while the needle is being written."""
        event.stop()
        self._step(event.step)

    @property
    def awaits_hit(self) -> bool:
        """Whether what is around a hit is being loaded: none of it may go meanwhile."""
        return self.search is not None and self.search.is_awaited

    def _step(self, step: int) -> None:
        search = self.search
        if search is None or search.pattern is None:
            self.say(f"Nothing is looked for: {self.surroundings.key_of('find.start')} finds text.")
            return
        state = self.surroundings.state()
        hits = self._hits(state)
        at = hits.number_of(search.hit) if search.hit is not None else None
        wanted = at + step if at is not None else self.transcript.nearest_hit(hits) or hits.total
        if 1 <= wanted <= hits.total:
            self._go_to_number(wanted)
            self.say("")
        elif not hits.total:
            self.say_briefly("No hit so far." if self._is_searching(state) else "There is no hit.")
        elif step > 0:
            self.say_briefly("That is the newest hit.")
        else:
            history = self._history_search(state)
            is_paused = history is not None and history.phase is SearchPhase.PAUSED
            if is_paused:
                self._ask_for_history(search)
            else:
                self.search_history()
            is_all = not is_paused and not self._is_searching(state)
            self.say_briefly("That is the oldest hit." if is_all else "That is the oldest hit found so far.")

    def _go_to_number(self, number: int | None) -> None:
        search = self.search
        hit = self._hits(self.surroundings.state()).at(number) if number is not None else None
        if search is None or hit is None:
            return
        search.hit, search.goes_on = hit, False
        search.is_awaited = not self.transcript.go_to_hit(hit)
        if search.is_awaited and hit.entry.item_ids:
            self.surroundings.perform(LoadAround(search.session_id, hit.entry.item_ids[0]))

    # -- the state ------------------------------------------------------------------------------------------------

    def show_search(self, state: State) -> None:
        """Say how the search stands, and go to a hit that has been loaded meanwhile."""
        search, conversation = self.search, state.open_conversation
        if search is None:
            return
        if conversation is None or conversation.session_id != search.session_id:
            self.end_search()
            return
        self._connect(search, state, conversation)
        hits = self._hits(state)
        if search.is_awaited and search.hit is not None:
            search.is_awaited = not self.transcript.go_to_hit(search.hit)
            opening = conversation.opening
            if search.is_awaited and opening is not None and opening.failure:
                search.is_awaited = False
                self.remark = f"The hit could not be loaded: {opening.failure}"
        elif search.goes_on and hits.total:
            self._go_to_number(hits.total)
            self.transcript.focus()
        number = hits.number_of(search.hit) if search.hit is not None else None
        self.search_bar.show_findings(self._words(search, number, hits.total, state))

    def _connect(self, search: Search, state: State, conversation: Conversation) -> None:
        """Search again when history was loaded anew: between that and what was searched, something is missing."""
        history = self._history_search(state)
        if history is None:
            return
        connected = is_connected(history, conversation)
        if search.was_connected and not connected:
            self._ask_for_history(search)
        search.was_connected = connected

    def _words(self, search: Search, number: int | None, total: int, state: State) -> Findings:
        if search.pattern is None:
            return ways_on(self.search_bar.input.value)
        if search.is_awaited:
            return Findings(f"{number or 0:,}/{total:,} · loading what is there…")
        history, is_typing = self._history_search(state), self.search_bar.has_focus_within
        is_waiting = history is None and self._pause is not None
        key_of = self.surroundings.key_of
        return findings(number, total, history, is_waiting=is_waiting, is_typing=is_typing, key_of=key_of)
