"""The outbox: shown at once, gone when history shows the message, given back when it was not sent."""

from omnigent_tui.state import client_events as client
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.selectors import outgoing_entries
from tests.state.makers import NOW, SESSION, Teller, consumed, user

MINE = "b" * 32


def queued(teller: Teller, text: str = "hello", stable_id: str = MINE) -> None:
    teller.tell(client.MessageQueued(session_id=SESSION, stable_id=stable_id, text=text, at=NOW))


def sending(teller: Teller, stable_id: str = MINE) -> None:
    teller.tell(client.MessageSending(stable_id=stable_id, at=NOW))


def outgoing(teller: Teller) -> list[tuple[str, Delivery]]:
    return [(entry.text, entry.delivery) for entry in outgoing_entries(teller.state, SESSION)]


def test_a_message_is_shown_at_once_and_queued_once() -> None:
    teller = Teller()
    queued(teller)
    once = teller.state
    queued(teller)
    assert teller.state is once
    assert outgoing(teller) == [("hello", Delivery.SENDING)]


def test_consumed_before_the_acknowledgement() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    sending(teller)
    teller.hear(consumed(MINE, "hello"))
    assert not teller.state.outbox
    before = teller.state
    teller.tell(client.MessageAccepted(stable_id=MINE, item_id=MINE, at=NOW))
    assert teller.state is before
    assert teller.texts() == ["hello"]


def test_acknowledged_before_it_is_consumed() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    sending(teller)
    teller.tell(client.MessageAccepted(stable_id=MINE, item_id=MINE, at=NOW))
    assert outgoing(teller) == [("hello", Delivery.SENDING)]
    teller.hear(consumed(MINE, "hello"))
    assert not teller.state.outbox
    assert outgoing(teller) == []


def test_acknowledged_and_shown_by_a_page_only() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    sending(teller)
    teller.tell(client.MessageAccepted(stable_id=MINE, item_id="c" * 32, at=NOW))
    teller.page(user("c" * 32, "hello"))
    assert not teller.state.outbox


def test_a_queue_entry_of_a_native_agent() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    sending(teller)
    teller.tell(client.MessageAccepted(stable_id=MINE, pending_id="pending_1", at=NOW))
    teller.hear(consumed("d" * 32, "hello, reformatted", cleared_pending_id="pending_1"))
    assert not teller.state.outbox


def test_the_same_words_of_somebody_else_do_not_lose_ours() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    sending(teller)
    teller.hear(consumed("e" * 32, "hello"))
    assert outgoing(teller) == []
    assert len(teller.state.outbox) == 1
    teller.tell(client.MessageReturned(stable_id=MINE, reason="denied", at=NOW))
    assert [(back.text, back.reason) for back in teller.state.returned] == [("hello", "denied")]


def test_an_id_of_the_servers_own_told_before_the_acknowledgement() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    sending(teller)
    teller.hear(consumed("e" * 32, "hello"))
    teller.tell(client.MessageAccepted(stable_id=MINE, item_id="e" * 32, at=NOW))
    assert not teller.state.outbox


def test_an_acknowledgement_without_any_id_waits_for_the_words() -> None:
    teller = Teller()
    teller.open()
    queued(teller, "a\u202eb")
    sending(teller)
    teller.tell(client.MessageAccepted(stable_id=MINE, at=NOW))
    teller.hear(consumed("e" * 32, "ab"))
    assert not teller.state.outbox


def test_a_delayed_message_says_why_and_forgets_a_guess() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    sending(teller)
    teller.hear(consumed("e" * 32, "hello"))
    teller.tell(client.MessageDelayed(stable_id=MINE, reason="no answer", outcome_unknown=True, at=NOW))
    assert outgoing(teller) == [("hello", Delivery.CHECKING)]
    assert teller.state.outbox[0].reason == "no answer"
    teller.tell(client.MessageDelayed(stable_id=MINE, reason="refused", at=NOW))
    assert outgoing(teller) == [("hello", Delivery.QUEUED)]
    # What is behind it waits with it.
    queued(teller, "and this", "d" * 32)
    assert outgoing(teller) == [("hello", Delivery.QUEUED), ("and this", Delivery.QUEUED)]


def test_what_comes_back_goes_into_the_composer_once() -> None:
    teller = Teller()
    queued(teller)
    teller.tell(client.MessageReturned(stable_id=MINE, reason="denied", at=NOW))
    before = teller.state
    teller.tell(client.MessageReturned(stable_id=MINE, reason="denied", at=NOW))
    assert teller.state is before
    teller.tell(client.ReturnedTextTaken(stable_id=MINE, at=NOW))
    assert not teller.state.returned
    before = teller.state
    teller.tell(client.ReturnedTextTaken(stable_id=MINE, at=NOW))
    assert teller.state is before


def test_a_message_for_a_session_that_is_not_open_is_gone_once_it_is_taken() -> None:
    state = reduce(Teller().state, client.MessageQueued(session_id="x", stable_id=MINE, text="hi", at=NOW))
    state = reduce(state, client.MessageSending(stable_id=MINE, at=NOW))
    assert len(state.outbox) == 1
    assert not reduce(state, client.MessageAccepted(stable_id=MINE, item_id=MINE, at=NOW)).outbox


def test_foreign_inputs_change_nothing_in_the_outbox() -> None:
    teller = Teller()
    teller.open()
    queued(teller)
    outbox = teller.state.outbox
    teller.hear(consumed("e" * 32, "hello"), consumed("f" * 32, "something else"))
    assert teller.state.outbox is outbox


def test_another_server_returns_what_was_not_sent() -> None:
    teller = Teller()
    teller.tell(client.ServerConnecting(url="http://one", at=NOW))
    for number in range(4):
        queued(teller, f"text {number}", f"{number}" * 32)
    sending(teller, "1" * 32)
    teller.tell(client.MessageDelayed(stable_id="2" * 32, reason="?", outcome_unknown=True, at=NOW))
    sending(teller, "3" * 32)
    teller.tell(client.MessageAccepted(stable_id="3" * 32, item_id="9" * 32, at=NOW))
    teller.tell(client.ServerConnecting(url="http://other", at=NOW))
    assert [back.text for back in teller.state.returned] == ["text 0", "text 1", "text 2"]
    assert "before this was sent" in teller.state.returned[0].reason
    assert all("may have arrived" in back.reason for back in teller.state.returned[1:])
    assert not teller.state.outbox
    assert not teller.state.conversations


def test_the_same_server_again_keeps_everything_and_ends_what_was_under_way() -> None:
    teller = Teller()
    teller.open()
    teller.page(user("1" * 32, "old"), has_more=True)
    teller.tell(client.ServerConnecting(url="http://one", at=NOW))
    queued(teller)
    sending(teller)
    teller.tell(client.OlderItemsRequested(session_id=SESSION, at=NOW))
    teller.tell(client.SessionPageRequested(more=True, at=NOW))
    teller.tell(client.ServerConnecting(url="http://one", at=NOW))
    assert teller.state.outbox[0].delivery is Delivery.CHECKING
    assert teller.conversation.older == "more"
    assert not teller.state.sessions.loading_more
