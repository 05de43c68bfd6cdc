"""The search through history that is not loaded, as its pages arrive."""

from collections.abc import Callable
from typing import Any

from omnigent_tui.state.app_state import State
from omnigent_tui.state.client_events.searching import (
    SearchEnded,
    SearchLeft,
    SearchPageRead,
    SearchPaused,
    SearchResumed,
    SearchStarted,
)
from omnigent_tui.state.search import SearchPhase, SearchState
from omnigent_tui.values import replace


def _started(_: SearchState, event: SearchStarted) -> SearchState:
    """Begin anew; without a border everything is loaded, and the search is over before it begins."""
    phase = SearchPhase.RUNNING if event.border is not None else SearchPhase.COMPLETE
    return SearchState(phase, event.session_id, event.needle, event.only_talk, event.border)


def _page_read(search: SearchState, event: SearchPageRead) -> SearchState:
    if search.phase is not SearchPhase.RUNNING or search.session_id != event.session_id:
        return search
    return replace(search, searched=search.searched + event.items, found=event.found + search.found)


def _paused(search: SearchState, event: SearchPaused) -> SearchState:
    is_meant = search.phase is SearchPhase.RUNNING and search.session_id == event.session_id
    return replace(search, phase=SearchPhase.PAUSED) if is_meant else search


def _resumed(search: SearchState, event: SearchResumed) -> SearchState:
    is_meant = search.phase is SearchPhase.PAUSED and search.session_id == event.session_id
    return replace(search, phase=SearchPhase.RUNNING) if is_meant else search


def _ended(search: SearchState, event: SearchEnded) -> SearchState:
    """What was found stays."""
    if search.phase is not SearchPhase.RUNNING or search.session_id != event.session_id:
        return search
    phase = SearchPhase.FAILED if event.failure else SearchPhase.COMPLETE
    return replace(search, phase=phase, failure=event.failure)


def _left(search: SearchState, _: SearchLeft) -> SearchState:
    return search if search == SearchState() else SearchState()


def _case(change: Callable[[SearchState, Any], SearchState]) -> Callable[[State, Any], State]:
    def case(state: State, event: Any) -> State:
        search = change(state.search, event)
        return state if search is state.search else replace(state, search=search)

    return case


CASES: dict[type, Callable[[State, Any], State]] = {
    SearchStarted: _case(_started),
    SearchPageRead: _case(_page_read),
    SearchPaused: _case(_paused),
    SearchResumed: _case(_resumed),
    SearchEnded: _case(_ended),
    SearchLeft: _case(_left),
}
