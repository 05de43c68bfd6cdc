"""A part of history far from the newest one: opened, grown, let go and joined, in whatever order pages come."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from omnigent_tui.protocol.items import Item
from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import History
from omnigent_tui.state.earlier import Opening
from omnigent_tui.state.reducers.stored_items import entries_of
from omnigent_tui.state.transcript import Entry
from tests.replay.follower import without_keys
from tests.state.makers import NOW, SESSION, Teller, done
from tests.state.test_trimming import turn

AROUND, PAGE = 2, 5


@dataclass
class Server:
    """What is stored, and its pages as the server tells them."""

    items: list[Item]

    def index(self, item_id: str) -> int:
        return next(number for number, item in enumerate(self.items) if item.id == item_id)

    def newest(self, count: int, revision: int) -> client.ClientEvent:
        """At least that many items, from the beginning of a turn."""
        begin = max(0, len(self.items) - count)
        while begin and not self.items[begin].id.endswith("0" * 28):
            begin -= 1
        return client.NewestItemsArrived(
            session_id=SESSION,
            items=tuple(self.items[begin:]),
            has_more=begin > 0,
            asked_at_revision=revision,
            at=NOW,
        )

    def before(self, cursor: str, size: int = PAGE) -> client.ClientEvent:
        end = self.index(cursor)
        begin = max(0, end - size)
        return client.OlderItemsArrived(
            session_id=SESSION, items=tuple(self.items[begin:end]), has_more=begin > 0, before_item_id=cursor, at=NOW
        )

    def around(self, item_id: str) -> client.ClientEvent:
        at = self.index(item_id)
        begin, end = max(0, at - AROUND), at + AROUND + 1
        return client.EarlierArrived(
            session_id=SESSION,
            item_id=item_id,
            items=tuple(self.items[begin:end]),
            has_older=begin > 0,
            has_newer=end < len(self.items),
            at=NOW,
        )

    def beside(self, cursor: str, *, newer: bool, size: int = PAGE) -> client.ClientEvent:
        at = self.index(cursor)
        begin, end = (at + 1, at + 1 + size) if newer else (max(0, at - size), at)
        return client.EarlierPageArrived(
            session_id=SESSION,
            newer=newer,
            cursor=cursor,
            items=tuple(self.items[begin:end]),
            has_more=end < len(self.items) if newer else begin > 0,
            at=NOW,
        )


class Reader(Teller):
    """Somebody who has the newest items before them and goes elsewhere."""

    def __init__(self, server: Server, newest: int) -> None:
        super().__init__()
        self.server = server
        self.open()
        self.tell(server.newest(newest, self.conversation.revision))

    def all_entries(self) -> tuple[Entry, ...]:
        earlier = self.conversation.earlier
        return (() if earlier is None else earlier.entries) + self.conversation.entries

    def asks_around(self, item_id: str) -> None:
        self.tell(client.EarlierRequested(session_id=SESSION, item_id=item_id, at=NOW))

    def goes_to(self, item_id: str) -> None:
        self.asks_around(item_id)
        self.tell(self.server.around(item_id))

    def reads_on(self, *, newer: bool) -> None:
        block = self.conversation.earlier
        assert block is not None
        cursor = block.newest_item_id if newer else block.oldest_item_id
        self.tell(self.server.beside(cursor, newer=newer))

    def loads_everything(self) -> None:
        while self.conversation.earlier is not None:
            before = self.conversation.earlier.newest_item_id
            self.reads_on(newer=True)
            assert self.conversation.earlier is None or self.conversation.earlier.newest_item_id != before
        while self.conversation.older is History.MORE:
            assert self.conversation.oldest_item_id is not None
            self.tell(self.server.before(self.conversation.oldest_item_id))


def stored(turns: int = 30, calls: int = 2) -> Server:
    return Server([item for number in range(turns) for item in turn(number, calls)])


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


Late = Callable[[], client.ClientEvent]


class Reading(RuleBasedStateMachine):
    """Everything that can happen, in any order; pages come at once, later, or twice."""

    @initialize(turns=st.integers(1, 25), calls=st.integers(0, 3), newest=st.integers(1, 30))
    def begin(self, turns: int, calls: int, newest: int) -> None:
        self.server = stored(turns, calls)
        self.turns = turns
        self.reader = Reader(self.server, newest)
        self.letters: list[client.ClientEvent] = []

    def arrives(self, page: client.ClientEvent, *, at_once: bool) -> None:
        self.letters.append(page)
        if at_once:
            self.reader.tell(page)

    @rule(at=st.integers(0, 400), at_once=st.booleans())
    def jump(self, at: int, at_once: bool) -> None:
        # What is found was before the newest part, and that never grows but at its ends.
        oldest = self.reader.conversation.oldest_item_id
        wanted = self.server.items[at % (self.server.index(oldest) + 1 if oldest else 1)].id
        self.reader.asks_around(wanted)
        self.arrives(self.server.around(wanted), at_once=at_once)

    @precondition(lambda self: self.reader.conversation.earlier is not None)
    @rule(newer=st.booleans(), at_once=st.booleans(), size=st.integers(1, 12))
    def read_on(self, newer: bool, at_once: bool, size: int) -> None:
        block = self.reader.conversation.earlier
        assert block is not None
        cursor = block.newest_item_id if newer else block.oldest_item_id
        self.reader.tell(client.EarlierPageRequested(session_id=SESSION, newer=newer, cursor=cursor, at=NOW))
        self.arrives(self.server.beside(cursor, newer=newer, size=size), at_once=at_once)

    @rule(at_once=st.booleans(), size=st.integers(1, 12))
    def older_page(self, at_once: bool, size: int) -> None:
        cursor = self.reader.conversation.oldest_item_id
        if cursor is not None and self.reader.conversation.older is History.MORE:
            self.arrives(self.server.before(cursor, size), at_once=at_once)

    @rule(at_once=st.booleans(), count=st.integers(1, 30))
    def newest_page(self, at_once: bool, count: int) -> None:
        self.arrives(self.server.newest(count, self.reader.conversation.revision), at_once=at_once)

    @precondition(lambda self: self.letters)
    @rule(data=st.data())
    def late_page(self, data: st.DataObject) -> None:
        self.reader.tell(data.draw(st.sampled_from(self.letters)))

    @rule(calls=st.integers(0, 3), is_told=st.booleans())
    def happen(self, calls: int, is_told: bool) -> None:
        items = turn(self.turns, calls)
        self.turns += 1
        self.server.items += items
        if is_told:
            self.reader.hear(*(done(item) for item in items[1:]))

    @precondition(lambda self: self.reader.all_entries())
    @rule(at=st.integers(0, 400), keep=st.integers(1, 20), margin=st.integers(0, 10))
    def too_much(self, at: int, keep: int, margin: int) -> None:
        entries = self.reader.all_entries()
        near = entries[at % len(entries)]
        event = client.FarItemsDropped(
            session_id=SESSION, near=frozenset(near.item_ids), keep=keep, margin=margin, at=NOW
        )
        self.reader.tell(event)
        # What is in flight is never let go; what the reader sees neither.
        assert any(entry is near for entry in self.reader.all_entries()) or not near.item_ids

    @rule()
    def leave(self) -> None:
        self.reader.tell(client.EarlierLeft(session_id=SESSION, at=NOW))

    @invariant()
    def what_is_shown_is_part_of_the_whole_in_its_order(self) -> None:
        conversation = self.reader.conversation
        place = {item.id: number for number, item in enumerate(self.server.items)}
        whole = {item_id: number for number, e in enumerate(entries_of(self.server.items)) for item_id in e.item_ids}
        block = () if conversation.earlier is None else conversation.earlier.entries
        seen: list[int] = []
        ids: list[str] = []
        for entry in (*block, *conversation.history):
            assert len({whole[item_id] for item_id in entry.item_ids}) <= 1
            seen += [place[item_id] for item_id in entry.item_ids[:1]]
            ids += entry.item_ids
        assert seen == sorted(seen)
        assert len(ids) == len(set(ids))
        if conversation.earlier is not None:
            assert conversation.earlier.stored_ids == {item_id for e in block for item_id in e.item_ids}
        live = [item_id for entry in conversation.live for item_id in entry.item_ids]
        assert not set(live) & set(ids)
        assert len(live) == len(set(live))

    def teardown(self) -> None:
        if hasattr(self, "reader"):
            self.reader.tell(self.server.newest(10_000, self.reader.conversation.revision))
            self.reader.loads_everything()
            found = [e for e in without_keys(self.reader.conversation.entries) if e.item_ids]
            assert found == without_keys(entries_of(self.server.items))


Reading.TestCase.settings = settings(max_examples=40, stateful_step_count=20)
test_every_order_of_everything = Reading.TestCase
