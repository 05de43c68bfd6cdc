"""Rules answer exactly the same in the same session and only what is asked later; like questions are told apart."""

import json
from typing import Any

import pytest

from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.approval_rules import SessionRule, exact_mark, matching_rule, rule_for
from omnigent_tui.state.attention import alike, attention_queue, held_answers, needing_count
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.reducers import reduce

Ask = dict[str, Any]


def _ask(name: str, command: str = "npm test", **params: Any) -> Ask:
    shell = {"policy_name": "ask_shell", "phase": "tool_call", "requestedSchema": {}, "message": "Shell?"}
    preview = json.dumps({"command": command})
    return {
        "elicitation_id": name,
        "params": {**shell, "content_preview": preview, "url": f"/approve/s/{name}", "mode": "url", **params},
    }


def _after(state: State, at: float, session_id: str, *asks: Ask) -> State:
    snapshot = SessionSnapshot.model_validate({"id": session_id, "pending_elicitations": list(asks)})
    return reduce(state, client.AsksArrived(snapshot=snapshot, at=at))


def _pending(state: State, name: str) -> PendingElicitation:
    queue = attention_queue(state, 0.0)
    return next(w.pending for w in queue if w.pending is not None and w.key == name)


def _ruled(state: State, name: str, at: float) -> tuple[State, SessionRule]:
    rule = rule_for(state, _pending(state, name), "Session", at)
    assert rule is not None
    return reduce(state, client.RuleMade(rule=rule, at=at)), rule


def test_the_same_command_in_the_same_session_is_answered_when_it_is_asked_later() -> None:
    state, rule = _ruled(_after(State(), 1.0, "a", _ask("first"), _ask("earlier")), "first", 2.0)
    assert rule.words == "$ npm test"
    state = _after(state, 3.0, "a", _ask("first"), _ask("earlier"), _ask("later"))
    state = _after(state, 3.0, "b", _ask("elsewhere"))
    assert matching_rule(state.rules, _pending(state, "later")) is rule
    for name in ("first", "earlier", "elsewhere"):
        assert matching_rule(state.rules, _pending(state, name)) is None, name


def test_what_was_asked_before_and_is_read_again_is_not_answered() -> None:
    state, _ = _ruled(_after(State(), 1.0, "a", _ask("first"), _ask("earlier")), "first", 2.0)
    state = _after(state, 3.0, "a")
    state = _after(state, 4.0, "a", _ask("earlier"))
    assert matching_rule(state.rules, _pending(state, "earlier")) is None


@pytest.mark.parametrize(
    "other",
    [
        _ask("later", "npm test "),
        _ask("later", "npm test; rm -rf /"),
        _ask("later", policy_name="other"),
        _ask("later", message="Shell!"),
        _ask("later", cwd="/"),
        _ask("later", content_preview='{"command": "npm test", "command": "npm test"}'),
        _ask("later", content_preview='{"command": "npm test", "timeout": 1}'),
    ],
)
def test_anything_else_is_not_answered(other: Ask) -> None:
    state, _ = _ruled(_after(State(), 1.0, "a", _ask("first")), "first", 2.0)
    state = _after(state, 3.0, "a", other)
    assert matching_rule(state.rules, _pending(state, "later")) is None


@pytest.mark.parametrize(
    "ask",
    [
        _ask("a", "x" * 1100),
        _ask("a", "rm\u202e -rf"),
        _ask("a", content_preview=""),
        _ask("a", content_preview="rm"),
        _ask("a", phase="request"),
        _ask("a", mode="url", url="https://example.com"),
        _ask("a", requestedSchema={"properties": {"x": {"type": "string"}}}),
        _ask("a", exit_plan_mode={"plan": "p"}),
    ],
)
def test_no_rule_is_made_of_what_cannot_be_seen_in_full_or_takes_more_than_a_yes(ask: Ask) -> None:
    state = _after(State(), 1.0, "a", ask)
    assert exact_mark(_pending(state, "a").request.params) is None
    assert rule_for(state, _pending(state, "a"), "", 2.0) is None


def test_a_rule_is_made_once_used_once_for_each_question_and_gone_when_revoked() -> None:
    state, rule = _ruled(_after(State(), 1.0, "a", _ask("first")), "first", 2.0)
    assert rule_for(state, _pending(state, "first"), "", 3.0) is None
    state = _after(state, 3.0, "a", _ask("later"))
    state = reduce(state, client.RuleUsed(origin=rule.origin, elicitation_id="later", at=4.0))
    assert state.rules[0].used_by == ("later",)
    assert matching_rule(state.rules, _pending(state, "later")) is None
    revoked = reduce(state, client.RuleRevoked(origin=rule.origin, at=5.0))
    assert revoked.rules == ()
    assert reduce(revoked, client.RuleRevoked(origin=rule.origin, at=6.0)) is revoked


def test_a_rule_does_not_answer_again_what_failed_or_is_held() -> None:
    state, _ = _ruled(_after(State(), 1.0, "a", _ask("first")), "first", 2.0)
    state = _after(state, 3.0, "a", _ask("later"))
    for event in (
        client.ElicitationAnswerFailed(session_id="a", elicitation_id="later", reason="403", at=4.0),
        client.ElicitationAnswered(session_id="a", elicitation_id="later", action="decline", at=4.0),
        client.AnswerHeld(session_id="a", elicitation_id="later", action="accept", until=9.0, at=4.0),
    ):
        changed = reduce(state, event)
        assert matching_rule(changed.rules, _pending(changed, "later")) is None


def test_like_questions_have_tool_and_policy_in_common() -> None:
    state = _after(State(), 1.0, "a", _ask("one"), _ask("form", requestedSchema={"properties": {"x": {}}}))
    state = _after(state, 2.0, "b", _ask("two", "ls"), _ask("other policy", policy_name="x"))
    state = _after(state, 3.0, "c", _ask("other tool", content_preview='{"path": "a"}'), _ask("done"))
    state = reduce(state, client.ElicitationAnswered(session_id="c", elicitation_id="done", action="accept", at=4.0))
    assert [waiting.key for waiting in alike(state, _pending(state, "one"), 5.0)] == ["one", "two"]
    assert alike(state, _pending(state, "form"), 5.0) == ()
    snoozed = reduce(state, client.AskSnoozed(elicitation_id="two", until=99.0, at=4.0))
    assert [waiting.key for waiting in alike(snoozed, _pending(state, "one"), 5.0)] == ["one"]


def test_a_verdict_that_is_held_back_does_not_wait_for_the_person_and_can_be_taken_back() -> None:
    state = _after(State(), 1.0, "a", _ask("one"))
    held = reduce(state, client.AnswerHeld(session_id="a", elicitation_id="one", action="accept", until=9.0, at=4.0))
    assert needing_count(held, 5.0) == 0
    assert [waiting.key for waiting in held_answers(held)] == ["one"]
    back = reduce(held, client.AnswerTakenBack(session_id="a", elicitation_id="one", at=5.0))
    assert back == state
    assert held_answers(back) == ()


def test_a_peek_is_of_one_session_at_a_time() -> None:
    state = reduce(State(), client.PeekRequested(session_id="a", at=1.0))
    assert reduce(state, client.PeekArrived(session_id="b", items=(), at=2.0)) is state
    state = reduce(state, client.PeekArrived(session_id="a", items=(), at=2.0))
    assert state.attention.peek is not None
    assert state.attention.peek.is_read
    again = reduce(state, client.PeekRequested(session_id="a", at=3.0))
    assert again is state, "what is known stays on the screen while it is read again"
    assert reduce(again, client.PeekLeft(at=4.0)).attention.peek is None
    assert reduce(State(), client.PeekFailed(session_id="a", reason="x", at=1.0)) == State()
