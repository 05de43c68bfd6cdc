"""Rows that hardly changed are compared and kept in place as looking at all of them would have it."""

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.values import replace
from omnigent_tui.widgets.session_list import SessionList, _continues, _in_order_of

Rows = tuple[SidebarRow, ...]


def session(number: int) -> SidebarRow:
    return SidebarRow(f"s{number}", "Session", "", Badge(TurnWord.IDLE), Badge(LivenessWord.ONLINE))


SESSIONS = tuple(map(session, range(600)))


@st.composite
def changes(draw: st.DrawFn) -> tuple[Rows, Rows]:
    """Some sessions, and the same with few of them moved, renamed, new, or gone."""
    old = SESSIONS[: draw(st.sampled_from([0, 1, 5, 300, 599]))]
    new = list(old)
    for index in draw(st.lists(st.integers(0, 598), max_size=3)):
        if index < len(new):
            row = new.pop(index)
            match draw(st.sampled_from(["moved", "renamed", "gone"])):
                case "moved":
                    new.insert(draw(st.integers(0, len(new))), row)
                case "renamed":
                    new.insert(index, replace(row, title="Renamed"))
    for index in draw(st.lists(st.integers(0, 600), max_size=1)):
        new.insert(index, SESSIONS[599])
    return old, tuple(new)


@given(changes())
def test_continuing_is_beginning_with_the_same_sessions(rows: tuple[Rows, Rows]) -> None:
    old, new = rows
    ids = [[row.session_id for row in some] for some in (old, new)]
    assert _continues(old, new) == (ids[1][: len(old)] == ids[0])


@given(changes())
def test_the_old_order_has_the_new_rows(rows: tuple[Rows, Rows]) -> None:
    old, new = rows
    by_id = {row.session_id: row for row in new}
    assert _in_order_of(old, new) == tuple(by_id[row.session_id] for row in old if row.session_id in by_id)


@given(changes(), st.integers(-1, 600), st.integers(0, 599))
def test_a_session_is_found_wherever_it_was_expected(rows: tuple[Rows, Rows], hint: int, number: int) -> None:
    view = SessionList()
    view._rows = rows[1]
    ids = [row.session_id for row in rows[1]]
    assert view._index(f"s{number}", hint) == (ids.index(f"s{number}") if f"s{number}" in ids else None)
