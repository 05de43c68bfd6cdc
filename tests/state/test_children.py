"""Sub-agents in the tree of sessions: their rows, their words, the way down and back up."""

from types import MappingProxyType

from omnigent_tui.protocol.child_sessions import ChildSession
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import TurnWord
from omnigent_tui.state.children import child_rows, child_word, parent_id, root_id, visible_order
from omnigent_tui.state.selectors import neighbour_session, sidebar_rows
from omnigent_tui.values import replace
from tests.state.makers import NOW, SESSION, Teller, event, row

FIRST = ChildSession(id="c1", title="researcher:auth", busy=True, created_at=1.0, agent_name="researcher")
SECOND = ChildSession(id="c2", title="writer:docs", current_task_status="completed", created_at=2.0)


def told(*children: ChildSession) -> Teller:
    teller = Teller()
    rows = (row(SESSION), row("other"))
    teller.tell(client.SessionPageArrived(rows=rows, has_more=False, first=True, cursor=None, at=NOW))
    teller.open()
    arrived = client.ChildrenArrived(session_id=SESSION, children=children, asked_at_revision=99, at=NOW)
    teller.tell(arrived)
    return teller


def shown(state: State) -> list[tuple[str, int]]:
    top = next(row for row in sidebar_rows(state) if row.session_id == SESSION)
    return [(row.title, row.depth) for row in child_rows(state, top)]


def test_children_stand_below_their_session_oldest_first() -> None:
    teller = told(SECOND, FIRST)
    assert shown(teller.state) == [("researcher:auth", 1), ("writer:docs", 1)]
    order = visible_order(teller.state)
    assert order[order.index(SESSION) : order.index(SESSION) + 3] == (SESSION, "c1", "c2")


def test_what_the_stream_tells_is_merged_into_the_row() -> None:
    teller = told(FIRST)
    teller.hear(event("session.child_session.updated", child_session_id="c1", child={"busy": False, "title": None}))
    child = teller.conversation.children["c1"]
    assert (child.busy, child.title, child.agent_name) == (False, "researcher:auth", "researcher")
    before = teller.state
    teller.hear(event("session.child_session.updated", child_session_id="c1", child={"busy": False}))
    assert teller.state.conversations[SESSION].children is before.conversations[SESSION].children


def test_rows_asked_for_before_the_stream_told_more_do_not_undo_it() -> None:
    teller = told(FIRST)
    teller.hear(event("session.child_session.updated", child_session_id="c1", child={"busy": False}))
    teller.tell(client.ChildrenArrived(session_id=SESSION, children=(FIRST, SECOND), asked_at_revision=0, at=NOW))
    assert not teller.conversation.children["c1"].busy
    assert "c2" in teller.conversation.children


def test_the_words() -> None:
    assert child_word(FIRST) is TurnWord.RUNNING
    assert child_word(SECOND) is TurnWord.IDLE
    assert child_word(FIRST.model_copy(update={"pending_elicitations_count": 2})) is TurnWord.NEEDS_YOU
    assert child_word(FIRST.model_copy(update={"current_task_status": "failed"})) is TurnWord.FAILED
    assert child_word(FIRST.model_copy(update={"current_task_status": "launching"})) is TurnWord.STARTING


def test_the_way_down_and_back_up() -> None:
    teller = told(FIRST, SECOND)
    teller.tell(client.SessionOpened(session_id="c1", at=NOW))
    assert parent_id(teller.state, "c1") == SESSION
    assert root_id(teller.state, "c1") == SESSION
    assert parent_id(teller.state, SESSION) is None
    assert neighbour_session(teller.state, 1) == "c2"
    assert neighbour_session(teller.state, -1) == SESSION


def test_a_circle_of_parents_ends() -> None:
    teller = told(ChildSession(id="c1"))
    teller.tell(client.SessionOpened(session_id="c1", at=NOW))
    mad = teller.state.conversations["c1"]
    mad = replace(mad, children=MappingProxyType({SESSION: ChildSession(id=SESSION)}))
    state = replace(teller.state, conversations=MappingProxyType({**teller.state.conversations, "c1": mad}))
    assert root_id(state, "c1") in {"c1", SESSION}
    assert len(visible_order(state)) < 20
