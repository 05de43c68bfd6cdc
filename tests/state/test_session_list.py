"""The session list: order, pages and cursors, rows from everywhere, liveness, and what is gone."""

from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.sessions import ListPhase, ListSource
from tests.state.makers import NOW, SESSION, Teller, row, status

A, B, C, D = "a" * 32, "b" * 32, "c" * 32, "d" * 32


def told(*events: client.ClientEvent, state: State | None = None) -> State:
    state = state or State()
    for one in events:
        state = reduce(state, one)
    return state


def first_page(*ids: str, has_more: bool = False, starts_over: bool = False) -> client.ClientEvent:
    rows = tuple(row(session_id, updated_at=NOW - number) for number, session_id in enumerate(ids))
    cursor = ids[-1] if ids else None
    return client.SessionPageArrived(
        rows=rows, first=True, has_more=has_more, cursor=cursor, starts_over=starts_over, at=NOW
    )


def changed(*rows: SessionRow, asked_for: frozenset[str] = frozenset()) -> client.ClientEvent:
    return client.SessionRowsChanged(rows=rows, asked_for=asked_for, at=NOW + 5)


def test_most_recently_updated_first_and_only_what_belongs_there() -> None:
    state = told(
        first_page(A, B),
        changed(
            row(C, updated_at=NOW + 9),
            row(D, updated_at=NOW + 10, archived=True),
            row("e" * 32, updated_at=NOW + 11, parent_session_id=A),
            row("f" * 32, updated_at=None, created_at=NOW + 1),
        ),
    )
    assert state.sessions.order == (C, "f" * 32, A, B)
    assert D in state.sessions.by_id


def test_a_row_that_says_nothing_new_changes_nothing() -> None:
    state = told(first_page(A, B))
    assert told(changed(row(A, updated_at=NOW)), state=state) is state


def test_rows_that_did_not_change_stay_the_same_objects() -> None:
    state = told(first_page(A, B))
    after = told(changed(row(A, updated_at=NOW + 3, title="new")), state=state)
    assert after.sessions.by_id[B] is state.sessions.by_id[B]
    assert after.sessions.by_id[A].row.title == "new"


def test_phases_of_the_first_page() -> None:
    state = told(client.SessionPageRequested(at=NOW))
    assert state.sessions.phase is ListPhase.LOADING
    failed = told(client.SessionListFailed(reason="no", at=NOW), state=state)
    assert (failed.sessions.phase, failed.sessions.failure) == (ListPhase.FAILED, "no")
    ready = told(client.SessionPageRequested(at=NOW), first_page(A), state=failed)
    assert (ready.sessions.phase, ready.sessions.failure) == (ListPhase.READY, "")
    still = told(client.SessionPageRequested(at=NOW), client.SessionListFailed(reason="no", at=NOW), state=ready)
    assert still.sessions.phase is ListPhase.READY
    assert still.sessions.order == (A,)


def test_refreshing_the_first_page_keeps_the_place_of_the_next() -> None:
    state = told(first_page(A, B, has_more=True))
    state = told(client.SessionPageRequested(more=True, at=NOW), state=state)
    assert state.sessions.loading_more
    next_page = client.SessionPageArrived(
        rows=(row(C, updated_at=NOW - 50),), first=False, has_more=True, cursor=C, at=NOW
    )
    state = told(next_page, state=state)
    assert (state.sessions.cursor, state.sessions.loading_more) == (C, False)
    state = told(first_page(A, B, has_more=True), state=state)
    assert state.sessions.cursor == C
    state = told(
        client.SessionPageRequested(more=True, at=NOW), first_page(A, B, has_more=True, starts_over=True), state=state
    )
    assert (state.sessions.cursor, state.sessions.loading_more) == (B, False)


def test_a_failed_page_can_be_asked_for_again() -> None:
    state = told(first_page(A, has_more=True), client.SessionPageRequested(more=True, at=NOW))
    state = told(client.SessionListFailed(reason="no", at=NOW), state=state)
    assert not state.sessions.loading_more


def test_polling_takes_away_what_is_not_there_any_more() -> None:
    polled = told(client.ListSourceChanged(source=ListSource.POLLING, at=NOW), first_page(A, B, C))
    assert told(first_page(A, C), state=polled).sessions.order == (A, C)
    # B sorts behind the page's end: it may well be on the next one.
    assert told(first_page(A, has_more=True), state=polled).sessions.order == (A, B, C)
    assert told(first_page(), state=polled).sessions.order == ()
    pushed = told(client.ListSourceChanged(source=ListSource.SOCKET, at=NOW), state=polled)
    assert set(told(first_page(A, C), state=pushed).sessions.order) == {A, B, C}


def test_a_socket_tells_what_is_gone() -> None:
    state = told(first_page(A, B, C))
    state = told(changed(row(A), asked_for=frozenset({A, B, D})), state=state)
    assert set(state.sessions.by_id) == {A, C}
    state = told(client.SessionsRemoved(session_ids=(C, D), at=NOW), state=state)
    assert set(state.sessions.by_id) == {A}
    assert told(client.SessionsRemoved(session_ids=(C,), at=NOW), state=state) is state


def test_liveness_from_rows_and_from_health() -> None:
    state = told(first_page(A, B))
    assert state.sessions.by_id[A].liveness is None
    state = told(changed(row(A, runner_online=True, host_online=True)), state=state)
    known = state.sessions.by_id[A].liveness
    assert known is not None
    assert (known.runner_online, known.since) == (True, None)
    # A page of the list says nothing about liveness: what is known stays, with its age.
    state = told(first_page(A, B), state=state)
    assert state.sessions.by_id[A].liveness is known
    health = client.LivenessArrived(liveness={A: (True, True), B: (False, True), D: (True, True)}, at=NOW + 9)
    state = told(health, state=state)
    assert state.sessions.by_id[A].liveness is known
    down = state.sessions.by_id[B].liveness
    assert down is not None
    assert down.runner_online is False
    assert told(health, state=state) is state
    for seconds in (20, 30):
        state = told(client.LivenessArrived(liveness={A: (False, True)}, at=NOW + seconds), state=state)
    lost = state.sessions.by_id[A].liveness
    assert lost is not None
    assert (lost.runner_online, lost.since) == (False, NOW + 20)


def test_the_stream_tells_the_status_before_the_list_does() -> None:
    teller = Teller()
    teller.tell(first_page(SESSION, B))
    order = teller.state.sessions.order
    teller.hear(status("running"))
    entry = teller.state.sessions.by_id[SESSION]
    assert (entry.row.status, entry.status_since) == ("running", teller.at)
    assert teller.state.sessions.order is order
    sessions = teller.state.sessions
    teller.hear(status("waiting"))
    assert teller.state.sessions is sessions
    teller.hear(status("failed"))
    assert teller.state.sessions.by_id[SESSION].row.status == "failed"


def test_the_source_of_the_list() -> None:
    state = told(client.ListSourceChanged(source=ListSource.SOCKET, at=NOW))
    assert told(client.ListSourceChanged(source=ListSource.SOCKET, at=NOW), state=state) is state
