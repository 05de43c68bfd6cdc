"""A part of history far from the newest one: opened, grown at both ends, joined, and let go."""

import pytest

from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import History
from omnigent_tui.state.earlier import Opening
from omnigent_tui.state.reducers.stored_items import entries_of
from omnigent_tui.values import replace
from tests.replay.follower import without_keys
from tests.state.far_reader import Reader, stored
from tests.state.makers import NOW, SESSION


@pytest.fixture
def reader() -> Reader:
    return Reader(stored(), newest=20)


def test_a_part_is_opened_around_an_item(reader: Reader) -> None:
    wanted, before = reader.server.items[60].id, reader.conversation
    reader.asks_around(wanted)
    assert reader.conversation.opening == Opening(wanted)
    reader.tell(reader.server.around(wanted))
    after = reader.conversation
    assert after.earlier is not None
    assert wanted in after.earlier.stored_ids
    assert (after.earlier.older, after.earlier.newer) == (History.MORE, History.MORE)
    # The rest is as it was.
    assert replace(after, earlier=None) == before


def test_what_is_wanted_no_more_is_dropped(reader: Reader) -> None:
    first, second = reader.server.items[60].id, reader.server.items[10].id
    reader.asks_around(first)
    reader.asks_around(second)
    before = reader.conversation
    reader.tell(reader.server.around(first))
    reader.tell(client.EarlierFailed(session_id=SESSION, item_id=first, reason="late", at=NOW))
    assert reader.conversation is before
    reader.tell(client.EarlierFailed(session_id=SESSION, item_id=second, reason="no network", at=NOW))
    assert reader.conversation.opening is not None
    assert reader.conversation.opening.failure == "no network"


def test_what_is_near_the_newest_part_is_joined_at_once(reader: Reader) -> None:
    oldest = reader.conversation.oldest_item_id
    assert oldest is not None
    wanted = reader.server.items[reader.server.index(oldest) - 1].id
    reader.goes_to(wanted)
    assert reader.conversation.earlier is None
    assert reader.conversation.opening is None
    assert wanted in reader.conversation.stored_ids


def test_pages_from_above_meet_the_newest_part(reader: Reader) -> None:
    reader.goes_to(reader.server.items[60].id)
    reader.loads_everything()
    assert without_keys(reader.conversation.history) == without_keys(entries_of(reader.server.items))
    assert reader.conversation.older is History.COMPLETE


def test_pages_from_below_meet_the_earlier_part(reader: Reader) -> None:
    reader.goes_to(reader.server.items[150].id)
    while reader.conversation.earlier is not None:
        assert reader.conversation.oldest_item_id is not None
        reader.tell(reader.server.before(reader.conversation.oldest_item_id))
    # What is before the earlier part is not loaded by it.
    assert reader.conversation.older is History.MORE
    reader.loads_everything()
    assert without_keys(reader.conversation.history) == without_keys(entries_of(reader.server.items))


def test_how_an_end_stands_is_told_of_that_end_only(reader: Reader) -> None:
    reader.goes_to(reader.server.items[60].id)
    block = reader.conversation.earlier
    assert block is not None
    cursor = block.newest_item_id
    reader.tell(client.EarlierPageRequested(session_id=SESSION, newer=True, cursor=cursor, at=NOW))
    assert reader.conversation.earlier is not None
    assert (reader.conversation.earlier.older, reader.conversation.earlier.newer) == (History.MORE, History.LOADING)
    reader.tell(client.EarlierPageFailed(session_id=SESSION, newer=True, cursor=cursor, reason="gone", at=NOW))
    block = reader.conversation.earlier
    assert (block.newer, block.newer_failure) == (History.FAILED, "gone")
    reader.reads_on(newer=True)
    reader.reads_on(newer=False)
    assert reader.conversation.earlier is not None
    assert (reader.conversation.earlier.newer, reader.conversation.earlier.newer_failure) == (History.MORE, "")
    before = reader.conversation
    reader.tell(client.EarlierPageFailed(session_id=SESSION, newer=True, cursor=cursor, reason="late", at=NOW))
    assert reader.conversation is before


def test_a_server_that_has_nothing_there_is_not_asked_for_ever(reader: Reader) -> None:
    reader.goes_to(reader.server.items[60].id)
    block = reader.conversation.earlier
    assert block is not None
    empty = client.EarlierPageArrived(
        session_id=SESSION, newer=True, cursor=block.newest_item_id, items=(), has_more=False, at=NOW
    )
    reader.tell(empty)
    assert reader.conversation.earlier is not None
    assert reader.conversation.earlier.newer is History.FAILED


def test_a_long_history_is_parted_where_the_reader_is() -> None:
    reader = Reader(stored(60), newest=10_000)
    entries = reader.conversation.history
    middle = entries[60]
    reader.tell(client.FarItemsDropped(session_id=SESSION, near=frozenset(middle.item_ids), keep=20, margin=10, at=NOW))
    block = reader.conversation.earlier
    assert block is not None
    assert middle in block.entries
    assert 20 < len(block.entries) < 40
    assert 20 <= len(reader.conversation.history) < 30
    assert all(any(entry is other for other in entries) for entry in reader.all_entries())
    # At its end it reads on, and what is far goes again.
    for _ in range(10):
        reader.reads_on(newer=True)
    assert reader.conversation.earlier is not None
    last = reader.conversation.earlier.entries[-1]
    reader.tell(client.FarItemsDropped(session_id=SESSION, near=frozenset(last.item_ids), keep=20, margin=10, at=NOW))
    assert reader.conversation.earlier is not None
    assert len(reader.conversation.earlier.entries) < 30
    assert reader.conversation.earlier.older is History.MORE
    reader.loads_everything()
    assert without_keys(reader.conversation.history) == without_keys(entries_of(reader.server.items))


def test_near_the_newest_part_only_what_is_above_goes() -> None:
    reader = Reader(stored(60), newest=10_000)
    near = reader.conversation.history[-30]
    reader.tell(client.FarItemsDropped(session_id=SESSION, near=frozenset(near.item_ids), keep=20, margin=10, at=NOW))
    assert reader.conversation.earlier is None
    assert reader.conversation.older is History.MORE
    assert near in reader.conversation.history
    assert 40 <= len(reader.conversation.history) < 50


def test_where_both_parts_are_seen_nothing_between_goes(reader: Reader) -> None:
    reader.goes_to(reader.server.items[60].id)
    for _ in range(6):
        reader.reads_on(newer=True)
    before = reader.conversation
    assert before.earlier is not None
    near = frozenset((*before.earlier.entries[-1].item_ids, *before.history[0].item_ids))
    reader.tell(client.FarItemsDropped(session_id=SESSION, near=near, keep=1, margin=1, at=NOW))
    after = reader.conversation
    assert after.earlier is not None
    assert after.earlier.entries[-1] is before.earlier.entries[-1]
    assert len(after.earlier.entries) < len(before.earlier.entries)
    assert after.history is before.history


def test_the_end_is_followed_again(reader: Reader) -> None:
    reader.goes_to(reader.server.items[60].id)
    reader.tell(client.EarlierLeft(session_id=SESSION, at=NOW))
    assert reader.conversation.earlier is None
    before = reader.conversation
    reader.tell(client.EarlierLeft(session_id=SESSION, at=NOW))
    assert reader.conversation is before
