"""Listings page by page: joined once, never looping, given up when nobody looks, forgotten when they are too many."""

import pytest

from omnigent_tui.protocol.hosts import DirectoryEntry, parse_directory_entry, parse_worktree
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.directories import MOST_ENTRIES, DirectoryProblem, Failure, Listing, ListingPhase
from omnigent_tui.state.reducers import reduce

HOST = "h" * 32
OFFLINE = Failure(DirectoryProblem.HOST_OFFLINE, "host is offline")


def entry(path: str, kind: str = "directory") -> DirectoryEntry:
    found = parse_directory_entry({"name": path.rsplit("/", 1)[-1], "path": path, "type": kind})
    assert found is not None
    return found


def entries(folder: str, start: int, stop: int) -> tuple[DirectoryEntry, ...]:
    return tuple(entry(f"{folder}/e{number:05}") for number in range(start, stop))


def asked(state: State, path: str | None, after: str | None = None, at: float = 1.0) -> State:
    return reduce(state, client.DirectoryRequested(host_id=HOST, raw_path=path, after=after, at=at))


def arrived(
    state: State, path: str | None, found: tuple[DirectoryEntry, ...], *, more: bool = False, after: str | None = None
) -> State:
    return reduce(
        state,
        client.DirectoryPageArrived(host_id=HOST, raw_path=path, entries=found, has_more=more, after=after, at=2.0),
    )


def failed(state: State, path: str | None, failure: Failure = OFFLINE, after: str | None = None) -> State:
    return reduce(state, client.DirectoryFailed(host_id=HOST, raw_path=path, failure=failure, after=after, at=3.0))


def shown(state: State) -> Listing:
    assert state.directories.shown is not None
    return state.directories.shown


def test_pages_are_joined() -> None:
    state = arrived(asked(State(), "/d"), "/d", entries("/d", 0, 3), more=True)
    assert (shown(state).cursor, shown(state).has_more) == ("/d/e00002", True)
    state = asked(state, "/d", "/d/e00002")
    assert shown(state).phase is ListingPhase.LOADING_MORE
    state = arrived(state, "/d", entries("/d", 3, 5), after="/d/e00002")
    assert shown(state).entries == entries("/d", 0, 5)
    assert (shown(state).phase, shown(state).has_more) == (ListingPhase.READY, False)


def test_a_page_that_comes_twice_changes_nothing() -> None:
    state = arrived(asked(State(), "/d"), "/d", entries("/d", 0, 3), more=True)
    state = arrived(asked(state, "/d", "/d/e00002"), "/d", entries("/d", 3, 5), more=True, after="/d/e00002")
    again = arrived(state, "/d", entries("/d", 3, 5), more=True, after="/d/e00002")
    assert again is state


def test_a_server_that_starts_over_ends_the_listing() -> None:
    """An unknown cursor brings the first page again: asking on and on would never end."""
    state = arrived(asked(State(), "/d"), "/d", entries("/d", 0, 3), more=True)
    state = arrived(asked(state, "/d", "/d/e00002"), "/d", entries("/d", 0, 3), more=True, after="/d/e00002")
    assert shown(state).entries == entries("/d", 0, 3)
    assert not shown(state).has_more
    assert shown(state).changed_meanwhile


def test_home_tells_where_it_is() -> None:
    state = arrived(asked(State(), None), None, (entry("/home/ada/projects"),))
    assert state.directories.homes[HOST] == "/home/ada"
    assert shown(asked(state, "~/projects")).raw_path == "/home/ada/projects"


def test_an_empty_home_tells_nothing() -> None:
    state = arrived(asked(State(), None), None, ())
    assert HOST not in state.directories.homes
    assert shown(state).raw_path is None


def test_entries_seen_before_stay_while_they_are_read_again() -> None:
    state = arrived(asked(State(), "/d"), "/d", entries("/d", 0, 3), more=True)
    state = arrived(asked(state, "/d", "/d/e00002"), "/d", entries("/d", 3, 6), after="/d/e00002")
    state = asked(state, "/d")
    assert len(shown(state).entries) == 6
    state = arrived(state, "/d", entries("/d", 0, 3), more=True)
    assert len(shown(state).entries) == 6
    changed = (entry("/d/a"), *entries("/d", 0, 2))
    state = arrived(asked(state, "/d"), "/d", changed, more=True)
    assert shown(state).entries == changed
    assert shown(state).cursor == "/d/e00001"


def test_a_failure_shows_nothing_that_may_be_gone() -> None:
    state = arrived(asked(State(), "/d"), "/d", entries("/d", 0, 3))
    state = failed(asked(state, "/d"), "/d")
    assert shown(state).entries == ()
    assert shown(state).failure == OFFLINE


def test_a_failed_page_leaves_those_before_and_can_be_asked_for_again() -> None:
    state = arrived(asked(State(), "/d"), "/d", entries("/d", 0, 3), more=True)
    state = failed(asked(state, "/d", "/d/e00002"), "/d", after="/d/e00002")
    assert len(shown(state).entries) == 3
    assert (shown(state).cursor, shown(state).has_more) == ("/d/e00002", True)
    state = arrived(asked(state, "/d", "/d/e00002"), "/d", entries("/d", 3, 4), after="/d/e00002")
    assert (len(shown(state).entries), shown(state).failure) == (4, None)


def test_going_elsewhere_gives_up_what_is_being_read() -> None:
    state = asked(asked(State(), "/slow"), "/d")
    assert state.directories.listing(HOST, "/slow") is None
    assert shown(state).place == (HOST, "/d")
    # What was given up but arrives nevertheless belongs to nothing.
    assert arrived(state, "/slow", entries("/slow", 0, 1)) is state
    left = reduce(state, client.DirectoriesLeft(at=4.0))
    assert left.directories.shown is None
    assert reduce(left, client.DirectoriesLeft(at=5.0)) is left


def test_a_page_given_up_leaves_the_listing_as_it_was() -> None:
    state = arrived(asked(State(), "/d"), "/d", entries("/d", 0, 3), more=True)
    state = reduce(asked(state, "/d", "/d/e00002"), client.DirectoriesLeft(at=4.0))
    assert (shown(state).phase, shown(state).has_more) == (ListingPhase.READY, True)


def test_a_new_directory_takes_its_place() -> None:
    state = arrived(asked(State(), "~/d"), "~/d", (entry("/home/ada/d/a"), entry("/home/ada/d/c")))
    state = reduce(state, client.DirectoryCreating(host_id=HOST, raw_path="/home/ada/d/b", at=1.0))
    made = client.DirectoryCreated(host_id=HOST, raw_path="/home/ada/d/b", created="/home/ada/d/b", at=2.0)
    state = reduce(reduce(state, made), made)
    assert [e.name for e in shown(state).entries] == ["a", "b", "c"]
    assert state.directories.new_directory is not None
    assert state.directories.new_directory.created == "/home/ada/d/b"


def test_a_directory_that_was_not_made_says_why() -> None:
    failure = Failure(DirectoryProblem.EXISTS, "path already exists")
    state = reduce(State(), client.DirectoryNotCreated(host_id=HOST, raw_path="/d/b", failure=failure, at=2.0))
    assert state.directories.new_directory is not None
    assert state.directories.new_directory.failure == failure


def test_the_oldest_listings_go_when_there_are_too_many_entries() -> None:
    state = State()
    each = MOST_ENTRIES // 3 + 1
    for name in "abcd":
        state = arrived(asked(state, f"/{name}"), f"/{name}", entries(f"/{name}", 0, each))
    assert {path for _, path in state.directories.listings} == {"/c", "/d"}


def test_worktrees_are_of_one_repository() -> None:
    row = parse_worktree({"path": "/r-worktrees/x", "branch": "x", "is_main": False})
    assert row is not None
    state = reduce(State(), client.WorktreesRequested(host_id=HOST, raw_path="/r", at=1.0))
    state = reduce(state, client.WorktreesArrived(host_id=HOST, raw_path="/r", rows=(row,), at=2.0))
    assert state.directories.worktrees is not None
    assert state.directories.worktrees.rows == (row,)
    late = client.WorktreesArrived(host_id=HOST, raw_path="/other", is_repository=False, at=3.0)
    assert reduce(state, late) is state
    failure = client.WorktreesFailed(host_id=HOST, raw_path="/r", failure=OFFLINE, at=4.0)
    again = reduce(reduce(state, client.WorktreesRequested(host_id=HOST, raw_path="/r", at=3.0)), failure)
    assert again.directories.worktrees is not None
    assert again.directories.worktrees.failure == OFFLINE


@pytest.mark.parametrize("problem", DirectoryProblem)
def test_only_what_may_pass_is_worth_asking_again(problem: DirectoryProblem) -> None:
    passing = {"host offline", "host failed", "timed out", "unreachable"}
    assert problem.may_pass == (problem.value in passing)
