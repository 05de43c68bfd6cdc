"""What a person wants of a session's files."""

from omnigent_tui.values import Value


class LoadFiles(Value):
    """Read the session's files, or the page after the file with the id `after`."""

    session_id: str
    after: str | None = None


class SaveFile(Value):
    """Write a file of the session to `path` on this machine, where nothing is yet."""

    session_id: str
    file_id: str
    path: str


class DeleteFile(Value):
    """Delete a file of the session on the server."""

    session_id: str
    file_id: str


FilesIntent = LoadFiles | SaveFile | DeleteFile
