"""Stories of a long session list for property tests: what a server, a stream and a person do to it, in any order."""

from math import isnan

from hypothesis import strategies as st

from omnigent_tui.protocol.child_sessions import ChildSession
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.sessions import ListSource
from tests.state.makers import NOW, row, status

MANY = 200
"""Enough for single rows to be put in their place instead of sorting all."""

_KNOWN = [f"{number:032x}" for number in range(MANY)]
_IDS = st.sampled_from([*_KNOWN[::29], _KNOWN[-1], "new1", "new2"])
_TIMES = st.sampled_from([None, 0.0, NOW - 1e6, NOW, NOW + 7, NOW + MANY + 1, float("nan"), float("inf")])
_ROWS = st.builds(
    row,
    _IDS,
    title=st.sampled_from(["One", "Two"]),
    status=st.sampled_from(["idle", "running", "failed", "waiting"]),
    updated_at=_TIMES,
    created_at=_TIMES,
    archived=st.sampled_from([False, False, True]),
    parent_session_id=st.sampled_from([None, None, "parent"]),
    pending_elicitations_count=st.integers(0, 2),
    host_id=st.sampled_from([None, "host"]),
    runner_online=st.sampled_from([None, True, False]),
)
_SOME = st.lists(_IDS, max_size=3).map(tuple)
_CHILDREN = st.lists(
    st.builds(ChildSession, id=st.sampled_from(["c1", "c2", _KNOWN[0]]), busy=st.booleans()), max_size=2
)

CHANGES = st.one_of(
    st.builds(client.SessionRowsChanged, rows=st.lists(_ROWS, max_size=2).map(tuple), at=st.just(NOW)),
    st.builds(
        client.SessionRowsChanged,
        rows=st.lists(_ROWS, max_size=30).map(tuple),
        asked_for=st.frozensets(_IDS, max_size=2),
        at=st.just(NOW),
    ),
    st.builds(client.SessionsRemoved, session_ids=_SOME, at=st.just(NOW)),
    st.builds(client.SessionRenamed, session_id=_IDS, title=st.just("Renamed"), at=st.just(NOW)),
    st.builds(client.SessionArchived, session_id=_IDS, archived=st.booleans(), at=st.just(NOW)),
    st.builds(client.SessionDeleted, session_id=_IDS, at=st.just(NOW)),
    st.builds(
        client.LivenessArrived,
        liveness=st.dictionaries(_IDS, st.tuples(st.booleans(), st.sampled_from([True, None])), max_size=3),
        at=st.just(NOW),
    ),
    st.builds(client.SessionOpened, session_id=_IDS, at=st.just(NOW)),
    st.builds(client.ConversationReleased, session_id=_IDS, at=st.just(NOW)),
    st.builds(
        client.ChildrenArrived,
        session_id=_IDS,
        children=_CHILDREN.map(tuple),
        asked_at_revision=st.just(99),
        at=st.just(NOW),
    ),
    st.builds(
        lambda session_id, word: client.StreamEvents(session_id=session_id, events=(status(word),), at=NOW),
        _IDS,
        st.sampled_from(["idle", "running", "failed"]),
    ),
    st.builds(client.RunnerAsked, session_id=_IDS, at=st.just(NOW)),
    st.builds(client.RunnerLaunched, session_id=_IDS, at=st.just(NOW)),
    st.builds(client.MessageQueued, session_id=_IDS, stable_id=_IDS, text=st.just("go"), at=st.just(NOW)),
    st.builds(client.MessageSending, stable_id=_IDS, at=st.just(NOW)),
    st.builds(client.ListSourceChanged, source=st.sampled_from(ListSource), at=st.just(NOW)),
)
DRAFTS = st.frozensets(_IDS, max_size=2)


def long_list() -> State:
    """A state with `MANY` sessions."""
    rows = tuple(row(session_id, updated_at=NOW + number) for number, session_id in enumerate(_KNOWN))
    page = client.SessionPageArrived(rows=rows, has_more=False, cursor=None, first=True, at=NOW)
    return reduce(reduce(State(), client.ServerConnecting(url="http://s", source="typed", at=NOW)), page)


def sort_key(session: SessionRow) -> tuple[float, str]:
    """What the list is ordered by, the greatest first."""
    at = session.updated_at or session.created_at or 0.0
    return 0.0 if isnan(at) else at, session.id
