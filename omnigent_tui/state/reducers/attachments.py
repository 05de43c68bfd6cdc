"""Attached files: added, uploaded, failed, removed, sent with a message, given back with it."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attachments import Attachment, UploadPhase
from omnigent_tui.values import replace

_Files = tuple[Attachment, ...]


def attached(state: State, event: client.FilesAttached) -> State:
    """Add files that are not there yet; the same path is attached once."""
    return _with(state, event.session_id, lambda files: _joined(files, event.attachments))


def removed(state: State, event: client.AttachmentRemoved) -> State:
    """Forget a file."""
    return _with(state, event.session_id, lambda files: tuple(file for file in files if file.key != event.key))


def progressed(state: State, event: client.UploadProgressed) -> State:
    """The upload is under way."""

    def change(file: Attachment) -> Attachment:
        if file.phase is UploadPhase.READY:
            return file
        return replace(file, phase=UploadPhase.UPLOADING, sent=event.sent, reason="")

    return _changed(state, event, change)


def finished(state: State, event: client.UploadFinished) -> State:
    """The server has the file."""

    def change(file: Attachment) -> Attachment:
        return replace(
            file,
            phase=UploadPhase.READY,
            sent=file.size,
            file_id=event.file_id,
            name=event.name or file.name,
            content_type=event.content_type,
            reason="",
        )

    return _changed(state, event, change)


def failed(state: State, event: client.UploadFailed) -> State:
    """The server does not have the file; it stays, with the reason."""
    return _changed(state, event, lambda file: replace(file, phase=UploadPhase.FAILED, sent=0, reason=event.reason))


def sent(state: State, session_id: str, attachments: _Files) -> State:
    """These files go with a message now."""
    keys = {file.key for file in attachments}
    return _with(state, session_id, lambda files: tuple(file for file in files if file.key not in keys))


def given_back(state: State, session_id: str, attachments: _Files) -> State:
    """The message with these files was not sent: they wait for the next one, in front."""
    return _with(state, session_id, lambda files: _joined(attachments, files))


def _joined(first: _Files, second: _Files) -> _Files:
    known = {file.path for file in first} | {file.key for file in first}
    return (*first, *(file for file in second if file.path not in known and file.key not in known))


def _changed(
    state: State,
    event: client.UploadProgressed | client.UploadFinished | client.UploadFailed,
    change: Callable[[Attachment], Attachment],
) -> State:
    key = event.key
    return _with(
        state, event.session_id, lambda files: tuple(change(file) if file.key == key else file for file in files)
    )


def _with(state: State, session_id: str, change: Callable[[_Files], _Files]) -> State:
    before = state.attachments.get(session_id, ())
    after = change(before)
    if after == before:
        return state
    rest = {key: files for key, files in state.attachments.items() if key != session_id}
    return replace(state, attachments=MappingProxyType({**rest, session_id: after} if after else rest))


CASES: dict[type[client.ClientEvent], Callable[[State, Any], State]] = {
    client.FilesAttached: attached,
    client.AttachmentRemoved: removed,
    client.UploadProgressed: progressed,
    client.UploadFinished: finished,
    client.UploadFailed: failed,
}
