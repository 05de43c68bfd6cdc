"""Events about directories on hosts: listings asked for and arrived, directories made, worktrees read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.state.client_events.event import ClientEvent

if TYPE_CHECKING:
    from omnigent_tui.protocol.hosts import DirectoryEntry, Worktree
    from omnigent_tui.state.directories import Failure


class DirectoryEvent(ClientEvent):
    """What they share: a directory on a host by its raw path, None for the home directory."""

    host_id: str
    raw_path: str | None


class DirectoryRequested(DirectoryEvent):
    """A listing was asked for: its first page, or the one `after` the entry with that raw path."""

    after: str | None = None


class DirectoryPageArrived(DirectoryEvent):
    """A page of a listing."""

    entries: tuple[DirectoryEntry, ...]
    has_more: bool
    after: str | None = None


class DirectoryFailed(DirectoryEvent):
    """The directory could not be listed, or not its next page."""

    failure: Failure
    after: str | None = None


class DirectoriesLeft(ClientEvent):
    """The person went elsewhere: what was still being asked for was given up."""


class DirectoryCreating(DirectoryEvent):
    """A directory is being made."""


class DirectoryCreated(DirectoryEvent):
    """A directory was made; `created` is its raw absolute path."""

    created: str


class DirectoryNotCreated(DirectoryEvent):
    """The directory was not made."""

    failure: Failure


class WorktreesRequested(DirectoryEvent):
    """The worktrees of the repository at a path were asked for."""


class WorktreesArrived(DirectoryEvent):
    """The worktrees; `is_repository` is False, and `rows` empty, where there is no repository."""

    rows: tuple[Worktree, ...] = ()
    is_repository: bool = True


class WorktreesFailed(DirectoryEvent):
    """The worktrees could not be read."""

    failure: Failure


class HomeAsked(ClientEvent):
    """A host was asked where its home directory is."""

    host_id: str


class HomeFound(ClientEvent):
    """The home directory of a host: its raw absolute path."""

    host_id: str
    raw_path: str


class HomeNotFound(ClientEvent):
    """Where the home directory of a host is could not be told; `reason` is why."""

    host_id: str
    reason: str
