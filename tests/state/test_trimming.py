"""Old history that is let go comes back as it was, page by page."""

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.items import Item
from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import History
from omnigent_tui.state.reducers.trimming import size_of
from tests.replay.follower import without_keys
from tests.state.makers import NOW, SESSION, Teller, answer, call, output, user


def turn(number: int, *rounds: int) -> list[Item]:
    """A question; then in each round calls whose outputs are stored after all of them, and an answer."""
    items = [user(f"{number:04}{0:028}", f"question {number}")]
    for calls in rounds:
        first = len(items)
        ids = [f"{number:04}{first + n:028}" for n in range(2 * calls + 1)]
        items += [call(ids[n], f"call_{number}_{first + n}") for n in range(calls)]
        items += [output(ids[calls + n], "out", f"call_{number}_{first + n}") for n in range(calls)]
        items.append(answer(ids[-1], f"answer {number}/{first}"))
    return items


TURNS = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), min_size=1, max_size=8)


@given(TURNS, st.integers(0, 30), st.integers(1, 7))
def test_what_was_let_go_comes_back_the_same(turns: list[list[int]], keep: int, page_size: int) -> None:
    items = [item for number, rounds in enumerate(turns) for item in turn(number, *rounds)]
    teller = Teller()
    teller.open()
    teller.page(*items)
    whole = teller.conversation
    teller.tell(client.HistoryTrimmed(session_id=SESSION, keep=keep, at=NOW))
    trimmed = teller.conversation
    assert trimmed.entries == whole.entries[-len(trimmed.entries) :]
    assert len(trimmed.entries) >= min(keep, len(whole.entries))
    while (oldest := teller.conversation.oldest_item_id) != whole.oldest_item_id:
        assert oldest is not None
        assert teller.conversation.older is History.MORE
        end = next(index for index, item in enumerate(items) if item.id == oldest)
        begin = max(0, end - page_size)
        teller.tell(
            client.OlderItemsArrived(
                session_id=SESSION, items=tuple(items[begin:end]), has_more=begin > 0, before_item_id=oldest, at=NOW
            )
        )
    assert without_keys(teller.conversation.entries) == without_keys(whole.entries)
    assert teller.conversation.stored_ids == whole.stored_ids


def test_a_place_without_a_turn_is_not_cut() -> None:
    teller = Teller()
    teller.open()
    teller.page(*(call(f"{n:032}", f"call_{n}") for n in range(20)))
    before = teller.conversation
    teller.tell(client.HistoryTrimmed(session_id=SESSION, keep=5, at=NOW))
    assert teller.conversation is before


def test_of_long_entries_fewer_stay() -> None:
    teller = Teller()
    teller.open()
    teller.page(*(answer(f"{n:032}", "long " * 200) for n in range(20)))
    size = size_of(teller.conversation.history[0])
    assert size == len("long " * 200)
    for kept, characters in ((20, 20 * size), (7, 7 * size + 1), (1, 1)):
        event = client.HistoryTrimmed(session_id=SESSION, keep=20, keep_characters=characters, at=NOW)
        teller.tell(event)
        assert len(teller.conversation.history) == kept
        assert teller.conversation.older is (History.COMPLETE if kept == 20 else History.MORE)


def test_of_long_entries_fewer_stay_around_the_reader() -> None:
    teller = Teller()
    teller.open()
    teller.page(*(answer(f"{n:032}", "long " * 200) for n in range(60)))
    size = size_of(teller.conversation.history[0])
    near = teller.conversation.history[20]
    event = client.FarItemsDropped(
        session_id=SESSION,
        near=frozenset(near.item_ids),
        keep=20,
        margin=20,
        keep_characters=5 * size,
        margin_characters=3 * size,
        at=NOW,
    )
    teller.tell(event)
    block = teller.conversation.earlier
    assert block is not None
    assert [entry is near for entry in block.entries] == [False] * 3 + [True] + [False] * 3
    assert len(teller.conversation.history) == 5
