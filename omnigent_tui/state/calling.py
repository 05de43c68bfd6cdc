"""What the person is called for: questions and finished turns that are new and not on the screen. Pure."""

from typing import TYPE_CHECKING

from omnigent_tui.state.asked import summary
from omnigent_tui.state.attention import attention_queue, needs_answer
from omnigent_tui.state.sessions import SessionListState
from omnigent_tui.values import PartlyCompared, Value

if TYPE_CHECKING:
    from omnigent_tui.state.app_state import State

SETTLING_SECONDS = 8.0
"""What is found in so long after connecting waited before: it is counted, but nobody is called for it."""
_OVER = frozenset({"idle", "failed"})


class View(Value):
    """What the person can see: nothing (the default), the questions and turn of a session, or every question."""

    session_id: str | None = None
    every_question: bool = False


class Call(Value):
    """One reason to call: whose it is and what it is about, each one line."""

    who: str
    what: str


class Known(PartlyCompared, Value):
    """What was there when it was looked last: open questions by id, sessions with a running turn.

    `since` (Unix seconds) is when this server was looked at first; `sessions` are what `running` was read from.
    """

    beside = frozenset({"sessions"})

    server: str = ""
    since: float = 0.0
    asks: frozenset[str] = frozenset()
    running: frozenset[str] = frozenset()
    sessions: SessionListState = SessionListState()


def news(state: "State", now: float, known: Known, view: View, *, with_turns: bool) -> tuple[Known, tuple[Call, ...]]:
    """Return what is there now, and what of it the person is to be called for."""
    server = state.server.url if state.sessions.loaded_at is not None else ""
    is_same = server == known.server and server != ""
    since = known.since if is_same else now
    open_asks = [waiting for waiting in attention_queue(state, now) if needs_answer(waiting)]
    running = _running(state.sessions, known)
    seen = Known(server, since, frozenset(waiting.key for waiting in open_asks), running, state.sessions)
    if not is_same:
        return seen, ()
    calls: list[Call] = []
    for waiting in open_asks:
        pending = waiting.pending
        if pending is None or waiting.key in known.asks or pending.first_seen < since + SETTLING_SECONDS:
            continue
        if not _is_shown(state, view, waiting.key):
            calls.append(Call(waiting.title, summary(pending.request)))
    if with_turns:
        calls += _finished(state, known.running - running, view)
    return seen, tuple(calls)


def _running(sessions: SessionListState, known: Known) -> frozenset[str]:
    changed, entries = sessions.changed_since(known.sessions), sessions.by_id
    found = (k for k in changed if k in entries and entries[k].row.status not in _OVER)
    return (known.running - changed).union(found) if changed else known.running


def _is_shown(state: "State", view: View, elicitation_id: str) -> bool:
    if view.every_question:
        return True
    conversation = state.conversations.get(view.session_id or "")
    return conversation is not None and elicitation_id in conversation.elicitations


def _finished(state: "State", ended: frozenset[str], view: View) -> list[Call]:
    calls: list[Call] = []
    for session_id in sorted(ended):
        entry = state.sessions.by_id.get(session_id)
        # A sub-agent's turn is its parent's business, and a session that is gone nobody's.
        if entry is None or entry.row.parent_session_id or session_id == view.session_id:
            continue
        word = "failed" if entry.row.status == "failed" else "is done"
        calls.append(Call(entry.row.title or "Untitled", f"The turn {word}."))
    return calls
