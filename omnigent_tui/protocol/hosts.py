"""Hosts, the directories on them, and git worktrees: `/v1/hosts` and what is below it."""

from typing import Any

from pydantic import ValidationError, model_validator

from omnigent_tui.protocol.base import Rows, ServerModel
from omnigent_tui.protocol.cleaning import clean, clean_line


class Host(ServerModel):
    """A machine that runs agents. `configured_harnesses` maps a harness to True, False or what it lacks.

    The documented API calls the id `id` and tells platform, registration (Unix seconds) and number of runners;
    the real one calls it `host_id` and tells owner, harnesses and shells.
    """

    host_id: str
    name: str = ""
    owner: str | None = None
    status: str = "unknown"
    platform: str | None = None
    registered_at: float | None = None
    runner_count: int | None = None
    sandbox_provider: str | None = None
    configured_harnesses: dict[str, bool | str] | None = None
    interactive_shells: Rows[str] = ()

    @model_validator(mode="before")
    @classmethod
    def _documented_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("host_id") is None and data.get("id") is not None:
            return {**data, "host_id": data["id"]}
        return data

    @property
    def is_online(self) -> bool:
        """Whether the host's daemon is connected."""
        return self.status == "online"


class DirectoryEntry(ServerModel):
    """An entry of a directory on a host: `directory`, `file` or `other`; size in bytes, time in Unix seconds.

    `raw_path` goes back to the server byte for byte and must never be shown; `name` and `shown_path` may be.
    """

    raw_path: str
    name: str = ""
    type: str = "other"
    bytes: int | None = None
    modified_at: float | None = None

    @property
    def shown_path(self) -> str:
        """The path as text that is safe to show."""
        return clean(self.raw_path)

    @property
    def is_directory(self) -> bool:
        """Whether it can be entered."""
        return self.type == "directory"


class Worktree(ServerModel):
    """A git worktree on a host; `raw_path` goes back to the server, `branch` is None when the head is detached."""

    raw_path: str
    branch: str | None = None
    is_main: bool = False
    detached: bool = False
    updated_at: float | None = None

    @property
    def shown_path(self) -> str:
        """The path as text that is safe to show."""
        return clean(self.raw_path)


def parse_host(data: Any) -> Host | None:
    """Return the host in decoded JSON `data`, or None when it has no id."""
    try:
        return Host.model_validate(data)
    except ValidationError:
        return None


def parse_directory_entry(data: Any) -> DirectoryEntry | None:
    """Return the entry in decoded but *uncleaned* JSON `data`, or None when it has no path."""
    if not isinstance(data, dict) or not isinstance(path := data.get("path"), str) or not path:
        return None
    name = data.get("name")
    shown = name if isinstance(name, str) and name else path.rstrip("/").rpartition("/")[2] or path
    kept = {key: data.get(key) for key in ("bytes", "modified_at")}
    said = data.get("type")
    kind = clean_line(said, 40) if isinstance(said, str) else "other"
    return DirectoryEntry.model_validate({**kept, "raw_path": path, "name": clean_line(shown, 500), "type": kind})


def parse_worktree(data: Any) -> Worktree | None:
    """Return the worktree in decoded but *uncleaned* JSON `data`, or None when it has no path."""
    if not isinstance(data, dict) or not isinstance(path := data.get("path"), str) or not path:
        return None
    branch = data.get("branch")
    kept = {key: data.get(key) for key in ("is_main", "detached", "updated_at")}
    shown = clean_line(branch, 500) if isinstance(branch, str) else None
    return Worktree.model_validate({**kept, "raw_path": path, "branch": shown})
