"""Other entries in the session list: only what changed is put in its place, for the list may have thousands."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from omnigent_tui.state.sessions import SessionEntry, SessionListState, is_shown, place, position
from omnigent_tui.values import replace

_FEW = 50
"""Up to one in so many are moved one by one; otherwise everything is sorted."""


def with_entries(
    sessions: SessionListState, changed: Mapping[str, SessionEntry], gone: Iterable[str] = ()
) -> SessionListState:
    """Return the list with the `changed` entries and without those that are `gone`, most recently updated first."""
    by_id = sessions.by_id | changed
    left = {session_id for session_id in gone if by_id.pop(session_id, None) is not None}
    if not changed and not left:
        return sessions
    moved = [session_id for session_id, new in changed.items() if _is_moved(sessions.by_id.get(session_id), new)]
    order = _reordered(sessions, by_id, left.union(moved))
    entries = MappingProxyType(by_id)
    return replace(sessions, by_id=entries, order=order, steps=sessions.steps.on(entries, left.union(changed)))


def _is_moved(old: SessionEntry | None, new: SessionEntry) -> bool:
    if old is None or is_shown(old.row) != is_shown(new.row):
        return True
    return place(old.row) != place(new.row)


def _reordered(sessions: SessionListState, by_id: Mapping[str, SessionEntry], moved: set[str]) -> tuple[str, ...]:
    if not moved:
        return sessions.order
    if len(moved) * _FEW > len(by_id):
        return in_order(by_id)
    order = list(sessions.order)
    places = [index for index in map(sessions.index, moved) if index is not None]
    for index in sorted(places, reverse=True):
        del order[index]
    for session_id in moved:
        entry = by_id.get(session_id)
        if entry is not None and is_shown(entry.row):
            order.insert(position(order, by_id, entry.row), session_id)
    changed = tuple(order)
    return sessions.order if changed == sessions.order else changed


def in_order(by_id: Mapping[str, SessionEntry]) -> tuple[str, ...]:
    """Return the ids of the sessions that are shown, most recently updated first."""
    shown = (entry.row for entry in by_id.values() if is_shown(entry.row))
    return tuple(row.id for row in sorted(shown, key=place, reverse=True))
