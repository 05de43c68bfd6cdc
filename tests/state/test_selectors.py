"""What screens ask: the sidebar's lines, two badges each, and where attention is wanted."""

import pytest

from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import LivenessWord, TurnWord
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.selectors import (
    held_up_count,
    liveness_badge,
    neighbour_session,
    next_needing_attention,
    outgoing_entries,
    row_off_the_list,
    sidebar_row,
    sidebar_rows,
)
from tests.state.makers import NOW, SESSION, Teller, consumed, event, row, status

B, C = "b" * 32, "c" * 32


def listing(*rows: SessionRow) -> State:
    return reduce(State(), client.SessionRowsChanged(rows=rows, at=NOW))


def test_a_line_of_the_sidebar() -> None:
    state = listing(row(SESSION, agent_name="smoke", status="failed"), row(B, title="T", updated_at=NOW + 1))
    first, second = sidebar_rows(state, frozenset({SESSION}))
    assert (first.title, second.title, second.agent) == ("T", "Untitled", "smoke")
    assert (first.has_draft, second.has_draft) == (False, True)
    assert second.turn.word is TurnWord.FAILED
    assert second.changed_at == NOW


@pytest.mark.parametrize(
    ("word", "turn"),
    [
        ("running", TurnWord.RUNNING),
        ("launching", TurnWord.STARTING),
        ("waiting", TurnWord.WAITING),
        ("idle", TurnWord.IDLE),
        ("never heard of", TurnWord.IDLE),
    ],
)
def test_the_turn(word: str, turn: TurnWord) -> None:
    state = listing(row(SESSION, status=word))
    assert sidebar_rows(state)[0].turn.word is turn


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, LivenessWord.UNBOUND),
        ({"runner_online": True}, LivenessWord.UNBOUND),
        ({"runner_id": "r"}, LivenessWord.UNKNOWN),
        ({"runner_id": "r", "runner_online": True, "host_online": True}, LivenessWord.ONLINE),
        ({"host_id": "h", "runner_online": False, "host_online": True}, LivenessWord.ASLEEP),
        ({"host_id": "h", "runner_online": False, "host_online": True, "status": "running"}, LivenessWord.RUNNER_LOST),
        ({"host_id": "h", "runner_online": False, "host_online": False}, LivenessWord.HOST_OFFLINE),
        ({"host_id": "h", "host_online": True}, LivenessWord.UNKNOWN),
    ],
)
def test_liveness(fields: dict[str, object], word: LivenessWord) -> None:
    state = listing(row(SESSION, **fields))
    assert liveness_badge(state.sessions.by_id[SESSION]).word is word


def test_an_open_session_knows_its_questions_better_than_the_list() -> None:
    teller = Teller()
    teller.tell(client.SessionRowsChanged(rows=(row(SESSION, pending_elicitations_count=1),), at=NOW))
    entry = teller.state.sessions.by_id[SESSION]
    assert sidebar_row(teller.state, entry).turn.word is TurnWord.NEEDS_YOU
    teller.open()
    assert sidebar_row(teller.state, entry).turn.word is TurnWord.IDLE
    teller.hear(event("response.elicitation_request", elicitation_id="e", params={"message": "?"}))
    assert sidebar_row(teller.state, entry).pending == 1
    teller.tell(client.ElicitationAnswered(session_id=SESSION, elicitation_id="e", action="accept", at=NOW))
    assert sidebar_row(teller.state, entry).pending == 0


def test_stopping_is_shown_until_the_turn_ends() -> None:
    teller = Teller()
    teller.tell(client.SessionRowsChanged(rows=(row(SESSION, status="running"),), at=NOW))
    teller.open()
    teller.hear(status("running"))
    teller.tell(client.InterruptRequested(session_id=SESSION, at=NOW + 3))
    badge = sidebar_row(teller.state, teller.state.sessions.by_id[SESSION]).turn
    assert (badge.word, badge.since) == (TurnWord.STOPPING, NOW + 3)


def test_going_up_down_and_to_where_attention_is_wanted() -> None:
    state = listing(
        row(SESSION, updated_at=NOW + 3, pending_elicitations_count=1),
        row(B, updated_at=NOW + 2),
        row(C, updated_at=NOW + 1, pending_elicitations_count=2),
    )
    assert next_needing_attention(state) == SESSION
    assert neighbour_session(state, 1) == SESSION
    state = reduce(state, client.SessionOpened(session_id=B, at=NOW))
    assert (next_needing_attention(state), next_needing_attention(state, -1)) == (C, SESSION)
    assert (neighbour_session(state, 1), neighbour_session(state, -1), neighbour_session(state, 2)) == (
        C,
        SESSION,
        None,
    )
    state = reduce(state, client.SessionOpened(session_id=C, at=NOW))
    assert next_needing_attention(state) == SESSION
    assert next_needing_attention(listing(row(B))) is None
    assert neighbour_session(State(), 1) is None


def test_messages_on_their_way_come_in_order() -> None:
    teller = Teller()
    teller.open()
    for stable_id in ("1" * 32, "2" * 32):
        teller.tell(client.MessageQueued(session_id=SESSION, stable_id=stable_id, text=stable_id[0], at=NOW))
    assert [entry.text for entry in outgoing_entries(teller.state, SESSION)] == ["1", "2"]
    assert outgoing_entries(teller.state, B) == ()
    teller.hear(consumed("1" * 32, "1"))
    assert [entry.text for entry in outgoing_entries(teller.state, SESSION)] == ["2"]


def test_only_what_the_server_does_not_have_waits_for_the_connection() -> None:
    teller = Teller()
    teller.open()
    teller.tell(client.StreamOpened(session_id=SESSION, at=NOW))
    first, second, third = ids = ("1" * 32, "2" * 32, "3" * 32)
    for stable_id in ids:
        teller.tell(client.MessageQueued(session_id=SESSION, stable_id=stable_id, text="go", at=NOW))
    assert held_up_count(teller.state, SESSION) == 0
    teller.tell(client.MessageAccepted(stable_id=first, item_id=None, pending_id=None, at=NOW))
    teller.tell(client.MessageDelayed(stable_id=second, reason="no network", outcome_unknown=False, at=NOW))
    assert held_up_count(teller.state, SESSION) == 2
    teller.tell(client.MessageAccepted(stable_id=second, item_id=None, pending_id=None, at=NOW))
    assert held_up_count(teller.state, SESSION) == 0
    teller.tell(client.StreamLost(session_id=SESSION, reason="gone", retry_at=NOW, attempt=1, at=NOW))
    assert held_up_count(teller.state, SESSION) == 1
    assert held_up_count(teller.state, B) == 0
    teller.tell(client.MessageAccepted(stable_id=third, item_id=None, pending_id=None, at=NOW))
    assert held_up_count(teller.state, SESSION) == 0


def test_an_archived_session_is_known_but_not_in_the_list() -> None:
    state = listing(row(SESSION, archived=True))
    assert sidebar_rows(state) == ()
    found = row_off_the_list(state, SESSION)
    assert found is not None
    assert found.archived
    assert row_off_the_list(state, None) is None
    assert row_off_the_list(state, "elsewhere") is None
