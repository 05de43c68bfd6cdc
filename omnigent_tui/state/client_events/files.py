"""Events about the files of a session."""

from dataclasses import dataclass

from omnigent_tui.protocol.files import SessionFile
from omnigent_tui.state.client_events.event import ClientEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRequested(ClientEvent):
    """A page of the session's files is being read: the first one, or the one after `after`."""

    session_id: str
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesArrived(ClientEvent):
    """A page of files; `cursor` is where the next one begins, None at the end."""

    session_id: str
    files: tuple[SessionFile, ...]
    cursor: str | None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesFailed(ClientEvent):
    """The list could not be read."""

    session_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSaving(ClientEvent):
    """A file is being read and written to `path` on this machine."""

    session_id: str
    file_id: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSaved(ClientEvent):
    """The file is complete at the path, or is not there for a reason."""

    session_id: str
    file_id: str
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDeleted(ClientEvent):
    """The server has the file no longer, or refused to delete it."""

    session_id: str
    file_id: str
    failure: str = ""
