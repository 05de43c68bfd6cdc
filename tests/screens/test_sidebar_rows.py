"""The sidebar's rows are those that making all of them anew gives, whatever happened since they were made last."""

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.screens.sidebar_rows import SidebarRows
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.children import child_rows
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.selectors import sidebar_rows
from tests.state.list_stories import CHANGES, DRAFTS, MANY, long_list
from tests.state.makers import NOW, row

LONG_LIST = long_list()
STEPS = st.lists(st.tuples(CHANGES, st.one_of(st.none(), DRAFTS)), min_size=1, max_size=12)


def all_anew(state: State, drafts: frozenset[str]) -> tuple[SidebarRow, ...]:
    rows: list[SidebarRow] = []
    for top in sidebar_rows(state, drafts):
        rows += (top, *child_rows(state, top, drafts))
    return tuple(rows)


@given(STEPS)
def test_rows_are_those_made_anew(story: list[tuple[client.ClientEvent, frozenset[str] | None]]) -> None:
    maker, state, drafts = SidebarRows(), LONG_LIST, frozenset[str]()
    before = maker.rows(state, drafts)
    for event, looked_at_with in story:
        state = reduce(state, event)
        if looked_at_with is None:
            continue
        drafts = looked_at_with
        rows, expected = maker.rows(state, drafts), all_anew(state, drafts)
        assert rows == expected
        assert (rows is before) == (rows == before)
        tops, kept = set(map(id, before)), {top for top in before if not top.depth} & set(rows)
        assert all(id(top) in tops for top in rows if top in kept), "what says the same stays the same object"
        for session_id in {*state.conversations, *(top.session_id for top in rows[::17]), "nobody"}:
            mine = [top for top in rows if top.session_id == session_id]
            found = maker.row_of(session_id)
            assert found in mine if mine else found is None
        before = rows


def test_one_changed_row_makes_one_row_anew() -> None:
    maker = SidebarRows()
    rows = maker.rows(LONG_LIST, frozenset())
    changed = row(rows[MANY // 2].session_id, updated_at=NOW + 2 * MANY, title="To the top")
    state = reduce(LONG_LIST, client.SessionRowsChanged(rows=(changed,), at=NOW))
    after = maker.rows(state, frozenset())
    assert after[0].title == "To the top"
    assert [one is other for one, other in zip(after[1:], rows[: MANY // 2] + rows[MANY // 2 + 1 :], strict=True)] == [
        True
    ] * (MANY - 1)


def test_an_order_that_no_reducer_made_is_followed_all_the_same() -> None:
    maker = SidebarRows()
    maker.rows(LONG_LIST, frozenset())
    sessions = type(LONG_LIST.sessions)(by_id=LONG_LIST.sessions.by_id, order=LONG_LIST.sessions.order[::-1])
    state = State(sessions=sessions)
    assert maker.rows(state, frozenset()) == sidebar_rows(state)


def test_rows_follow_what_is_known_of_a_session_beside_its_entry() -> None:
    session_id = LONG_LIST.sessions.order[9]
    asleep = row(session_id, host_id="host", runner_id="runner", runner_online=False, host_online=True)
    story: list[client.ClientEvent] = [
        client.SessionRowsChanged(rows=(asleep,), at=NOW),
        client.MessageQueued(session_id=session_id, stable_id="m", text="go", at=NOW),
        client.MessageSending(stable_id="m", at=NOW + 1),
        client.MessageReturned(stable_id="m", reason="no", at=NOW + 2),
        client.SessionOpened(session_id=session_id, at=NOW + 3),
        client.InterruptRequested(session_id=session_id, at=NOW + 4),
        client.ConversationReleased(session_id=session_id, at=NOW + 5),
        client.RunnerAsked(session_id=session_id, at=NOW + 6),
        client.RunnerLaunched(session_id=session_id, at=NOW + 7),
    ]
    maker, state, words = SidebarRows(), LONG_LIST, []
    maker.rows(state, frozenset())
    for event in story:
        state = reduce(state, event)
        if isinstance(event, client.ConversationReleased):
            state = reduce(state, client.SessionOpened(session_id=state.sessions.order[0], at=NOW))
            state = reduce(state, event)
        assert maker.rows(state, frozenset()) == all_anew(state, frozenset())
        found = maker.row_of(session_id)
        assert found is not None
        words.append((found.turn.word, found.liveness.word))
    assert {turn for turn, _ in words} == {TurnWord.IDLE, TurnWord.STOPPING}
    launching = [liveness is LivenessWord.LAUNCHING for _, liveness in words]
    assert launching == [False, False, True, False, False, False, False, True, False]
