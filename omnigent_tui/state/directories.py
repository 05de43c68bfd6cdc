"""What this client has seen of the directories on hosts: listings page by page, new directories, git worktrees."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.values import Value, field

if TYPE_CHECKING:
    from omnigent_tui.protocol.hosts import DirectoryEntry, Worktree

MOST_ENTRIES = 60_000
"""So many entries of all listings together are kept; the listing looked at longest ago goes first."""

Place = tuple[str, str]
"""A directory: host id, and the path as it is asked for; an empty path is the home directory."""


class ListingPhase(StrEnum):
    """Where the listing of a directory stands."""

    LOADING = "loading"
    LOADING_MORE = "loading more"
    READY = "ready"
    FAILED = "failed"


class DirectoryProblem(StrEnum):
    """Why a host does not show, or not make, a directory."""

    MISSING = "missing"
    NOT_A_DIRECTORY = "not a directory"
    DENIED = "denied"
    INVALID = "invalid"
    EXISTS = "exists"
    HOST_OFFLINE = "host offline"
    HOST_FAILED = "host failed"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"

    @property
    def may_pass(self) -> bool:
        """Whether asking again may help although nobody changes anything on the host."""
        return self in (self.HOST_OFFLINE, self.HOST_FAILED, self.TIMED_OUT, self.UNREACHABLE)


class Failure(Value):
    """What went wrong; `reason` is in the server's words."""

    problem: DirectoryProblem
    reason: str


class Listing(Value):
    """One directory. `raw_path` is its absolute path as far as it is known, for the server and never for a screen.

    `cursor` is the raw path with which the next page begins. `since` (Unix seconds) is when the request under way was
    made. `changed_meanwhile`: the pages did not fit together, because the directory changed while it was read.
    """

    place: Place
    raw_path: str | None = None
    entries: tuple[DirectoryEntry, ...] = ()
    phase: ListingPhase = ListingPhase.LOADING
    has_more: bool = False
    cursor: str | None = None
    failure: Failure | None = None
    since: float = 0.0
    changed_meanwhile: bool = False


class NewDirectory(Value):
    """A directory that is being made, was made (`created`: its raw path) or could not be made."""

    host_id: str
    raw_path: str
    created: str | None = None
    failure: Failure | None = None


class Worktrees(Value):
    """The worktrees of the repository at `raw_path`; `is_repository` is False when git knows nothing there."""

    host_id: str
    raw_path: str
    rows: tuple[Worktree, ...] = ()
    phase: ListingPhase = ListingPhase.LOADING
    is_repository: bool = True
    failure: Failure | None = None


class DirectoriesState(Value):
    """Listings by place, the one looked at last at the end.

    `homes` are raw home directories by host id, `homeless` why a host's could not be told when it was asked last.
    """

    listings: Mapping[Place, Listing] = field(default_factory=lambda: MappingProxyType({}))
    current: Place | None = None
    homes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    homeless: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    new_directory: NewDirectory | None = None
    worktrees: Worktrees | None = None

    def listing(self, host_id: str, raw_path: str | None) -> Listing | None:
        """Return what is known of a directory; None for `raw_path` is the home directory."""
        return self.listings.get((host_id, raw_path or ""))

    @property
    def shown(self) -> Listing | None:
        """The listing asked for last."""
        return self.listings.get(self.current) if self.current is not None else None
