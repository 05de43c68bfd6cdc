"""Messages held back while a turn runs: they go one by one when it is over, never by themselves after a mishap."""

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.state import client_events as client
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.state.queueing import held_messages, is_busy, queue_of, steering_words
from omnigent_tui.state.reducers.queueing import FAILED, RESTORED, STOP_FAILED, STOPPED
from omnigent_tui.state.selectors import outgoing_entries
from tests.state.makers import NOW, SESSION, Teller, consumed, event, status, user


def identifier(number: int) -> str:
    return f"{number:032x}"


def running() -> Teller:
    """A live session whose turn runs."""
    teller = Teller()
    teller.open()
    teller.hear(event("session.heartbeat"), status("running"))
    teller.snapshot(status="running", harness="openai-agents")
    return teller


def hold(teller: Teller, *numbers: int) -> None:
    for number in numbers:
        teller.tell(
            client.MessageQueued(
                session_id=SESSION, stable_id=identifier(number), text=f"message {number}", hold=True, at=NOW
            )
        )


def held(teller: Teller) -> list[str]:
    return [message.text for message in held_messages(teller.state, SESSION)]


def going(teller: Teller) -> list[str]:
    return [message.text for message in teller.state.outbox if not message.is_held]


def taken(teller: Teller, number: int) -> None:
    """The server takes a message, stores it and tells of it."""
    stable_id = identifier(number)
    teller.tell(client.MessageSending(stable_id=stable_id, at=NOW))
    teller.tell(client.MessageAccepted(stable_id=stable_id, item_id=stable_id, at=NOW))
    teller.hear(consumed(stable_id, f"message {number}"))


def test_what_is_held_is_not_in_the_transcript_and_does_not_go_while_the_turn_runs() -> None:
    teller = running()
    hold(teller, 1, 2)
    assert held(teller) == ["message 1", "message 2"]
    assert outgoing_entries(teller.state, SESSION) == ()


def test_one_goes_when_the_turn_is_over_and_the_next_after_its_turn() -> None:
    teller = running()
    hold(teller, 1, 2)
    teller.hear(status("idle"))
    assert (going(teller), held(teller)) == (["message 1"], ["message 2"])
    taken(teller, 1)
    # Stored, and its turn has not been told of: the next one must not slip in before.
    assert (going(teller), held(teller)) == ([], ["message 2"])
    teller.hear(status("running"))
    assert held(teller) == ["message 2"]
    teller.hear(status("idle"))
    assert (going(teller), held(teller)) == (["message 2"], [])


def test_a_turn_that_was_missed_while_the_stream_was_down_counts() -> None:
    teller = running()
    hold(teller, 1, 2)
    teller.hear(status("idle"))
    teller.tell(client.StreamLost(session_id=SESSION, reason="gone", retry_at=NOW, attempt=1, at=NOW))
    teller.page(user(identifier(1), "message 1"))
    assert held(teller) == ["message 2"]
    teller.open()
    teller.hear(event("session.heartbeat"))
    teller.snapshot(status="idle")
    assert going(teller) == ["message 2"]


def test_nothing_goes_before_the_server_has_told_how_the_turn_stands() -> None:
    teller = Teller()
    hold(teller, 1)
    teller.open()
    teller.hear(event("session.heartbeat"))
    assert held(teller) == ["message 1"]
    teller.snapshot(status="running")
    assert held(teller) == ["message 1"]
    teller.hear(status("idle"))
    assert going(teller) == ["message 1"]


def test_background_work_does_not_hold_the_queue() -> None:
    teller = running()
    hold(teller, 1)
    teller.hear(status("waiting", background_task_count=1))
    assert going(teller) == ["message 1"]


def test_a_stopped_turn_leaves_the_queue_to_the_person() -> None:
    for mishap in (
        [client.InterruptRequested(session_id=SESSION, at=NOW)],
        [client.StreamEvents(session_id=SESSION, events=(event("session.interrupted", data={}),), at=NOW)],
    ):
        teller = running()
        hold(teller, 1, 2)
        teller.tell(*mishap)
        teller.hear(status("idle"))
        assert held(teller) == ["message 1", "message 2"]
        assert queue_of(teller.state, SESSION).pause == STOPPED
        teller.tell(client.QueueResumed(session_id=SESSION, at=NOW))
        assert (going(teller), held(teller)) == (["message 1"], ["message 2"])


def test_a_stop_that_failed_is_not_called_one() -> None:
    teller = running()
    hold(teller, 1, 2)
    teller.tell(client.InterruptRequested(session_id=SESSION, at=NOW))
    teller.tell(client.InterruptFailed(session_id=SESSION, reason="no network", at=NOW))
    assert queue_of(teller.state, SESSION).pause == STOP_FAILED
    teller.hear(status("idle"))
    assert held(teller) == ["message 1", "message 2"]


def test_a_failed_turn_leaves_the_queue_to_the_person() -> None:
    teller = running()
    hold(teller, 1, 2)
    teller.hear(status("failed", error={"code": "x", "message": "broken"}))
    assert held(teller) == ["message 1", "message 2"]
    assert queue_of(teller.state, SESSION).pause == FAILED
    teller.tell(client.QueueResumed(session_id=SESSION, at=NOW))
    assert (going(teller), held(teller)) == (["message 1"], ["message 2"])


def test_a_message_that_comes_back_keeps_those_behind_it() -> None:
    teller = running()
    hold(teller, 1, 2)
    teller.hear(status("idle"))
    teller.tell(client.MessageSending(stable_id=identifier(1), at=NOW))
    teller.tell(client.MessageReturned(stable_id=identifier(1), reason="Denied.", at=NOW))
    teller.hear(status("idle"))
    assert held(teller) == ["message 2"]
    assert "Denied." in queue_of(teller.state, SESSION).pause


def test_send_now_goes_at_once_and_before_the_others() -> None:
    teller = running()
    hold(teller, 1, 2)
    teller.tell(client.HeldMessageReleased(stable_id=identifier(2), at=NOW))
    assert (going(teller), held(teller)) == (["message 2"], ["message 1"])
    before = teller.state
    teller.tell(client.HeldMessageReleased(stable_id=identifier(2), at=NOW))
    assert teller.state is before


def test_messages_are_moved_deleted_and_brought_back() -> None:
    teller = running()
    hold(teller, 1, 2, 3)
    teller.tell(client.HeldMessageMoved(stable_id=identifier(3), step=-1, at=NOW))
    assert held(teller) == ["message 1", "message 3", "message 2"]
    teller.tell(client.HeldMessageMoved(stable_id=identifier(1), step=-1, at=NOW))
    assert held(teller) == ["message 1", "message 3", "message 2"]
    message = held_messages(teller.state, SESSION)[1]
    teller.tell(client.HeldMessageRemoved(stable_id=message.stable_id, at=NOW))
    assert held(teller) == ["message 1", "message 2"]
    teller.tell(client.HeldMessageReinstated(message=message, place=1, at=NOW))
    assert held(teller) == ["message 1", "message 3", "message 2"]


def restored(number: int) -> OutgoingMessage:
    return OutgoingMessage(
        identifier(number), SESSION, f"message {number}", NOW, delivery=Delivery.CHECKING, is_held=True
    )


def test_what_an_earlier_run_held_waits_for_the_person() -> None:
    teller = Teller()
    teller.open()
    teller.tell(client.QueueRestored(session_id=SESSION, messages=(restored(1), restored(2)), at=NOW))
    teller.hear(event("session.heartbeat"), status("idle"))
    teller.snapshot(status="idle")
    assert held(teller) == ["message 1", "message 2"]
    assert queue_of(teller.state, SESSION).pause == RESTORED
    teller.tell(client.QueueResumed(session_id=SESSION, at=NOW))
    # Nobody knows whether the earlier run sent it: it is looked for before it is sent.
    assert teller.state.outbox[0].delivery is Delivery.CHECKING
    assert going(teller) == ["message 1"]


def test_what_an_earlier_run_sent_is_not_held_again() -> None:
    teller = Teller()
    teller.open()
    teller.page(user(identifier(1), "message 1"))
    teller.tell(client.QueueRestored(session_id=SESSION, messages=(restored(1), restored(2)), at=NOW))
    assert held(teller) == ["message 2"]
    teller.page(user(identifier(1), "message 1"), user(identifier(2), "message 2"))
    assert held(teller) == []


def test_busy_is_a_turn_a_message_on_its_way_and_a_queue_that_is_sent() -> None:
    teller = running()
    assert is_busy(teller.state, SESSION)
    teller.hear(status("idle"))
    assert not is_busy(teller.state, SESSION)
    teller.tell(client.MessageQueued(session_id=SESSION, stable_id=identifier(1), text="one", at=NOW))
    assert not is_busy(teller.state, SESSION)  # not on its way: the connection may be gone
    teller.tell(client.MessageSending(stable_id=identifier(1), at=NOW))
    assert is_busy(teller.state, SESSION)


def test_without_a_connection_a_message_waits_for_that_only() -> None:
    teller = running()
    teller.tell(client.StreamLost(session_id=SESSION, reason="gone", retry_at=NOW, attempt=1, at=NOW))
    assert not is_busy(teller.state, SESSION)
    hold(teller, 1)
    assert is_busy(teller.state, SESSION)  # nothing overtakes what waits


def test_the_truth_about_sending_now_depends_on_the_harness() -> None:
    teller = running()
    assert steering_words(teller.conversation) == "buffered: the agent sees it after this turn"
    teller.snapshot(status="running", harness="claude-native")
    assert "within this turn" in steering_words(teller.conversation)
    teller.snapshot(status="running", harness="something-new")
    assert "says not" in steering_words(teller.conversation)


STEPS = st.lists(
    st.sampled_from(["hold", "idle", "running", "failed", "take", "move", "stop", "resume", "lost", "now"])
)


@given(STEPS)
def test_whatever_happens_each_message_is_let_go_once_and_never_into_a_turn_by_itself(steps: list[str]) -> None:
    teller = running()
    made, let_go = 0, list[str]()
    for step in steps:
        before, was_running = set(going(teller)), teller.conversation.turn.is_running
        mine = held_messages(teller.state, SESSION)
        match step:
            case "hold":
                made += 1
                hold(teller, made)
            case "idle" | "running" | "failed":
                teller.hear(status(step))
            case "take" if going(teller):
                taken(teller, int(going(teller)[0].split()[1]))
            case "move" if mine:
                teller.tell(client.HeldMessageMoved(stable_id=mine[0].stable_id, step=1, at=NOW))
            case "stop":
                teller.tell(client.InterruptRequested(session_id=SESSION, at=NOW))
            case "resume":
                teller.tell(client.QueueResumed(session_id=SESSION, at=NOW))
            case "lost":
                teller.tell(client.StreamLost(session_id=SESSION, reason="x", retry_at=NOW, attempt=1, at=NOW))
                teller.open()
                teller.hear(event("session.heartbeat"))
            case "now" if mine:
                teller.tell(client.HeldMessageReleased(stable_id=mine[-1].stable_id, at=NOW))
        fresh = [text for text in going(teller) if text not in before]
        let_go += fresh
        if step != "now":
            assert len(fresh) <= 1
            assert not fresh or not teller.conversation.turn.is_running or not was_running
    assert len(let_go) == len(set(let_go))
    assert sorted(let_go + held(teller)) == sorted(f"message {number}" for number in range(1, made + 1))
