"""The sidebar's rows, made again only where something in them changed: lists have thousands of them."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import SidebarRow
from omnigent_tui.state.children import child_rows
from omnigent_tui.state.selectors import sidebar_row
from omnigent_tui.state.sessions import SessionListState

_FEW = 50
"""Up to one row in so many is put in its place; otherwise all are put together again."""

Places = list[tuple[int, str]]


class SidebarRows:
    """Remembers the rows it made; `rows` returns the same tuple while nothing in them changed."""

    def __init__(self) -> None:
        self._sessions = SessionListState()
        self._small: tuple[object, ...] = ()
        self._rows: tuple[SidebarRow, ...] = ()
        self._drafts: frozenset[str] = frozenset()
        self._told_apart: AbstractSet[str] = frozenset()
        # One for each session in the list's order; sub-agents' are below some of them.
        self._tops: list[SidebarRow] = []
        self._below: list[SidebarRow] = []

    def rows(self, state: State, drafts: frozenset[str]) -> tuple[SidebarRow, ...]:
        """Return the rows in order; `drafts` are the sessions with unsent text."""
        small = (drafts, state.launches, state.outbox, *self._of_conversations(state))
        if state.sessions is self._sessions and small == self._small:
            return self._rows
        # Rows show more than their entries: of these sessions also what else is known.
        apart = {*state.conversations, *state.launches, *(message.session_id for message in state.outbox)}
        again = state.sessions.changed_since(self._sessions) | apart | self._told_apart
        again |= self._drafts ^ drafts
        is_done = len(again) * _FEW <= len(self._tops) and self._put_in_place(state, again, drafts)
        if not is_done:
            self._put_together(state, again, drafts)
        self._sessions, self._small = state.sessions, small
        self._drafts, self._told_apart = drafts, apart
        rows = self._with_children(state, drafts)
        if rows != self._rows:
            self._rows = rows
        return self._rows

    def row_of(self, session_id: str | None) -> SidebarRow | None:
        """Return a session's row among those that were returned last."""
        index = self._sessions.index(session_id) if session_id is not None else None
        if index is not None:
            return self._tops[index]
        return next((row for row in self._below if row.session_id == session_id), None)

    def _put_in_place(self, state: State, again: AbstractSet[str], drafts: frozenset[str]) -> bool:
        """Make these rows again, where they belong now; False when the others do not stand as they did."""
        taken, placed = _places(self._sessions, again), _places(state.sessions, again)
        if not _others_stay(self._sessions.order, state.sessions.order, taken, placed):
            return False
        known = {session_id: self._tops[index] for index, session_id in taken}
        for index, _ in reversed(taken):
            del self._tops[index]
        for index, session_id in placed:
            self._tops.insert(index, _row(state, session_id, drafts, known.get(session_id)))
        return True

    def _put_together(self, state: State, again: AbstractSet[str], drafts: frozenset[str]) -> None:
        known = dict(zip(self._sessions.order, self._tops, strict=True))
        self._tops = [
            known[session_id]
            if session_id in known and session_id not in again
            else _row(state, session_id, drafts, known.get(session_id))
            for session_id in state.sessions.order
        ]

    def _with_children(self, state: State, drafts: frozenset[str]) -> tuple[SidebarRow, ...]:
        self._below = []
        parents = [session_id for session_id, known in state.conversations.items() if known.children]
        rows = self._tops
        for index, _ in reversed(_places(state.sessions, parents)):
            below = child_rows(state, self._tops[index], drafts)
            rows = [*rows[: index + 1], *below, *rows[index + 1 :]]
            self._below += below
        return tuple(rows)

    @staticmethod
    def _of_conversations(state: State) -> list[object]:
        parts: list[object] = []
        for session_id, conversation in state.conversations.items():
            connected = bool(conversation.stream.connections)
            open_questions = sum(pending.answered is None for pending in conversation.elicitations.values())
            parts += [session_id, conversation.children, connected, conversation.turn.stopping_since, open_questions]
        return parts


def _others_stay(old: tuple[str, ...], new: tuple[str, ...], taken: Places, placed: Places) -> bool:
    """Whether `old` becomes `new` when those at some places are taken out, and put in at others."""
    if new is old:
        return taken == placed
    order = list(old)
    for index, _ in reversed(taken):
        del order[index]
    for index, session_id in placed:
        order.insert(index, session_id)
    return tuple(order) == new


def _places(sessions: SessionListState, session_ids: Iterable[str]) -> Places:
    """Return where those of these sessions stand that are shown, in order."""
    found = ((sessions.index(session_id), session_id) for session_id in session_ids)
    return sorted((index, session_id) for index, session_id in found if index is not None)


def _row(state: State, session_id: str, drafts: frozenset[str], known: SidebarRow | None) -> SidebarRow:
    """Return a session's row: the `known` one, if it says the same."""
    row = sidebar_row(state, state.sessions.by_id[session_id], drafts)
    return known if known == row and known is not None else row
