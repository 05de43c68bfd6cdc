"""What the stream brings around a connection: repeats after a gap, pages that were faster, inputs, denials."""

from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import StreamPhase
from omnigent_tui.state.transcript import ToolCall
from tests.state.makers import (
    NOW,
    SESSION,
    Teller,
    answer,
    call,
    consumed,
    delta,
    done,
    event,
    output,
    status,
    user,
)
from tests.state.streaming import ends, gives, running, starts


def test_after_a_reconnect_the_repeated_text_replaces_what_was_there() -> None:
    teller = running("Once upon ")
    key = teller.conversation.live[0].key
    teller.tell(client.StreamLost(session_id=SESSION, reason="eof", retry_at=NOW, attempt=1, at=NOW))
    teller.open()
    assert teller.texts() == ["Once upon "]
    teller.hear(event("response.created", response={"id": "resp_1"}), delta("Once upon a time"), delta(", there"))
    assert teller.texts() == ["Once upon a time, there"]
    assert teller.conversation.live[0].key == key
    assert not teller.conversation.stale_keys


def test_after_a_reconnect_another_text_is_another_text() -> None:
    teller = running("Stored during the gap")
    teller.open()
    teller.hear(event("response.created", response={"id": "resp_2"}), delta("Something new"))
    assert teller.texts() == ["Stored during the gap", "Something new"]
    assert not teller.conversation.live[0].streaming  # type: ignore[union-attr]


def test_after_a_reconnect_a_message_is_repeated_whole() -> None:
    teller = running()
    teller.hear(delta("Hel", message_id="m1", index=0))
    teller.open()
    teller.hear(delta("Hello", message_id="m1", index=4), delta(" you", message_id="m1", index=5))
    assert teller.texts() == ["Hello you"]


def test_a_server_started_again_counts_anew_and_keeps_what_streamed() -> None:
    teller = running()
    teller.hear(delta("Hel", message_id="m1", index=7), delta("Text"))
    teller.open("2-b")
    teller.hear(delta("lo", message_id="m1", index=0), delta(" goes on"))
    assert teller.texts() == ["Hello", "Text", " goes on"]


def phase(teller: Teller) -> StreamPhase:
    return teller.conversation.stream.phase


def test_phases_of_the_stream() -> None:
    teller = Teller()
    teller.tell(client.StreamConnecting(session_id=SESSION, attempt=2, at=NOW))
    assert phase(teller) is StreamPhase.CONNECTING
    teller.open()
    teller.tell(client.StreamLost(session_id=SESSION, reason="eof", retry_at=NOW + 3, attempt=1, at=NOW + 1))
    assert (teller.conversation.stream.phase, teller.conversation.stream.since) == (StreamPhase.WAITING, NOW + 1)
    teller.tell(client.StreamLost(session_id=SESSION, reason="refused", retry_at=NOW + 9, attempt=2, at=NOW + 4))
    assert teller.conversation.stream.since == NOW + 1
    teller.tell(client.StreamDenied(session_id=SESSION, reason="sign in", at=NOW + 5))
    assert (teller.conversation.stream.phase, teller.conversation.stream.reason) == (StreamPhase.REFUSED, "sign in")
    teller.tell(client.StreamEnded(session_id=SESSION, at=NOW + 6))
    assert phase(teller) is StreamPhase.ENDED


def test_an_input_that_is_shown_already_changes_nothing() -> None:
    teller = Teller()
    teller.open()
    teller.page(user("1" * 32, "hello"))
    before = teller.conversation
    teller.hear(consumed("1" * 32, "hello"))
    assert teller.conversation.entries == before.entries
    teller.hear(done(user("1" * 32, "hello")))
    assert teller.conversation.entries == before.entries


def test_a_tool_item_may_come_as_an_input() -> None:
    teller = running()
    given = call("3" * 32).model_dump()
    teller.hear(event("session.input.consumed", data={"item_id": "3" * 32, "type": "function_call", "data": given}))
    assert teller.texts() == ["sys_os_shell"]


def test_a_page_that_was_faster_than_the_stream() -> None:
    teller = running("I look")
    stored = (answer("1" * 32, "I look at it."), call("2" * 32), output("3" * 32, "found"))
    teller.page(*stored)
    teller.hear(delta(" at it."), done(answer("1" * 32, "I look at it.")), ends(), gives("found"))  # type: ignore[arg-type]
    assert teller.texts() == ["I look at it.", "sys_os_shell"]
    assert not teller.conversation.live


def test_a_stored_call_gets_its_stored_output_where_it_stands() -> None:
    teller = running()
    teller.hear(done(call("2" * 32)))
    teller.page(call("2" * 32))
    teller.hear(done(output("3" * 32, "found")))
    card = teller.conversation.history[0]
    assert isinstance(card, ToolCall)
    assert (card.output, card.item_ids) == ("found", ("2" * 32, "3" * 32))
    assert teller.conversation.stored_ids == {"2" * 32, "3" * 32}
    assert not teller.conversation.live


def test_a_denial_is_an_answer_of_its_own() -> None:
    teller = Teller()
    teller.open()
    teller.hear(
        delta("[Denied by policy: no]", message_id="deny_1", index=0),
        done(answer("1" * 32, "[Denied by policy: no]", "deny_a")),
        event("response.completed", response={"id": "deny_b"}),
        status("idle"),
    )
    assert teller.texts() == ["[Denied by policy: no]"]
    teller.page(answer("1" * 32, "[Denied by policy: no]", "deny_a"))
    assert len(teller.conversation.history) == 1
    assert not teller.conversation.live


def test_a_snapshot_and_a_page_that_were_faster_than_the_stream() -> None:
    teller = running()
    teller.hear(starts())  # type: ignore[arg-type]
    stored = (call("2" * 32), output("3" * 32, "found"))
    teller.page(*stored)
    teller.snapshot(status="idle")
    teller.hear(ends(), gives("found"))  # type: ignore[arg-type]
    teller.page(*stored)
    assert teller.texts() == ["sys_os_shell"]
    assert not teller.conversation.live
