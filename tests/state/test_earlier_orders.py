"""Reading far from a session's end, in any order: what is shown is always part of the whole, and becomes all of it."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import History
from omnigent_tui.state.reducers.stored_items import entries_of
from tests.replay.follower import without_keys
from tests.state.far_reader import Reader, stored
from tests.state.makers import NOW, SESSION, done
from tests.state.test_trimming import turn


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
    @rule(
        at=st.integers(0, 400),
        keep=st.integers(1, 20),
        margin=st.integers(0, 10),
        characters=st.none() | st.integers(0, 300),
    )
    def too_much(self, at: int, keep: int, margin: int, characters: int | None) -> None:
        entries = self.reader.all_entries()
        near = entries[at % len(entries)]
        event = client.FarItemsDropped(
            session_id=SESSION,
            near=frozenset(near.item_ids),
            keep=keep,
            margin=margin,
            keep_characters=characters,
            margin_characters=characters,
            at=NOW,
        )
        self.reader.tell(event)
        # The program keeps more than such a page has, so that one that is on its way still meets what is kept.
        self.letters = [page for page in self.letters if not isinstance(page, client.NewestItemsArrived)]
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
