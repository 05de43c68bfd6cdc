"""Whom and what for: new, not on the screen, and not what waited before the person came."""

from typing import Any

from omnigent_tui.protocol.sessions import SessionRow, SessionSnapshot
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.calling import SETTLING_SECONDS, Call, Known, View, news
from omnigent_tui.state.reducers import reduce

LATER = SETTLING_SECONDS + 100.0


def _listed(state: State, at: float = 0.0, **statuses: str) -> State:
    rows = tuple(
        SessionRow(id=name, title=name, status=status, pending_elicitations_count=1)
        for name, status in statuses.items()
    )
    page = client.SessionPageArrived(rows=rows, has_more=False, cursor=None, first=True, at=at)
    return reduce(reduce(state, client.ServerConnecting(url="http://s", source="typed", at=0.0)), page)


def _asked(state: State, at: float, session_id: str, *names: str, **params: Any) -> State:
    asks = [{"elicitation_id": name, "params": {"message": name, **params}} for name in names]
    snapshot = SessionSnapshot.model_validate({"id": session_id, "pending_elicitations": asks})
    return reduce(state, client.AsksArrived(snapshot=snapshot, at=at))


def _calls(state: State, known: Known, view: View | None = None, *, turns: bool = False) -> tuple[Known, list[Call]]:
    known, calls = news(state, LATER, known, view or View(), with_turns=turns)
    return known, list(calls)


def _known(state: State) -> Known:
    known, calls = news(state, 0.0, Known(), View(), with_turns=True)
    assert calls == (), "whoever has just come is not called"
    return known


def test_a_new_question_calls_once() -> None:
    state = _listed(State(), a="running")
    known = _known(state)
    state = _asked(state, LATER, "a", "May I?")
    known, calls = _calls(state, known)
    assert calls == [Call("a", "May I?")]
    assert _calls(state, known)[1] == []
    assert _calls(_asked(state, LATER, "a", "May I?", "And this?"), known)[1] == [Call("a", "And this?")]


def test_what_waited_before_is_not_called_for() -> None:
    state = _listed(State(), a="running")
    known = _known(state)
    state = _asked(state, SETTLING_SECONDS - 1, "a", "May I?")
    assert _calls(state, known)[1] == []


def test_what_is_on_the_screen_is_not_called_for() -> None:
    state = reduce(_listed(State(), a="running", b="running"), client.SessionOpened(session_id="a", at=0.0))
    known = _known(state)
    data = {"id": "a", "pending_elicitations": [{"elicitation_id": "q", "params": {"message": "May I?"}}]}
    snapshot = SessionSnapshot.model_validate(data)
    state = reduce(state, client.SnapshotArrived(session_id="a", snapshot=snapshot, asked_at_revision=9, at=LATER))
    assert _calls(state, known, View("a"))[1] == []
    assert _calls(state, known, View(every_question=True))[1] == []
    assert _calls(state, known, View("b"))[1] == [Call("a", "May I?")]
    assert _calls(state, known)[1] == [Call("a", "May I?")], "a terminal nobody types into shows nobody anything"


def test_answered_and_snoozed_questions_call_nobody_until_they_come_again() -> None:
    state = _listed(State(), a="running")
    known = _known(state)
    state = _asked(state, LATER, "a", "q")
    snoozed = reduce(state, client.AskSnoozed(elicitation_id="q", until=LATER + 1, at=LATER))
    known, calls = _calls(snoozed, known)
    assert calls == []
    assert [call.what for call in news(snoozed, LATER + 2, known, View(), with_turns=False)[1]] == ["q"]
    answered = client.ElicitationAnswered(session_id="a", elicitation_id="q", action="accept", at=LATER)
    assert _calls(reduce(state, answered), known)[1] == []


def test_a_turn_that_is_over_calls_only_if_wanted_and_not_shown() -> None:
    state = _listed(State(), a="running", b="running", c="idle")
    known = _known(state)
    over = _listed(state, LATER, a="idle", b="failed", c="idle")
    assert _calls(over, known)[1] == []
    assert _calls(over, known, turns=True)[1] == [Call("a", "The turn is done."), Call("b", "The turn failed.")]
    assert [call.who for call in _calls(over, known, View("a"), turns=True)[1]] == ["b"]


def test_another_server_is_another_beginning() -> None:
    state = _listed(State(), a="running")
    known = _known(state)
    other = reduce(state, client.ServerConnecting(url="http://other", source="typed", at=1.0))
    assert _calls(_asked(other, LATER, "a", "q"), known)[1] == []
