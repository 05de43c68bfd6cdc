"""Changing a little of a long list comes to the same as making all of it anew."""

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.state import client_events as client
from omnigent_tui.state.calling import Known, View, news
from omnigent_tui.state.differences import changed_keys, differing
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.sessions import SessionListState
from omnigent_tui.values import replace
from tests.state.list_stories import CHANGES, MANY, long_list, sort_key
from tests.state.makers import NOW

LONG_LIST = long_list()


def changed_between(old: SessionListState, new: SessionListState) -> set[str]:
    """All that is another object, found by looking at everything."""
    return {k for k in old.by_id.keys() | new.by_id.keys() if old.by_id.get(k) is not new.by_id.get(k)}


@given(st.lists(CHANGES, min_size=1, max_size=12))
def test_the_order_is_the_one_that_sorting_everything_gives(story: list[client.ClientEvent]) -> None:
    state = LONG_LIST
    for event in story:
        before, state = state, reduce(state, event)
        rows = [entry.row for entry in state.sessions.by_id.values()]
        shown = [row for row in rows if not row.archived and not row.parent_session_id]
        order = tuple(row.id for row in sorted(shown, key=sort_key, reverse=True))
        assert state.sessions.order == order
        places = {session_id: index for index, session_id in enumerate(order)}
        assert all(state.sessions.index(row.id) == places.get(row.id) for row in rows)
        assert state.sessions.changed_since(before.sessions) >= changed_between(before.sessions, state.sessions)


@given(st.lists(CHANGES, min_size=1, max_size=24), st.data())
def test_what_changed_is_told_however_long_ago_it_was_looked(
    story: list[client.ClientEvent], data: st.DataObject
) -> None:
    states = [LONG_LIST]
    for event in story:
        states.append(reduce(states[-1], event))
    first, last = data.draw(st.tuples(st.integers(0, len(story)), st.integers(0, len(story))))
    old, new = states[first].sessions, states[last].sessions
    assert new.changed_since(old) >= changed_between(old, new)


@given(st.lists(CHANGES, min_size=1, max_size=12), st.sets(st.integers(0, 11)))
def test_running_turns_are_those_that_looking_at_everything_finds(
    story: list[client.ClientEvent], looked_after: set[int]
) -> None:
    state, known = LONG_LIST, Known()
    for number, event in enumerate(story):
        state = reduce(state, event)
        if number in looked_after:
            known, _ = news(state, NOW, known, View(), with_turns=True)
            by_id = state.sessions.by_id
            assert known.running == {key for key in by_id if by_id[key].row.status not in {"idle", "failed"}}


def test_one_changed_row_is_told_alone_and_keeps_the_order() -> None:
    before = LONG_LIST.sessions
    session_id = before.order[MANY // 2]
    renamed = reduce(LONG_LIST, client.SessionRenamed(session_id=session_id, title="New", at=NOW)).sessions
    assert renamed.order is before.order
    assert renamed.changed_since(before) == {session_id}
    assert before.changed_since(renamed) == {session_id}


def test_lists_made_from_one_another_in_two_ways_differ_in_both_changes() -> None:
    one, other = LONG_LIST.sessions.order[3:5]
    left = reduce(LONG_LIST, client.SessionRenamed(session_id=one, title="New", at=NOW)).sessions
    right = reduce(LONG_LIST, client.SessionRenamed(session_id=other, title="New", at=NOW)).sessions
    assert left.changed_since(right) == {one, other}


def test_entries_that_no_reducer_put_there_are_told_all_the_same() -> None:
    before = LONG_LIST.sessions
    one, other = before.order[3:5]
    renamed = reduce(LONG_LIST, client.SessionRenamed(session_id=one, title="New", at=NOW)).sessions
    entries = renamed.by_id | {other: replace(renamed.by_id[other], host_version="2")}
    assert replace(renamed, by_id=MappingProxyType(entries)).changed_since(before) == {one, other}


class _Thing:
    """Something that is nothing but itself."""


THINGS = [_Thing() for _ in range(4)]


@given(st.data())
def test_differing_positions_and_keys_are_all_found(data: st.DataObject) -> None:
    base = [THINGS[0]] * data.draw(st.sampled_from([0, 1, 255, 256, 600]))
    changes = data.draw(st.dictionaries(st.integers(0, 599), st.sampled_from(THINGS), max_size=5))
    other = [changes.get(index, thing) for index, thing in enumerate(base)]
    other += [THINGS[1]] * data.draw(st.integers(0, 2))
    assert list(differing(base, other)) == [i for i, thing in enumerate(base) if thing is not other[i]]
    old = {str(index): thing for index, thing in enumerate(base)}
    new = {str(index): thing for index, thing in enumerate(other)}
    for index in data.draw(st.sets(st.integers(0, 599), max_size=3)):
        new.pop(str(index), None)
    if data.draw(st.booleans()):
        new = dict(reversed(new.items()))
    expected = {key for key in old.keys() | new.keys() if old.get(key) is not new.get(key)}
    assert changed_keys(MappingProxyType(old), MappingProxyType(new)) == expected
