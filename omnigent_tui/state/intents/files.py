"""What a person wants of a session's files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadFiles:
    """Read the session's files, or the page after the file with the id `after`."""

    session_id: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Write a file of the session to `path` on this machine, where nothing is yet."""

    session_id: str
    file_id: str
    path: str


@dataclass(frozen=True, slots=True)
class DeleteFile:
    """Delete a file of the session on the server."""

    session_id: str
    file_id: str


FilesIntent = LoadFiles | SaveFile | DeleteFile
