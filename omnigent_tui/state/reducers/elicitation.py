"""Pending elicitations: events are hints, the snapshot is the truth, the elicitation id is the key."""

from collections.abc import Mapping
from types import MappingProxyType

from omnigent_tui.protocol.elicitations import ElicitationRequest, ElicitationResolved, parse_elicitation
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.client_events import (
    AnswerHeld,
    AnswerTakenBack,
    ElicitationAnswered,
    ElicitationAnswerFailed,
)
from omnigent_tui.state.conversation import Conversation, PendingElicitation
from omnigent_tui.state.notices import Verdict
from omnigent_tui.state.reducers.live_region import noticed
from omnigent_tui.state.transcript import NoticeKind
from omnigent_tui.values import replace

_ANSWER_GRACE_SECONDS = 10.0
"""How long after an answer a snapshot that still lists the question may simply be too old."""
_VERDICTS = {"accept": "Approved", "decline": "Declined", "cancel": "Dismissed"}
_WITHDRAWN = "withdrawn"
_WITHOUT_VERDICT = {
    "unanswered": "Nobody answered in time",
    _WITHDRAWN: "No longer asked (answered elsewhere, or withdrawn)",
}
OwnAnswer = ElicitationAnswered | ElicitationAnswerFailed | AnswerHeld | AnswerTakenBack
"""What this client does about a question."""


def requested(conversation: Conversation, event: ElicitationRequest, at: float) -> Conversation:
    """Add the question, unless it was resolved before it arrived; a known id is not added twice.

    A question that was shown and then resolved without a verdict may come again: whoever asked has come back.
    """
    if event.elicitation_id in conversation.resolved_elicitations:
        if event.elicitation_id not in conversation.revivable_elicitations:
            return conversation
        conversation = _forgetting(conversation, event.elicitation_id)
    known = conversation.elicitations.get(event.elicitation_id)
    if known is not None:
        return _with(conversation, replace(known, request=event))
    pending = PendingElicitation(
        request=event,
        session_id=event.params.target_session_id or conversation.session_id,
        first_seen=at,
        seen_at_revision=conversation.revision + 1,
    )
    return replace(_with(conversation, pending), revision=conversation.revision + 1)


def resolved(conversation: Conversation, event: ElicitationResolved, at: float) -> Conversation:
    """Take the question away and say how it was decided; arrives up to three times, even for unknown ids."""
    elicitation_id = event.elicitation_id
    known = conversation.elicitations.get(elicitation_id)
    if known is None:
        return _resolved_again(conversation, event)
    action = event.action or known.answered
    revision = conversation.revision + 1
    done = MappingProxyType({**conversation.resolved_elicitations, elicitation_id: revision})
    rest = {k: v for k, v in conversation.elicitations.items() if k != elicitation_id}
    changed = replace(
        conversation,
        revision=revision,
        resolved_elicitations=done,
        revivable_elicitations=conversation.revivable_elicitations | (set() if action else {elicitation_id}),
        elicitations=MappingProxyType(rest),
        verdicts=_told(conversation, event),
    )
    verdict = _VERDICTS.get(action or "", "") or _WITHOUT_VERDICT.get(event.reason or "", "Resolved elsewhere")
    if event.reason == "unanswered":
        verdict = _WITHOUT_VERDICT["unanswered"]
    message = known.request.params.message.split("\n", 1)[0]
    detail = known.request.params.content_preview or ""
    text = f"{verdict}: {message}" if message else verdict
    key = f"approval/{event.elicitation_id}"
    subject = Verdict(action or "")
    return noticed(changed, NoticeKind.APPROVAL, text, at=at, detail=detail, key=key, about=subject)


def _resolved_again(conversation: Conversation, event: ElicitationResolved) -> Conversation:
    """A verdict on a question that is not shown: it was resolved before, or the verdict came first."""
    is_final = event.action is not None and event.elicitation_id in conversation.revivable_elicitations
    if is_final:
        revivable = conversation.revivable_elicitations - {event.elicitation_id}
        conversation = replace(conversation, revivable_elicitations=revivable)
    if event.elicitation_id in conversation.resolved_elicitations:
        return conversation
    revision = conversation.revision + 1
    done = MappingProxyType({**conversation.resolved_elicitations, event.elicitation_id: revision})
    verdicts = _told(conversation, event)
    return replace(conversation, revision=revision, resolved_elicitations=done, verdicts=verdicts)


def _told(conversation: Conversation, event: ElicitationResolved) -> Mapping[str, str]:
    """Return the verdicts the server told, this one too if it is one."""
    if event.action is None or conversation.verdicts.get(event.elicitation_id) == event.action:
        return conversation.verdicts
    return MappingProxyType({**conversation.verdicts, event.elicitation_id: event.action})


def _forgetting(conversation: Conversation, elicitation_id: str) -> Conversation:
    """Return the conversation as if the question had never been resolved."""
    done = {k: v for k, v in conversation.resolved_elicitations.items() if k != elicitation_id}
    return replace(
        conversation,
        resolved_elicitations=MappingProxyType(done),
        revivable_elicitations=conversation.revivable_elicitations - {elicitation_id},
    )


def reconciled(conversation: Conversation, snapshot: SessionSnapshot, asked_at: int, at: float) -> Conversation:
    """Make the pending questions those of the snapshot, but for what came after it was asked for."""
    listed: dict[str, ElicitationRequest] = {}
    for data in snapshot.pending_elicitations:
        request = parse_elicitation(data)
        if request is not None:
            listed[request.elicitation_id] = request
    changed = conversation
    for elicitation_id, resolved_at in conversation.resolved_elicitations.items():
        if elicitation_id in listed and resolved_at <= asked_at:
            changed = _forgetting(changed, elicitation_id)
    for pending in tuple(changed.elicitations.values()):
        if pending.elicitation_id not in listed and pending.seen_at_revision <= asked_at:
            changed = resolved(changed, _gone(pending.elicitation_id), at)
    for request in listed.values():
        changed = _asked_still(requested(changed, request, at), request.elicitation_id, at)
    return changed


def _gone(elicitation_id: str) -> ElicitationResolved:
    return ElicitationResolved(type="response.elicitation_resolved", elicitation_id=elicitation_id, reason=_WITHDRAWN)


def _asked_still(conversation: Conversation, elicitation_id: str, at: float) -> Conversation:
    """Open a question again that was answered a while ago and is still asked: the answer did not count."""
    known = conversation.elicitations.get(elicitation_id)
    if known is None or known.answered_at is None or at - known.answered_at < _ANSWER_GRACE_SECONDS:
        return conversation
    failed = f"“{known.answered}” was sent, but the server still asks."
    return _with(conversation, replace(known, answered=None, answered_at=None, failed=failed))


def answered_here(conversation: Conversation, event: OwnAnswer) -> Conversation:
    """Remember the verdict this client sent until the server confirms it, or that it was held back, or failed."""
    known = conversation.elicitations.get(event.elicitation_id)
    if known is None:
        return conversation
    match event:
        case ElicitationAnswered():
            changed = replace(known, answered=event.action, answered_at=event.at, failed=None, held_until=None)
        case AnswerHeld():
            changed = replace(known, held_until=event.until, failed=None)
        case AnswerTakenBack():
            changed = replace(known, held_until=None)
        case ElicitationAnswerFailed():
            failed = f"The answer did not reach the server: {event.reason}"
            changed = replace(known, answered=None, answered_at=None, failed=failed, held_until=None)
    return _with(conversation, changed)


def _with(conversation: Conversation, pending: PendingElicitation) -> Conversation:
    if conversation.elicitations.get(pending.elicitation_id) == pending:
        return conversation
    elicitations: Mapping[str, PendingElicitation] = MappingProxyType(
        {**conversation.elicitations, pending.elicitation_id: pending}
    )
    return replace(conversation, elicitations=elicitations)
