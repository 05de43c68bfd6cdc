"""Files of a session: uploads of people and files that agents made."""

from typing import Any

from pydantic import Field, ValidationError

from omnigent_tui.protocol.base import ServerModel


class FileMetadata(ServerModel):
    """Name, size in bytes and upload time (Unix seconds) of a file."""

    filename: str | None = None
    bytes: int | None = None
    created_at: float | None = None


class SessionFile(ServerModel):
    """A file of a session; a message refers to it by `{"type": "input_file", "file_id": id}`."""

    id: str
    session_id: str | None = None
    name: str = ""
    metadata: FileMetadata = Field(default_factory=FileMetadata)


def parse_session_file(data: Any) -> SessionFile | None:
    """Return the file in decoded JSON `data`, or None when it has no id."""
    try:
        return SessionFile.model_validate(data)
    except ValidationError:
        return None
