"""What the stream brings: text by segment and by message, reasoning, tool calls, and how a turn ends."""

from omnigent_tui.state import client_events as client
from omnigent_tui.state.transcript import AssistantMessage, Reasoning, ToolCall, ToolState
from tests.state.makers import (
    NOW,
    SESSION,
    Teller,
    answer,
    began,
    consumed,
    delta,
    done,
    event,
    status,
)
from tests.state.streaming import ends, gives, running, shell, starts


def test_text_goes_on_until_something_ends_its_segment() -> None:
    teller = running("Hel", "lo.")
    assert teller.texts() == ["Hello."]
    teller.hear(starts(), delta("After the call."))  # type: ignore[arg-type]
    assert teller.texts() == ["Hello.", "Bash", "After the call."]
    teller.hear(done(answer("1" * 32, "Hello.")), done(answer("2" * 32, "After the call.")), delta("More."))
    assert teller.texts() == ["Hello.", "Bash", "After the call.", "More."]


def test_text_of_the_next_response_is_another_message() -> None:
    teller = running("One.")
    teller.hear(began("resp_2"), delta("Two."))
    assert teller.texts() == ["One.", "Two."]


def test_text_goes_on_past_a_message_that_steers() -> None:
    teller = running("One ")
    teller.hear(consumed("1" * 32, "wait"), delta("goes on."))
    assert teller.texts() == ["One goes on.", "wait"]


def test_a_message_with_an_id_takes_no_piece_twice() -> None:
    teller = running()
    teller.hear(
        delta("Hel", message_id="m1", index=0),
        delta("lo", message_id="m1", index=1),
        delta("lo", message_id="m1", index=1),
        delta("!", message_id="m1", index=2, final=True),
        delta("Other", message_id="m2"),
    )
    assert teller.texts() == ["Hello!", "Other"]
    first = teller.conversation.live[0]
    assert isinstance(first, AssistantMessage)
    assert not first.streaming
    teller.hear(done(answer("1" * 32, "Hello!"), message_id="m1"), delta("late", message_id="m1", index=3))
    assert teller.texts() == ["Hello!", "Other"]
    assert teller.conversation.live[0].item_ids == ("1" * 32,)


def test_reasoning_ends_where_text_begins() -> None:
    teller = running()
    teller.hear(
        event("response.reasoning_text.delta", delta="Let me "),
        event("response.reasoning_summary_text.delta", delta="think."),
    )
    thought = teller.conversation.live[-1]
    assert isinstance(thought, Reasoning)
    assert (thought.text, thought.streaming) == ("Let me think.", True)
    teller.hear(delta("So."), event("response.reasoning_text.delta", delta="Again."))
    thoughts = [e for e in teller.conversation.live if isinstance(e, Reasoning)]
    assert [(e.text, e.streaming) for e in thoughts] == [("Let me think.", False), ("Again.", True)]


def test_stored_reasoning_takes_the_place_of_what_was_streamed() -> None:
    teller = running()
    teller.hear(event("response.reasoning_text.delta", delta="Hm"))
    key = teller.conversation.live[0].key
    stored = {"type": "reasoning", "id": "9" * 32, "summary": [{"type": "summary_text", "text": "Hm, so."}]}
    teller.hear(event("response.output_item.done", item=stored))
    assert [(e.key, e.item_ids) for e in teller.conversation.live] == [(key, ("9" * 32,))]
    teller.hear(event("response.output_item.done", item={**stored, "id": "8" * 32}))
    assert teller.texts() == ["Hm, so.", "Hm, so."]


def test_a_tool_call_is_one_card_from_beginning_to_end() -> None:
    teller = running()
    teller.hear(starts())  # type: ignore[arg-type]
    key = teller.conversation.live[0].key
    teller.hear(
        event("response.function_call_output.delta", call_id="call_1", delta="line 1\n"),
        event("response.function_call_output.delta", call_id="call_1", delta="line 2\n"),
    )
    card = teller.conversation.live[0]
    assert isinstance(card, ToolCall)
    assert (card.state, card.live_output, card.response_id) == (ToolState.RUNNING, "line 1\nline 2\n", "resp_1")
    teller.hear(ends(), gives("all of it"))  # type: ignore[arg-type]
    card = teller.conversation.live[0]
    assert isinstance(card, ToolCall)
    assert (card.key, card.state, card.output, card.live_output) == (key, ToolState.DONE, "all of it", "")
    before = teller.conversation
    teller.hear(event("response.function_call_output.delta", call_id="call_1", delta="late"))
    assert teller.conversation is before


def test_a_call_id_that_is_used_again_is_another_call() -> None:
    teller = running()
    teller.hear(starts(), ends(), gives("one"))  # type: ignore[arg-type]
    teller.hear(starts("fc_9"), ends("fc_10"), gives("two"))  # type: ignore[arg-type]
    cards = [e for e in teller.conversation.live if isinstance(e, ToolCall)]
    assert [card.output for card in cards] == ["one", "two"]
    teller.hear(began("resp_2"), starts("fc_20", response_id="resp_2"), gives("three", response_id="resp_2"))  # type: ignore[arg-type]
    cards = [e for e in teller.conversation.live if isinstance(e, ToolCall)]
    assert [card.output for card in cards] == ["one", "two", "three"]


def test_output_of_a_call_that_was_never_seen() -> None:
    teller = running()
    teller.hear(event("response.function_call_output.delta", call_id="call_1", delta="out"))
    teller.hear(gives("output alone", call_id="call_2"))  # type: ignore[arg-type]
    cards = [e for e in teller.conversation.live if isinstance(e, ToolCall)]
    assert [(card.call_id, card.name) for card in cards] == [("call_1", ""), ("call_2", "")]
    teller.hear(ends("fc_5", call_id="call_2"))  # type: ignore[arg-type]
    assert teller.texts() == ["", "Bash"]


def test_a_call_for_a_client_waits_for_it() -> None:
    teller = running()
    teller.hear(starts())  # type: ignore[arg-type]
    waiting = shell("function_call", "fc_2", name="Bash", arguments="{}", status="action_required")
    teller.hear(event("response.output_item.done", item=waiting))
    card = teller.conversation.live[0]
    assert isinstance(card, ToolCall)
    assert card.state is ToolState.ACTION_REQUIRED


def test_the_end_of_another_response_does_not_cut_this_one() -> None:
    teller = running("Still going")
    teller.hear(event("response.completed", response={"id": "resp_old"}))
    assert teller.conversation.live[0].streaming  # type: ignore[union-attr]
    teller.hear(event("response.completed", response={"id": "resp_1"}))
    assert not teller.conversation.live[0].streaming  # type: ignore[union-attr]


def test_a_failure_is_told_once_though_two_events_tell_it() -> None:
    error = {"code": "RuntimeError", "message": "it broke"}
    teller = running("Part")
    teller.hear(event("response.failed", response={"id": "resp_1", "error": error}), status("failed", error=error))
    assert teller.texts() == ["Part", "it broke"]
    assert teller.conversation.turn.status == "failed"
    teller.snapshot(status="failed", last_task_error=error)
    assert teller.texts() == ["Part", "it broke"]
    teller = running()
    teller.hear(event("response.failed", response={"id": "resp_1"}))
    assert teller.texts() == ["The response failed."]


def test_an_error_the_snapshot_shortens_is_the_same_error() -> None:
    message = "runner process exited with code -9\n" + "a line of its log\n" * 30
    teller = running()
    teller.hear(status("failed", error={"code": "runner_failed_to_start", "message": message}))
    short = f"{message[:60]}…\n…\na line of its log"
    teller.snapshot(status="failed", last_task_error={"code": "runner_failed_to_start", "message": short})
    assert len(teller.texts()) == 1
    teller.snapshot(status="failed", last_task_error={"code": "runner_failed_to_start", "message": "something else"})
    assert len(teller.texts()) == 2


def test_an_incomplete_response_says_why() -> None:
    teller = running("Part")
    details = {"id": "resp_1", "incomplete_details": {"reason": "max_output_tokens"}}
    teller.hear(event("response.incomplete", response=details), event("response.incomplete", response={"id": "r"}))
    assert teller.texts() == ["Part", "Response incomplete: max_output_tokens", "Response incomplete"]


def stopping(teller: Teller) -> float | None:
    return teller.conversation.turn.stopping_since


def test_stopping_ends_with_the_turn_or_with_its_failure() -> None:
    teller = running("Text")
    teller.tell(client.InterruptRequested(session_id=SESSION, at=NOW))
    assert stopping(teller) == NOW
    teller.hear(status("running", response_id="resp_1"))
    assert stopping(teller) == NOW
    teller.tell(client.InterruptFailed(session_id=SESSION, reason="no network", at=NOW))
    assert stopping(teller) is None
    assert teller.conversation.turn.stop_failure == "no network"
    teller.tell(client.InterruptRequested(session_id=SESSION, at=NOW))
    assert not teller.conversation.turn.stop_failure
    teller.hear(event("session.interrupted", data={"requested_at": NOW}))
    assert stopping(teller) == NOW
    teller.hear(status("idle"))
    assert stopping(teller) is None
    teller.tell(client.InterruptRequested(session_id=SESSION, at=NOW))
    teller.hear(event("session.interrupted", data={}))
    assert stopping(teller) is None


def test_why_a_turn_was_not_stopped_is_forgotten_with_the_turn() -> None:
    teller = running("Text")
    teller.tell(client.InterruptFailed(session_id=SESSION, reason="no network", at=NOW))
    teller.hear(status("running", response_id="resp_1"))
    assert teller.conversation.turn.stop_failure == "no network"
    teller.hear(status("idle"))
    assert not teller.conversation.turn.stop_failure
    teller.tell(client.InterruptFailed(session_id=SESSION, reason="too late", at=NOW))
    assert not teller.conversation.turn.stop_failure
