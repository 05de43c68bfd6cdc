"""Old history that is let go comes back as it was, page by page."""

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.protocol.items import Item
from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import History
from tests.replay.follower import without_keys
from tests.state.makers import NOW, SESSION, Teller, answer, call, output, user


def turn(number: int, calls: int) -> list[Item]:
    """A question, calls whose outputs are stored after all of them, and an answer."""
    ids = [f"{number:04}{n:028}" for n in range(2 * calls + 2)]
    asked = user(ids[0], f"question {number}")
    began = [call(ids[1 + n], f"call_{number}_{n}") for n in range(calls)]
    ended = [output(ids[1 + calls + n], "out", f"call_{number}_{n}") for n in range(calls)]
    return [asked, *began, *ended, answer(ids[-1], f"answer {number}")]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(0, 30), st.integers(1, 7))
def test_what_was_let_go_comes_back_the_same(calls: list[int], keep: int, page_size: int) -> None:
    items = [item for number, count in enumerate(calls) for item in turn(number, count)]
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
    teller.page(*(answer(f"{n:032}", f"answer {n}") for n in range(20)))
    before = teller.conversation
    teller.tell(client.HistoryTrimmed(session_id=SESSION, keep=5, at=NOW))
    assert teller.conversation is before
