"""Events about the files of a session; one for a session nobody looks at any more changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from omnigent_tui.state import client_events as client
from omnigent_tui.state.files import FilesPhase, FilesState, Saving
from omnigent_tui.values import replace

if TYPE_CHECKING:
    from omnigent_tui.state.app_state import State


def _requested(files: FilesState, event: client.FilesRequested) -> FilesState:
    if event.session_id != files.session_id:
        return FilesState(session_id=event.session_id)
    return replace(files, phase=FilesPhase.LOADING, failure="")


def _arrived(files: FilesState, event: client.FilesArrived) -> FilesState:
    known = files.files if event.after is not None else {}
    page = {file.id: file for file in event.files}
    return replace(files, phase=FilesPhase.READY, files=MappingProxyType({**known, **page}), cursor=event.cursor)


def _failed(files: FilesState, event: client.FilesFailed) -> FilesState:
    return replace(files, phase=FilesPhase.FAILED, failure=event.reason)


def _saving(files: FilesState, event: client.FileSaving) -> FilesState:
    return replace(files, savings=_with(files.savings, event.file_id, Saving(event.path)))


def _saved(files: FilesState, event: client.FileSaved) -> FilesState:
    known = files.savings.get(event.file_id)
    if known is None:
        return files
    ended = replace(known, is_done=not event.failure, failure=event.failure)
    return replace(files, savings=_with(files.savings, event.file_id, ended))


def _deleted(files: FilesState, event: client.FileDeleted) -> FilesState:
    if event.failure:
        return replace(files, not_deleted=_with(files.not_deleted, event.file_id, event.failure))
    rest = {file_id: file for file_id, file in files.files.items() if file_id != event.file_id}
    return replace(files, files=MappingProxyType(rest))


def _with(mapping: Mapping[str, Any], key: str, value: object) -> Mapping[str, Any]:
    return MappingProxyType({**mapping, key: value})


def _case(change: Callable[[FilesState, Any], FilesState]) -> Callable[[State, Any], State]:
    def case(state: State, event: Any) -> State:
        if event.session_id != state.files.session_id and not isinstance(event, client.FilesRequested):
            return state
        files = change(state.files, event)
        return state if files is state.files else replace(state, files=files)

    return case


CASES: dict[type[client.ClientEvent], Callable[[State, Any], State]] = {
    client.FilesRequested: _case(_requested),
    client.FilesArrived: _case(_arrived),
    client.FilesFailed: _case(_failed),
    client.FileSaving: _case(_saving),
    client.FileSaved: _case(_saved),
    client.FileDeleted: _case(_deleted),
}
