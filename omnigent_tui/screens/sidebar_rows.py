"""The sidebar's rows, made again only where something in them changed: lists have thousands of them."""

from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import SidebarRow
from omnigent_tui.state.children import child_rows
from omnigent_tui.state.selectors import sidebar_row
from omnigent_tui.state.sessions import SessionEntry, SessionListState


class SidebarRows:
    """Remembers rows by what they were made of; `rows` returns the same tuple while nothing changed."""

    def __init__(self) -> None:
        self._sessions: SessionListState | None = None
        self._small: tuple[object, ...] = ()
        self._rows: tuple[SidebarRow, ...] = ()
        self._by_id: dict[str, tuple[SessionEntry, bool, SidebarRow]] = {}
        self._launched: frozenset[str] = frozenset()

    def rows(self, state: State, drafts: frozenset[str]) -> tuple[SidebarRow, ...]:
        """Return the rows in order; `drafts` are the sessions with unsent text."""
        small = (drafts, state.launches, state.outbox, *self._of_conversations(state))
        if state.sessions is self._sessions and small == self._small:
            return self._rows
        self._sessions, self._small = state.sessions, small
        known, self._by_id = self._by_id, {}
        launched = self._launched | state.launches.keys()
        self._launched = frozenset(state.launches)
        rows = []
        for session_id in state.sessions.order:
            entry, has_draft = state.sessions.by_id[session_id], session_id in drafts
            found = known.get(session_id)
            is_plain = session_id not in state.conversations and session_id not in launched
            if found and found[0] is entry and found[1] is has_draft and is_plain:
                row = found[2]
            else:
                row = sidebar_row(state, entry, drafts)
                if found and found[2] == row:
                    row = found[2]
            self._by_id[session_id] = entry, has_draft, row
            rows.append(row)
            if session_id in state.conversations:
                rows += child_rows(state, row, drafts)
        if len(rows) != len(self._rows) or any(map(_is_other, rows, self._rows)):
            self._rows = tuple(rows)
        return self._rows

    @staticmethod
    def _of_conversations(state: State) -> list[object]:
        parts: list[object] = []
        for session_id, conversation in state.conversations.items():
            connected = bool(conversation.stream.connections)
            open_questions = sum(pending.answered is None for pending in conversation.elicitations.values())
            parts += [session_id, conversation.children, connected, conversation.turn.stopping_since, open_questions]
        return parts


def _is_other(new: SidebarRow, old: SidebarRow) -> bool:
    """Whether a row changed; those of sub-agents are made anew every time, the others only when they change."""
    return new is not old and (new.depth == 0 or new != old)
