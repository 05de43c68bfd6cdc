"""Pages of stored items over what was streamed: what is paired, what is kept, and where it stands."""

from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import AssistantMessage, ToolCall, ToolState
from tests.state.makers import (
    NOW,
    SESSION,
    Teller,
    answer,
    began,
    call,
    consumed,
    delta,
    done,
    event,
    item,
    output,
    status,
    user,
)
from tests.state.streaming import starts

U1, U2, A1, A2 = ("1" * 32, "2" * 32, "3" * 32, "4" * 32)


def asked(text: str = "question") -> Teller:
    teller = Teller()
    teller.open()
    teller.hear(consumed(U1, text), status("running"), began())
    return teller


def test_what_the_server_did_not_keep_is_kept_here_and_marked() -> None:
    teller = asked()
    teller.hear(delta("half an ans"), starts(), status("idle"))  # type: ignore[arg-type]
    teller.page(user(U1, "question"))
    text, card = teller.conversation.entries[1:]
    assert isinstance(text, AssistantMessage)
    assert isinstance(card, ToolCall)
    assert (text.unsaved, card.unsaved, card.state) == (True, True, ToolState.CANCELLED)
    assert not teller.conversation.needs_settling


def test_lost_text_stands_before_what_happened_after_it() -> None:
    teller = asked()
    teller.hear(delta("half an ans"), status("idle"))
    notice = user(U2, "[System: interrupted]\nby the user")
    teller.page(user(U1, "question"), notice.model_copy(update={"created_at": NOW + 60}))
    assert teller.texts() == ["question", "half an ans", "Interrupted"]


def test_a_page_from_before_the_end_decides_nothing() -> None:
    teller = asked()
    asked_at = teller.conversation.revision
    teller.hear(delta("half"), status("idle"))
    teller.page(user(U1, "question"), asked_at=asked_at)
    assert not [entry for entry in teller.conversation.entries if entry.unsaved]
    assert teller.conversation.needs_settling


def test_nothing_is_decided_while_nobody_knows_the_status() -> None:
    teller = asked()
    teller.hear(delta("half"), status("idle"))
    teller.open()
    teller.hear(event("session.heartbeat"))
    teller.page(user(U1, "question"))
    assert not [entry for entry in teller.conversation.entries if entry.unsaved]
    assert teller.conversation.needs_settling
    teller.snapshot(status="idle")
    teller.page(user(U1, "question"))
    assert [entry.unsaved for entry in teller.conversation.entries] == [False, True]
    assert not teller.conversation.needs_settling


def test_one_page_is_enough_while_a_turn_runs() -> None:
    teller = asked()
    teller.hear(delta("It "))
    asked_at = teller.conversation.revision
    teller.hear(delta("goes "), delta("on."))
    teller.page(user(U1, "question"), asked_at=asked_at)
    assert not teller.conversation.needs_settling
    assert teller.texts() == ["question", "It goes on."]


def test_what_was_taken_for_lost_and_came_after_all_is_shown_once() -> None:
    teller = asked()
    teller.hear(delta("The answer"), starts(), status("idle"))  # type: ignore[arg-type]
    teller.page(
        user(U1, "question"), item("error", A2, code="x", message="y").model_copy(update={"created_at": NOW + 60})
    )
    keys = [entry.key for entry in teller.conversation.entries]
    teller.hear(done(answer(A1, "The answer")), done(call("5" * 32)), done(output("6" * 32, "late")))
    teller.page(user(U1, "question"), answer(A1, "The answer"), call("5" * 32), output("6" * 32, "late"))
    assert teller.texts() == ["question", "The answer", "sys_os_shell"]
    assert {entry.key for entry in teller.conversation.entries} <= set(keys)
    assert not [entry for entry in teller.conversation.entries if entry.unsaved]


def test_an_answer_stored_in_place_of_the_streamed_text() -> None:
    teller = asked()
    teller.hear(delta("Something the policy does not like"), status("idle"))
    teller.page(user(U1, "question"), answer(A1, "[Denied by policy: no]", "deny_1"))
    assert teller.texts() == ["question", "[Denied by policy: no]"]


def test_text_of_an_earlier_answer_is_not_taken_for_the_next() -> None:
    teller = asked()
    teller.hear(delta("Yes"), status("idle"), consumed(U2, "again"), status("running"), began("resp_2"), delta("Yes"))
    teller.page(user(U1, "question"), answer(A1, "Yes, it is."), user(U2, "again"))
    assert teller.texts() == ["question", "Yes, it is.", "again", "Yes"]
    live = teller.conversation.live[0]
    assert isinstance(live, AssistantMessage)
    assert live.streaming


def test_an_interrupted_answer_survives_the_next_turn() -> None:
    teller = asked()
    teller.hear(delta("Never finished"), status("idle"), consumed(U2, "again"), status("running"), began("resp_2"))
    teller.hear(done(answer(A2, "Finished.", "resp_2")), status("idle"))
    teller.page(user(U1, "question"), user(U2, "again"), answer(A2, "Finished.", "resp_2"))
    assert teller.texts() == ["question", "Never finished", "again", "Finished."]


def older(teller: Teller) -> History:
    return teller.conversation.older


def test_a_page_that_touches_nothing_replaces_what_was_loaded() -> None:
    teller = Teller()
    teller.open()
    teller.page(user(U1, "old"), has_more=False)
    assert older(teller) is History.COMPLETE
    teller.page(user(U2, "new"), answer(A2, "newer"), has_more=True)
    assert teller.texts() == ["new", "newer"]
    assert older(teller) is History.MORE
    assert teller.conversation.oldest_item_id == U2
    assert teller.conversation.stored_ids == {U2, A2}


def test_a_turn_longer_than_a_page() -> None:
    teller = asked()
    for number in range(6):
        teller.hear(done(answer(f"{number:032x}", f"part {number}")))
    teller.hear(status("idle"))
    stored = [user(U1, "question"), *(answer(f"{number:032x}", f"part {number}") for number in range(6))]
    teller.page(*stored[-3:], has_more=True)
    assert teller.texts() == ["part 3", "part 4", "part 5"]
    older = client.OlderItemsArrived(
        session_id=SESSION, items=tuple(stored[:-3]), has_more=False, before_item_id=f"{3:032x}", at=NOW
    )
    teller.tell(older)
    assert teller.texts() == ["question", *(f"part {number}" for number in range(6))]
    before = teller.state
    teller.tell(older)
    assert teller.state is before


def test_an_older_page_takes_what_is_still_in_flight() -> None:
    teller = asked()
    asked_at = teller.conversation.revision
    teller.hear(done(answer(A1, "part")))
    teller.page(user(U2, "later"), asked_at=asked_at, has_more=True)
    assert teller.texts() == ["later", "question", "part"]
    teller.tell(
        client.OlderItemsArrived(
            session_id=SESSION,
            items=(user(U1, "question"), answer(A1, "part")),
            has_more=False,
            before_item_id=U2,
            at=NOW,
        )
    )
    assert teller.texts() == ["question", "part", "later"]


def test_older_pages_fail_and_are_asked_for_again() -> None:
    teller = Teller()
    teller.open()
    teller.page(user(U1, "new"), has_more=True)
    teller.tell(client.OlderItemsRequested(session_id=SESSION, at=NOW))
    assert teller.conversation.older is History.LOADING
    teller.tell(client.OlderItemsFailed(session_id=SESSION, reason="no network", at=NOW))
    assert (teller.conversation.older, teller.conversation.older_failure) == (History.FAILED, "no network")


def test_history_is_taken_anew_when_its_oldest_item_is_gone() -> None:
    teller = Teller()
    teller.open()
    teller.page(user(U1, "gone"), user(U2, "still here"), has_more=True)
    revision = teller.conversation.revision
    teller.tell(
        client.HistoryReplaced(
            session_id=SESSION, items=(user(U2, "still here"),), has_more=False, asked_at_revision=revision, at=NOW
        )
    )
    assert teller.texts() == ["still here"]
    assert teller.conversation.oldest_item_id == U2
    # A page that was under way then speaks of what is not loaded any more.
    teller.page(user(U1, "gone"), asked_at=revision, has_more=True)
    assert teller.conversation.stored_ids == {U1}


def test_a_page_older_than_what_is_known_is_not_believed() -> None:
    teller = Teller()
    teller.open()
    teller.page(user(U1, "one"), user(U2, "two"))
    asked_at = teller.conversation.revision
    teller.hear(consumed(A1, "three"))
    teller.page(user(U1, "one"), user(U2, "two"), user(A1, "three"))
    teller.page(user(U1, "one"), asked_at=asked_at)
    assert teller.texts() == ["one", "two", "three"]
    assert teller.conversation.needs_settling


def test_an_item_the_server_deleted_goes() -> None:
    teller = Teller()
    teller.open()
    teller.page(user(U1, "one"), user(U2, "two"))
    teller.page(user(U1, "one"))
    assert teller.texts() == ["one"]
    assert teller.conversation.stored_ids == {U1}
    teller.page()
    assert teller.texts() == []


def test_snapshot_facts_and_their_age() -> None:
    teller = Teller()
    teller.open()
    asked_at = teller.conversation.revision
    teller.hear(status("running"))
    teller.snapshot(asked_at=asked_at, status="idle", title="T", llm_model="m", context_window=10, total_cost_usd=1.5)
    assert teller.conversation.turn.status == "running"
    assert (teller.conversation.model, teller.conversation.context_window) == ("m", 10)
    teller.snapshot(status="running", active_response_id="resp_7", background_task_count=2)
    assert (teller.conversation.turn.response_id, teller.conversation.turn.background_tasks) == ("resp_7", 2)
    teller.hear(delta("text"))
    teller.snapshot(status="idle")
    assert teller.conversation.turn.status == "idle"
    assert not teller.conversation.live[0].streaming  # type: ignore[union-attr]
    assert teller.conversation.needs_settling


def test_a_snapshot_calls_a_waiting_turn_running() -> None:
    teller = Teller()
    teller.open()
    teller.hear(status("waiting"))
    teller.snapshot(status="running")
    assert teller.conversation.turn.status == "waiting"
    teller.snapshot(status="running", active_response_id="resp_9")
    assert teller.conversation.turn.status == "running"


def test_fetching_that_fails_is_told_until_it_works() -> None:
    teller = Teller()
    teller.tell(client.ConversationFailed(session_id=SESSION, reason="no network", at=NOW))
    assert teller.conversation.failure == "no network"
    teller.open()
    teller.page(user(U1, "one"))
    assert teller.conversation.failure == ""


def test_reasoning_and_errors_are_paired_with_their_items() -> None:
    teller = asked()
    error = {"code": "RuntimeError", "message": "it broke"}
    teller.hear(event("response.reasoning_text.delta", delta="Hm"), delta("Part"), status("failed", error=error))
    stored = item("reasoning", A1, response_id="resp_1", summary=[{"type": "summary_text", "text": "Hm."}])
    teller.page(user(U1, "question"), stored, answer(A2, "Part"), item("error", U2, **error, response_id="resp_1"))
    assert teller.texts() == ["question", "Hm.", "Part", "it broke"]
    assert not teller.conversation.live


def test_notices_stay_where_they_were_told() -> None:
    teller = asked()
    teller.hear(event("session.reasoning_effort", reasoning_effort="high"), done(answer(A1, "Yes.")), status("idle"))
    teller.page(user(U1, "question"), answer(A1, "Yes."))
    assert teller.texts() == ["question", "Reasoning effort: high", "Yes."]
    teller.hear(event("session.permission_mode", permission_mode="plan"))
    later = user(U2, "much later").model_copy(update={"created_at": teller.at + 60})
    teller.page(user(U1, "question"), answer(A1, "Yes."), later)
    assert teller.texts() == ["question", "Reasoning effort: high", "Yes.", "Permission mode: plan", "much later"]
