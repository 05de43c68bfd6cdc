"""Streams cut at every event: resumed with what the server repeats, the transcript ends as if nothing had happened."""

from functools import cache

import pytest

from omnigent_tui.state.conversation import Conversation
from tests.replay.follower import Follower, check_own_within, check_settled
from tests.replay.recordings import WHOLE, Recording, in_flight, recording
from tests.state.makers import words

MISSED = (0, 1, 3, 8, 10_000)
"""How many events the server sent while the stream was down."""


@cache
def uncut(name: str) -> Conversation:
    told = recording(name)
    follower = Follower()
    follower.feed(told.events)
    finish(follower, told)
    return follower.conversation


def finish(follower: Follower, told: Recording) -> None:
    """What the live layer does once a turn is over: items, snapshot, items."""
    follower.settle(told.items)
    follower.snapshot(told.snapshot)
    follower.settle(told.items)


def cuts(told: Recording) -> list[tuple[int, int]]:
    """Every pair of a last event before the cut and a first event after it; long runs of deltas are thinned."""
    total = len(told.events)
    step = 1 if total < 80 else 5
    pairs = {(cut, min(total, cut + missed)) for cut in range(0, total + 1, step) for missed in MISSED}
    return sorted(pairs)


@pytest.mark.parametrize("page_at_once", [False, True], ids=["page later", "page at once"])
@pytest.mark.parametrize("name", WHOLE)
def test_resumed_on_the_same_server(name: str, page_at_once: bool) -> None:
    told = recording(name)
    for cut, resumed in cuts(told):
        follower = Follower()
        follower.feed(told.events[:cut])
        follower.lose()
        follower.open()
        follower.feed(in_flight(told.events[:resumed]))
        if page_at_once:
            follower.settle(told.items[: told.stored_by[resumed]])
        follower.feed(told.events[resumed:])
        finish(follower, told)
        check_settled(follower.conversation, told.items)
        check_own_within(follower.conversation, uncut(name))
        assert follower.conversation.turn.status == uncut(name).turn.status


@pytest.mark.parametrize("page_at_once", [False, True], ids=["page later", "page at once"])
@pytest.mark.parametrize("name", WHOLE)
def test_resumed_on_a_server_started_again(name: str, page_at_once: bool) -> None:
    told = recording(name)
    for cut, resumed in cuts(told):
        follower = Follower()
        follower.feed(told.events[:cut])
        follower.lose()
        follower.open("2-b")
        if page_at_once:
            follower.settle(told.items[: told.stored_by[resumed]])
        follower.feed(told.events[resumed:])
        finish(follower, told)
        check_settled(follower.conversation, told.items)
        check_own_within(follower.conversation, uncut(name))


@pytest.mark.parametrize("name", WHOLE)
def test_cut_twice(name: str) -> None:
    told = recording(name)
    total = len(told.events)
    for cut in range(0, total, 1 if total < 80 else 7):
        follower = Follower()
        follower.feed(told.events[:cut])
        for start, end in ((cut, min(total, cut + 2)), (min(total, cut + 3), total)):
            follower.lose()
            follower.open()
            follower.feed(in_flight(told.events[:start]))
            follower.settle(told.items[: told.stored_by[start]])
            follower.feed(told.events[start:end])
        finish(follower, told)
        check_settled(follower.conversation, told.items)
        check_own_within(follower.conversation, uncut(name))


@pytest.mark.parametrize("before", ["reconnect_before", "server_restart_before"])
def test_two_recorded_streams_of_one_session(before: str) -> None:
    told = recording(before.replace("_before", "_after"))
    follower = Follower()
    follower.feed(told.stream(before))
    follower.lose()
    follower.open("1-a" if before == "reconnect_before" else "2-b")
    follower.feed(told.events)
    finish(follower, told)
    check_settled(follower.conversation, told.items)
    assert follower.conversation.entries == follower.conversation.history
    # The server that was started again has forgotten the beginning: it is shown as not kept, before the rest.
    kept = [entry for entry in follower.conversation.history if not entry.unsaved]
    assert len(kept) == len(told.items)
    forgotten = [words(entry) for entry in follower.conversation.history if entry.unsaved]
    assert forgotten == ([] if before == "reconnect_before" else ["Before the restart."])
