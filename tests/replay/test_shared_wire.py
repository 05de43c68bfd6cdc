"""A wider set of recorded streams, where there is one beside the repository: nothing raises, the invariants hold."""

from pathlib import Path

import pytest

from omnigent_tui.protocol.event_base import UnknownEvent
from tests.replay.follower import Follower
from tests.replay.recordings import SHARED_WIRE, events_of

FILES = sorted(SHARED_WIRE.glob("*.sse")) if SHARED_WIRE.is_dir() else []

pytestmark = pytest.mark.skipif(not FILES, reason=f"no recordings at {SHARED_WIRE.name} beside the repository")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_recorded_stream_is_followed(file: Path) -> None:
    events = events_of(file.read_bytes())
    assert events
    follower = Follower()
    follower.feed(events)
    at_once = Follower()
    at_once.feed_batch(events)
    assert [entry.item_ids for entry in at_once.conversation.entries] == [
        entry.item_ids for entry in follower.conversation.entries
    ]
    unknown = [event.type for event in events if isinstance(event, UnknownEvent)]
    assert sum(follower.conversation.unknown_events.values()) == len(unknown)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_recorded_stream_is_followed_across_cuts(file: Path) -> None:
    events = events_of(file.read_bytes())
    for cut in range(0, len(events), max(1, len(events) // 12)):
        follower = Follower()
        follower.feed(events[:cut])
        follower.lose()
        follower.open()
        follower.feed(events[cut:])
        follower.lose()
        follower.open("2-b")
        follower.feed(events[cut:])
