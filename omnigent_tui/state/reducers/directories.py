"""Listings of directories on hosts: pages are joined by raw path, so a page that comes twice changes nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.hosts import DirectoryEntry
from omnigent_tui.state.directories import (
    MOST_ENTRIES,
    DirectoriesState,
    Listing,
    ListingPhase,
    NewDirectory,
    Place,
    Worktrees,
)
from omnigent_tui.state.host_paths import base_name, expand_home, parent
from omnigent_tui.values import replace

if TYPE_CHECKING:
    from omnigent_tui.state import client_events as client

_UNDER_WAY = (ListingPhase.LOADING, ListingPhase.LOADING_MORE)


def requested(known: DirectoriesState, event: client.DirectoryRequested) -> DirectoriesState:
    """The listing is the one that is looked at. What was asked for before was given up; entries seen before stay."""
    place: Place = event.host_id, event.raw_path or ""
    known = left(known)
    listing = known.listings.get(place, Listing(place, _asked_path(known, event.host_id, event.raw_path)))
    phase = ListingPhase.LOADING if event.after is None else ListingPhase.LOADING_MORE
    listing = replace(listing, phase=phase, failure=None, since=event.at)
    return replace(_with(known, listing), current=place)


def arrived(known: DirectoriesState, event: client.DirectoryPageArrived) -> DirectoriesState:
    """Take a page. One that brings nothing new ends the listing: the server did not know the cursor."""
    listing = known.listing(event.host_id, event.raw_path)
    if listing is None:
        return known
    if event.after is not None and (event.after != listing.cursor or listing.phase is ListingPhase.LOADING):
        return known
    path = parent(event.entries[0].raw_path) if event.entries else listing.raw_path
    cursor = event.entries[-1].raw_path if event.entries else None
    if event.after is None:
        known = _with_home(known, event.host_id, event.raw_path, path)
        listing = _first_page(replace(listing, raw_path=path), event.entries, cursor, has_more=event.has_more)
    else:
        seen = {entry.raw_path for entry in listing.entries}
        fresh = tuple(entry for entry in event.entries if entry.raw_path not in seen)
        listing = replace(
            listing,
            entries=(*listing.entries, *fresh),
            has_more=event.has_more and bool(fresh),
            cursor=cursor,
            changed_meanwhile=len(fresh) < len(event.entries),
        )
    return _with(known, replace(listing, phase=ListingPhase.READY, failure=None))


def _first_page(
    listing: Listing, entries: tuple[DirectoryEntry, ...], cursor: str | None, *, has_more: bool
) -> Listing:
    """Take the first page; further pages of last time stay as long as it still begins in the same way."""
    if entries and has_more and listing.entries[: len(entries)] == entries and len(listing.entries) > len(entries):
        return listing
    return replace(listing, entries=entries, has_more=has_more, cursor=cursor, changed_meanwhile=False)


def failed(known: DirectoriesState, event: client.DirectoryFailed) -> DirectoriesState:
    """The first page failed: nothing is shown that may no longer be there. A later one failed: what came stays."""
    listing = known.listing(event.host_id, event.raw_path)
    if listing is None:
        return known
    if event.after is None:
        listing = replace(listing, entries=(), has_more=False, cursor=None)
    return _with(known, replace(listing, phase=ListingPhase.FAILED, failure=event.failure))


def left(known: DirectoriesState, event: client.DirectoriesLeft | None = None) -> DirectoriesState:  # noqa: ARG001
    """Requests under way were given up: listings that have nothing yet are forgotten, the others are as they were."""
    if not any(listing.phase in _UNDER_WAY for listing in known.listings.values()):
        return known
    kept = {
        place: replace(listing, phase=ListingPhase.READY) if listing.phase in _UNDER_WAY else listing
        for place, listing in known.listings.items()
        if listing.phase not in _UNDER_WAY or listing.entries
    }
    return replace(known, listings=MappingProxyType(kept))


def home_found(known: DirectoriesState, event: client.HomeFound) -> DirectoriesState:
    """The home directory of a host is known."""
    known = _without_homeless(known, event.host_id)
    if known.homes.get(event.host_id) == event.raw_path:
        return known
    return replace(known, homes=MappingProxyType({**known.homes, event.host_id: event.raw_path}))


def home_not_found(known: DirectoriesState, event: client.HomeNotFound) -> DirectoriesState:
    """Where it is cannot be told now; one that was known before stays."""
    return replace(known, homeless=MappingProxyType({**known.homeless, event.host_id: event.reason}))


def home_asked(known: DirectoriesState, event: client.HomeAsked) -> DirectoriesState:
    """It is being asked for: why it was not known before no longer counts."""
    return _without_homeless(known, event.host_id)


def _without_homeless(known: DirectoriesState, host_id: str) -> DirectoriesState:
    rest = {key: reason for key, reason in known.homeless.items() if key != host_id}
    return known if len(rest) == len(known.homeless) else replace(known, homeless=MappingProxyType(rest))


def creating(known: DirectoriesState, event: client.DirectoryCreating) -> DirectoriesState:
    """A directory is being made."""
    return replace(known, new_directory=NewDirectory(event.host_id, event.raw_path or ""))


def created(known: DirectoriesState, event: client.DirectoryCreated) -> DirectoriesState:
    """The directory is there; it takes its place in the listing of its parent."""
    made = NewDirectory(event.host_id, event.raw_path or "", created=event.created)
    name = clean_line(base_name(event.created), 500)
    entry = DirectoryEntry(raw_path=event.created, name=name, type="directory")
    for listing in known.listings.values():
        if listing.place[0] == event.host_id and listing.raw_path == parent(event.created):
            known = _with(known, _with_entry(listing, entry))
    return replace(known, new_directory=made)


def not_created(known: DirectoriesState, event: client.DirectoryNotCreated) -> DirectoriesState:
    """The directory was not made."""
    return replace(known, new_directory=NewDirectory(event.host_id, event.raw_path or "", failure=event.failure))


def worktrees_requested(known: DirectoriesState, event: client.WorktreesRequested) -> DirectoriesState:
    """Worktrees are on their way; those of the same repository that are known stay meanwhile."""
    found, here = known.worktrees, (event.host_id, event.raw_path or "")
    if found is None or (found.host_id, found.raw_path) != here:
        found = Worktrees(*here)
    return replace(known, worktrees=replace(found, phase=ListingPhase.LOADING, failure=None))


def worktrees_arrived(known: DirectoriesState, event: client.WorktreesArrived) -> DirectoriesState:
    """The worktrees are there, unless others were asked for meanwhile."""
    found = known.worktrees
    if found is None or (found.host_id, found.raw_path) != (event.host_id, event.raw_path):
        return known
    arrived_now = replace(found, rows=event.rows, phase=ListingPhase.READY, is_repository=event.is_repository)
    return replace(known, worktrees=replace(arrived_now, failure=None))


def worktrees_failed(known: DirectoriesState, event: client.WorktreesFailed) -> DirectoriesState:
    """The worktrees could not be read."""
    found = known.worktrees
    if found is None or (found.host_id, found.raw_path) != (event.host_id, event.raw_path):
        return known
    return replace(known, worktrees=replace(found, phase=ListingPhase.FAILED, failure=event.failure))


def _asked_path(known: DirectoriesState, host_id: str, raw_path: str | None) -> str | None:
    return expand_home(raw_path or "~", known.homes.get(host_id))


def _with_home(known: DirectoriesState, host_id: str, asked: str | None, path: str | None) -> DirectoriesState:
    if asked not in (None, "", "~") or path is None or known.homes.get(host_id) == path:
        return known
    return replace(known, homes=MappingProxyType({**known.homes, host_id: path}))


def _with_entry(listing: Listing, entry: DirectoryEntry) -> Listing:
    if any(known.raw_path == entry.raw_path for known in listing.entries):
        return listing
    at = bisect_left([known.raw_path for known in listing.entries], entry.raw_path)
    return replace(listing, entries=(*listing.entries[:at], entry, *listing.entries[at:]))


def _with(known: DirectoriesState, listing: Listing) -> DirectoriesState:
    """Return the state with this listing as the newest; the oldest go when there are too many entries."""
    listings: dict[Place, Listing] = {p: known.listings[p] for p in known.listings if p != listing.place}
    listings[listing.place] = listing
    return replace(known, listings=MappingProxyType(_bounded(listings, known.current)))


def _bounded(listings: dict[Place, Listing], current: Place | None) -> Mapping[Place, Listing]:
    total = sum(len(listing.entries) for listing in listings.values())
    for place in tuple(listings)[:-1]:
        if total <= MOST_ENTRIES:
            break
        if place != current:
            total -= len(listings.pop(place).entries)
    return listings
