"""What a person wants of the directories on a host."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListDirectory:
    """Read a directory on a host (None: the home directory), or the page `after` the entry with that raw path.

    Takes the place of the listing that is being read, if any.
    """

    host_id: str
    raw_path: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class FindHome:
    """Ask the host where its home directory is, beside whatever else is being read."""

    host_id: str


@dataclass(frozen=True, slots=True)
class LeaveDirectories:
    """Give up reading directories and worktrees: nobody looks at them any more."""


@dataclass(frozen=True, slots=True)
class CreateDirectory:
    """Make a directory on a host; `raw_path` is absolute."""

    host_id: str
    raw_path: str


@dataclass(frozen=True, slots=True)
class LoadWorktrees:
    """Read the git worktrees of the repository at a path."""

    host_id: str
    raw_path: str
