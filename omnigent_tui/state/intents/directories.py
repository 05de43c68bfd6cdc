"""What a person wants of the directories on a host."""

from omnigent_tui.values import Value


class ListDirectory(Value):
    """Read a directory on a host (None: the home directory), or the page `after` the entry with that raw path.

    Takes the place of the listing that is being read, if any.
    """

    host_id: str
    raw_path: str | None = None
    after: str | None = None


class FindHome(Value):
    """Ask the host where its home directory is, beside whatever else is being read."""

    host_id: str


class LeaveDirectories(Value):
    """Give up reading directories and worktrees: nobody looks at them any more."""


class CreateDirectory(Value):
    """Make a directory on a host; `raw_path` is absolute."""

    host_id: str
    raw_path: str


class LoadWorktrees(Value):
    """Read the git worktrees of the repository at a path."""

    host_id: str
    raw_path: str
