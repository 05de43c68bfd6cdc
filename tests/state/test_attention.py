"""The questions of sessions that are not open: the snapshot is the truth, and each is listed once."""

from types import MappingProxyType
from typing import Any

from omnigent_tui.protocol.sessions import SessionRow, SessionSnapshot
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attention import LOST, attention_queue, needing_count
from omnigent_tui.state.reducers import reduce


def _ask(name: str, **params: Any) -> dict[str, Any]:
    return {"elicitation_id": name, "params": {"message": name, **params}}


def _snapshot(session_id: str, *asks: dict[str, Any]) -> SessionSnapshot:
    return SessionSnapshot.model_validate({"id": session_id, "pending_elicitations": list(asks)})


def _listed(**counts: int) -> State:
    rows = tuple(SessionRow(id=name, title=name, pending_elicitations_count=count) for name, count in counts.items())
    return reduce(State(), client.SessionPageArrived(rows=rows, has_more=False, cursor=None, first=True, at=0.0))


def _arrived(state: State, at: float, session_id: str, *asks: dict[str, Any]) -> State:
    return reduce(state, client.AsksArrived(snapshot=_snapshot(session_id, *asks), at=at))


def _keys(state: State, now: float = 100.0) -> list[str]:
    return [waiting.key for waiting in attention_queue(state, now)]


def test_what_waits_longest_comes_first_and_answered_ones_last() -> None:
    state = _arrived(_listed(a=1, b=1), 2.0, "b", _ask("later"))
    state = _arrived(state, 1.0, "a", _ask("sooner"))
    assert _keys(state) == ["sooner", "later"]
    state = reduce(state, client.ElicitationAnswered(session_id="a", elicitation_id="sooner", action="accept", at=3.0))
    assert _keys(state) == ["later", "sooner"]
    assert needing_count(state, 100.0) == 1


def test_the_same_snapshot_again_changes_nothing() -> None:
    state = _arrived(_listed(a=1), 1.0, "a", _ask("q"))
    assert _arrived(state, 2.0, "a", _ask("q")) is state


def test_what_is_not_in_the_snapshot_any_more_is_gone() -> None:
    state = _arrived(_listed(a=2), 1.0, "a", _ask("q"), _ask("r"))
    assert _keys(_arrived(state, 2.0, "a", _ask("r"))) == ["r"]
    assert _keys(_arrived(state, 2.0, "a")) == []


def test_an_answer_that_did_not_count_opens_the_question_again() -> None:
    state = _arrived(_listed(a=1), 1.0, "a", _ask("q"))
    state = reduce(state, client.ElicitationAnswered(session_id="a", elicitation_id="q", action="accept", at=2.0))
    assert needing_count(_arrived(state, 5.0, "a", _ask("q")), 5.0) == 0
    state = _arrived(state, 30.0, "a", _ask("q"))
    (waiting,) = attention_queue(state, 30.0)
    assert waiting.pending is not None
    assert waiting.pending.answered is None
    assert "still asks" in (waiting.pending.failed or "")


def test_a_verdict_that_did_not_arrive_opens_the_question_again() -> None:
    state = _arrived(_listed(a=1), 1.0, "a", _ask("q"))
    state = reduce(state, client.ElicitationAnswered(session_id="a", elicitation_id="q", action="accept", at=2.0))
    failed = client.ElicitationAnswerFailed(session_id="a", elicitation_id="q", reason="Forbidden.", at=3.0)
    (waiting,) = attention_queue(reduce(state, failed), 3.0)
    assert waiting.pending is not None
    assert waiting.pending.failed == "The answer did not reach the server: Forbidden."


def test_a_question_that_is_counted_but_not_there_was_lost() -> None:
    state = _arrived(_listed(a=1, b=0), 1.0, "a")
    state = _arrived(state, 1.0, "b")
    (waiting,) = attention_queue(state, 1.0)
    assert (waiting.session_id, waiting.problem, waiting.pending) == ("a", LOST, None)
    assert _keys(reduce(state, client.AsksLeft(session_id="a", at=2.0))) == []


def test_what_could_not_be_read_says_so_until_it_can() -> None:
    state = reduce(_listed(a=1), client.AsksFailed(session_id="a", reason="No.", at=1.0))
    assert attention_queue(state, 1.0)[0].problem == "Could not be read: No."
    assert _keys(_arrived(state, 2.0, "a", _ask("q"))) == ["q"]


def test_a_sub_agents_question_is_listed_once_where_it_was_asked() -> None:
    ask = _ask("q", target_session_id="child")
    state = _arrived(_listed(parent=1, child=1), 1.0, "parent", ask)
    state = _arrived(state, 2.0, "child", _ask("q"))
    (waiting,) = attention_queue(state, 3.0)
    assert waiting.session_id == "child"
    alone = _arrived(_listed(parent=1), 1.0, "parent", ask)
    (waiting,) = attention_queue(alone, 3.0)
    assert waiting.pending is not None
    assert (waiting.session_id, waiting.pending.session_id) == ("parent", "child")


def test_a_question_that_was_put_off_waits_until_then() -> None:
    state = _arrived(_listed(a=1), 1.0, "a", _ask("q"))
    state = reduce(state, client.AskSnoozed(elicitation_id="q", until=50.0, at=2.0))
    assert (needing_count(state, 49.0), needing_count(state, 51.0)) == (0, 1)
    assert isinstance(state.attention.snoozed, MappingProxyType)


def test_a_session_is_opened_with_the_questions_it_was_known_to_ask() -> None:
    state = _arrived(_listed(a=2), 1.0, "a", _ask("q"), _ask("r"))
    state = reduce(state, client.AnswerHeld(session_id="a", elicitation_id="q", action="accept", until=9.0, at=2.0))
    state = reduce(state, client.SessionOpened(session_id="a", at=3.0))
    known = state.conversations["a"].elicitations
    assert [(ask.first_seen, ask.held_until) for ask in known.values()] == [(1.0, 9.0), (1.0, None)]
    snapshot = client.SnapshotArrived(session_id="a", snapshot=_snapshot("a", _ask("q")), asked_at_revision=0, at=4.0)
    assert list(reduce(state, snapshot).conversations["a"].elicitations) == ["q"]
