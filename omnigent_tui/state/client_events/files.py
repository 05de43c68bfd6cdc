"""Events about the files of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.state.client_events.event import ClientEvent

if TYPE_CHECKING:
    from omnigent_tui.protocol.files import SessionFile


class FilesRequested(ClientEvent):
    """A page of the session's files is being read: the first one, or the one after `after`."""

    session_id: str
    after: str | None = None


class FilesArrived(ClientEvent):
    """A page of files; `cursor` is where the next one begins, None at the end."""

    session_id: str
    files: tuple[SessionFile, ...]
    cursor: str | None
    after: str | None = None


class FilesFailed(ClientEvent):
    """The list could not be read."""

    session_id: str
    reason: str


class FileSaving(ClientEvent):
    """A file is being read and written to `path` on this machine."""

    session_id: str
    file_id: str
    path: str


class FileSaved(ClientEvent):
    """The file is complete at the path, or is not there for a reason."""

    session_id: str
    file_id: str
    failure: str = ""


class FileDeleted(ClientEvent):
    """The server has the file no longer, or refused to delete it."""

    session_id: str
    file_id: str
    failure: str = ""
