"""Files and skills that were looked for while writing; an answer to a question nobody asks any more is dropped."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from omnigent_tui.state import client_events as client
from omnigent_tui.state.completions import FileSearch, Finding, SkillList
from omnigent_tui.values import replace

if TYPE_CHECKING:
    from omnigent_tui.state.app_state import State


def sought(state: State, event: client.FilesSought) -> State:
    """A search begins. What the one before found stays on show until this one has found something."""
    before = state.file_search
    is_same_place = before is not None and (before.session_id, before.is_local) == (event.session_id, event.is_local)
    search = FileSearch(
        event.session_id,
        event.query,
        event.is_local,
        files=before.files if before is not None and is_same_place else (),
    )
    return replace(state, file_search=search)


def found(state: State, event: client.FilesFound) -> State:
    """It found something, or that there is nothing."""
    if (search := _search(state, event)) is None:
        return state
    search = replace(search, finding=Finding.FOUND, files=event.files, is_cut=event.is_cut, failure="")
    return replace(state, file_search=search)


def not_found(state: State, event: client.FilesNotFound) -> State:
    """It failed."""
    if (search := _search(state, event)) is None:
        return state
    return replace(state, file_search=replace(search, finding=Finding.FAILED, files=(), failure=event.reason))


def left(state: State, _event: client.FileSearchLeft) -> State:
    """Nobody looks any more."""
    return state if state.file_search is None else replace(state, file_search=None)


def skills_requested(state: State, event: client.SkillsRequested) -> State:
    """The skills are being read."""
    known = state.skills.get(event.session_id, SkillList())
    return _with_skills(state, event.session_id, replace(known, finding=Finding.LOOKING, failure=""))


def skills_arrived(state: State, event: client.SkillsArrived) -> State:
    """The skills are known."""
    return _with_skills(state, event.session_id, SkillList(Finding.FOUND, event.skills))


def skills_failed(state: State, event: client.SkillsFailed) -> State:
    """The skills could not be read; those known before are still shown."""
    known = state.skills.get(event.session_id, SkillList())
    return _with_skills(state, event.session_id, replace(known, finding=Finding.FAILED, failure=event.reason))


def _search(state: State, event: client.FilesFound | client.FilesNotFound) -> FileSearch | None:
    search = state.file_search
    if search is None:
        return None
    asked = (search.session_id, search.query, search.is_local)
    return search if asked == (event.session_id, event.query, event.is_local) else None


def _with_skills(state: State, session_id: str, skills: SkillList) -> State:
    if state.skills.get(session_id) == skills:
        return state
    return replace(state, skills=MappingProxyType({**state.skills, session_id: skills}))


CASES: dict[type[client.ClientEvent], Callable[[State, Any], State]] = {
    client.FilesSought: sought,
    client.FilesFound: found,
    client.FilesNotFound: not_found,
    client.FileSearchLeft: left,
    client.SkillsRequested: skills_requested,
    client.SkillsArrived: skills_arrived,
    client.SkillsFailed: skills_failed,
}
