"""Questions of sessions that are not open: the same rules as in an open one, fed by snapshots alone."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attention import AttentionState
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers import elicitation

_KEPT_SNOOZES = 500
T = TypeVar("T")


def arrived(state: State, event: client.AsksArrived) -> State:
    """Make a session's questions those of its snapshot."""
    attention, session_id = state.attention, event.snapshot.id
    before = attention.asking.get(session_id, Conversation(session_id=session_id))
    after = elicitation.reconciled(before, event.snapshot, before.revision, event.at)
    entry = state.sessions.by_id.get(session_id)
    is_counted = entry is not None and entry.row.pending_elicitations_count > 0
    lost = attention.lost - {session_id}
    if not after.elicitations:
        asking = _without(attention.asking, session_id)
        # An answer that was just given leaves the count behind for a moment; a lost question leaves it for good.
        lost = lost | {session_id} if is_counted and not before.elicitations else lost
    else:
        asking = MappingProxyType({**attention.asking, session_id: after})
    failures = _without(attention.failures, session_id)
    return _with(state, replace(attention, asking=asking, lost=lost, failures=failures))


def failed(state: State, event: client.AsksFailed) -> State:
    """Remember why a session's questions are not known."""
    failures = MappingProxyType({**state.attention.failures, event.session_id: event.reason})
    return _with(state, replace(state.attention, failures=failures))


def left(state: State, event: client.AsksLeft) -> State:
    """Forget a session."""
    attention = state.attention
    return _with(
        state,
        replace(
            attention,
            asking=_without(attention.asking, event.session_id),
            failures=_without(attention.failures, event.session_id),
            lost=attention.lost - {event.session_id},
        ),
    )


def snoozed(state: State, event: client.AskSnoozed) -> State:
    """Put a question off."""
    known = {**state.attention.snoozed, event.elicitation_id: event.until}
    newest = dict(sorted(known.items(), key=lambda item: item[1])[-_KEPT_SNOOZES:])
    return _with(state, replace(state.attention, snoozed=MappingProxyType(newest)))


def answered(state: State, event: client.ElicitationAnswered | client.ElicitationAnswerFailed) -> State:
    """Remember the verdict on a question of a session that is not open, or that it did not get through."""
    known = state.attention.asking.get(event.session_id)
    if known is None:
        return state
    if isinstance(event, client.ElicitationAnswered):
        changed = elicitation.answered(known, event)
    else:
        changed = elicitation.answer_failed(known, event)
    asking = MappingProxyType({**state.attention.asking, event.session_id: changed})
    return _with(state, replace(state.attention, asking=asking))


def _with(state: State, attention: AttentionState) -> State:
    return state if attention == state.attention else replace(state, attention=attention)


def _without(known: Mapping[str, T], session_id: str) -> Mapping[str, T]:
    return MappingProxyType({key: value for key, value in known.items() if key != session_id})
