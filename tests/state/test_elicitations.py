"""Questions: one card for one id, whatever comes first or twice, and the snapshot as the truth."""

from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.state import client_events as client
from omnigent_tui.state.selectors import oldest_pending
from tests.state.makers import NOW, SESSION, Teller, event


def asks(elicitation_id: str = "elicit_1", **params: object) -> ServerEvent:
    return event("response.elicitation_request", elicitation_id=elicitation_id, params={"message": "May I?", **params})


def resolves(elicitation_id: str = "elicit_1", **fields: object) -> ServerEvent:
    return event("response.elicitation_resolved", elicitation_id=elicitation_id, **fields)


def listed(elicitation_id: str = "elicit_1") -> dict[str, object]:
    return {"elicitation_id": elicitation_id, "params": {"message": "May I?"}}


def pending(teller: Teller) -> list[str]:
    return list(teller.conversation.elicitations)


def test_a_question_is_asked_once() -> None:
    teller = Teller()
    teller.hear(asks())
    first = teller.conversation.elicitations["elicit_1"]
    teller.hear(asks())
    assert teller.conversation.elicitations["elicit_1"] is first
    assert first.session_id == SESSION
    assert oldest_pending(teller.conversation) is first


def test_a_question_of_a_sub_agent_is_answered_there() -> None:
    teller = Teller()
    teller.hear(asks(target_session_id="c" * 32))
    assert teller.conversation.elicitations["elicit_1"].session_id == "c" * 32


def test_resolved_before_it_was_requested() -> None:
    teller = Teller()
    teller.hear(resolves(action="accept"), resolves(), asks())
    assert not pending(teller)
    assert teller.texts() == []


def test_resolved_three_times_is_told_once() -> None:
    teller = Teller()
    teller.hear(asks(), resolves(action="accept"), resolves(), resolves(action="accept"), asks())
    assert not pending(teller)
    assert teller.texts() == ["Approved: May I?"]


def test_a_question_without_a_verdict_may_come_again() -> None:
    teller = Teller()
    teller.hear(asks(), resolves())
    assert teller.texts() == ["Resolved elsewhere: May I?"]
    teller.hear(asks())
    assert pending(teller) == ["elicit_1"]
    teller.hear(resolves(reason="unanswered"))
    assert teller.texts()[-1] == "Nobody answered in time: May I?"
    teller.hear(resolves(action="decline"), asks())
    assert not pending(teller)


def test_the_verdict_of_this_client_is_remembered_until_it_is_confirmed() -> None:
    teller = Teller()
    teller.hear(asks())
    answered = client.ElicitationAnswered(session_id=SESSION, elicitation_id="elicit_1", action="decline", at=NOW)
    teller.tell(answered)
    assert teller.conversation.elicitations["elicit_1"].answered == "decline"
    teller.tell(
        client.ElicitationAnswerFailed(session_id=SESSION, elicitation_id="elicit_1", reason="no network", at=NOW)
    )
    failed = teller.conversation.elicitations["elicit_1"]
    assert failed.answered is None
    assert "no network" in str(failed.failed)
    teller.tell(answered)
    teller.hear(resolves())
    assert teller.texts() == ["Declined: May I?"]
    before = teller.state
    teller.tell(
        answered,
        client.ElicitationAnswerFailed(session_id=SESSION, elicitation_id="elicit_1", reason="late", at=NOW),
    )
    assert teller.state is before


def test_the_snapshot_adds_and_takes_away() -> None:
    teller = Teller()
    teller.hear(asks("elicit_gone"))
    teller.snapshot(pending_elicitations=[listed("elicit_new"), {"params": {}}])
    assert pending(teller) == ["elicit_new"]
    assert teller.texts() == ["No longer asked (answered elsewhere, or withdrawn): May I?"]


def test_a_snapshot_asked_for_before_the_question_does_not_take_it_away() -> None:
    teller = Teller()
    asked_at = teller.conversation.revision
    teller.hear(asks())
    teller.snapshot(asked_at=asked_at)
    assert pending(teller) == ["elicit_1"]


def test_a_snapshot_asked_for_before_the_verdict_does_not_bring_it_back() -> None:
    teller = Teller()
    teller.hear(asks())
    asked_at = teller.conversation.revision
    teller.hear(resolves(action="accept"))
    teller.snapshot(asked_at=asked_at, pending_elicitations=[listed()])
    assert not pending(teller)
    teller.snapshot(pending_elicitations=[listed()])
    assert pending(teller) == ["elicit_1"]


def test_an_unknown_verdict_changes_no_transcript() -> None:
    teller = Teller()
    teller.hear(resolves("elicit_other", action="accept"))
    once = teller.conversation
    teller.hear(resolves("elicit_other", action="accept"))
    assert teller.conversation is once
    assert oldest_pending(once) is None
    assert oldest_pending(None) is None


def test_a_question_without_words() -> None:
    teller = Teller()
    teller.hear(event("response.elicitation_request", elicitation_id="elicit_1"), resolves(action="cancel"))
    assert teller.texts() == ["Dismissed"]
