"""Questions of sessions that are not open: the same rules as in an open one, fed by snapshots alone."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attention import AttentionState, Peek
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers import elicitation
from omnigent_tui.state.reducers.stored_items import entries_of
from omnigent_tui.values import replace

_KEPT_SNOOZES = 500
T = TypeVar("T")
PeekEvent = client.PeekRequested | client.PeekArrived | client.PeekFailed | client.PeekLeft


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


def as_opened(state: State, session_id: str) -> Conversation:
    """Return the conversation a session is opened with: its questions are known already, and since when they wait."""
    known = state.attention.asking.get(session_id)
    asks = known.elicitations.values() if known is not None else ()
    # Revisions count anew: every snapshot of the session that is asked for from now on speaks about them.
    kept = {pending.elicitation_id: replace(pending, seen_at_revision=0) for pending in asks}
    return Conversation(session_id=session_id, elicitations=MappingProxyType(kept))


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


def answered(state: State, event: elicitation.OwnAnswer) -> State:
    """Remember the verdict on a question of a session that is not open, or what became of it."""
    known = state.attention.asking.get(event.session_id)
    if known is None:
        return state
    changed = elicitation.answered_here(known, event)
    asking = MappingProxyType({**state.attention.asking, event.session_id: changed})
    return _with(state, replace(state.attention, asking=asking))


def peeked(state: State, event: PeekEvent) -> State:
    """Remember what is looked at without opening it; what comes for another session than that is dropped."""
    peek = state.attention.peek
    match event:
        case client.PeekRequested():
            is_same = peek is not None and peek.session_id == event.session_id
            changed = peek if is_same else Peek(event.session_id)
        case client.PeekLeft():
            changed = None
        case _ if peek is None or peek.session_id != event.session_id:
            return state
        case client.PeekArrived():
            changed = Peek(event.session_id, entries_of(event.items), is_read=True)
        case client.PeekFailed():
            changed = replace(peek, failure=event.reason)
    return _with(state, replace(state.attention, peek=changed))


def rule_made(state: State, event: client.RuleMade) -> State:
    """Keep the rule."""
    return replace(state, rules=(*state.rules, event.rule))


def rule_revoked(state: State, event: client.RuleRevoked) -> State:
    """Forget the rule."""
    rules = tuple(rule for rule in state.rules if rule.origin != event.origin)
    return state if len(rules) == len(state.rules) else replace(state, rules=rules)


def rule_used(state: State, event: client.RuleUsed) -> State:
    """Remember what the rule has answered."""
    rules = tuple(
        replace(rule, used_by=(*rule.used_by, event.elicitation_id)) if rule.origin == event.origin else rule
        for rule in state.rules
    )
    return replace(state, rules=rules)


def _with(state: State, attention: AttentionState) -> State:
    return state if attention == state.attention else replace(state, attention=attention)


def _without(known: Mapping[str, T], session_id: str) -> Mapping[str, T]:
    return MappingProxyType({key: value for key, value in known.items() if key != session_id})
