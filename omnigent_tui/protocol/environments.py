"""Files of a session's environment: what is in a directory, and what a search by name finds."""

from typing import Any

from pydantic import ValidationError

from omnigent_tui.protocol.base import Rows, ServerModel


class EnvironmentEntry(ServerModel):
    """A file or directory; `path` is relative to the environment's root, `type` is `file`, `directory` or `other`."""

    path: str
    name: str = ""
    type: str = "other"
    bytes: int | None = None

    @property
    def is_directory(self) -> bool:
        """Whether there may be more below it."""
        return self.type == "directory"


class FoundFiles(ServerModel):
    """The files whose path contains what was searched; `truncated` when the server gave up before the tree ended."""

    data: Rows[EnvironmentEntry] = ()
    has_more: bool = False
    truncated: bool = False


def parse_environment_entry(data: Any) -> EnvironmentEntry | None:
    """Return the entry in decoded JSON `data`, or None when it has no path."""
    try:
        return EnvironmentEntry.model_validate(data)
    except ValidationError:
        return None
