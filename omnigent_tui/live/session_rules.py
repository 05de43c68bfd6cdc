"""The user's rules at work: making and revoking them, and answering what they are about as soon as it is asked."""

from collections.abc import Callable

from omnigent_tui.live.audit_trail import AuditTrail
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.approval_rules import all_pending, matching_rule, rule_for
from omnigent_tui.state.attention import find_pending
from omnigent_tui.state.intents import AnswerElicitation
from omnigent_tui.state.store import Store


class SessionRules:
    """`answer` performs the answers that rules give."""

    def __init__(
        self, store: Store, clock: Clock, trail: AuditTrail, answer: Callable[[AnswerElicitation], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._trail = trail
        self._answer = answer

    def allow(self, answer: AnswerElicitation) -> bool:
        """Make a rule of the question that `answer` accepts; says so and returns false when there can be none."""
        state, now = self._store.state, self._clock.now()
        pending = find_pending(state, answer.conversation_id, answer.elicitation_id)
        entry = state.sessions.by_id.get(answer.session_id)
        title = (entry.row.title if entry is not None else None) or answer.session_id
        rule = rule_for(state, pending, title, now) if pending is not None else None
        if rule is None:
            self._say("No rule was made: there is one already, or not all of this can be seen.", "warning")
            return False
        self._store.dispatch(client_event.RuleMade(rule=rule, at=now))
        self._trail.rule("made", rule)
        return True

    def revoke(self, origin: str) -> None:
        """Answer nothing by that rule any more; does nothing when there is none."""
        rule = next((rule for rule in self._store.state.rules if rule.origin == origin), None)
        if rule is not None:
            self._store.dispatch(client_event.RuleRevoked(origin=origin, at=self._clock.now()))
            self._trail.rule("revoked", rule)

    async def follow(self) -> None:
        """Answer what the rules are about, until cancelled."""
        changed = Wakeup()
        stop = self._store.listen(changed.wake)
        try:
            while True:
                self._apply()
                await changed.wait()
        finally:
            stop()

    def _apply(self) -> None:
        state = self._store.state
        if not state.rules:
            return
        # One question may be shown in several sessions: the last one that shows it counts, an open one before others.
        asked = {pending.elicitation_id: (where, pending) for where, pending in all_pending(state)}
        for elicitation_id, (where, pending) in asked.items():
            rule = matching_rule(state.rules, pending)
            if rule is None:
                continue
            self._store.dispatch(
                client_event.RuleUsed(origin=rule.origin, elicitation_id=elicitation_id, at=self._clock.now())
            )
            self._say(f"Allowed by your rule: {rule.words} ({rule.title})", "information")
            self._answer(AnswerElicitation(pending.session_id, where, elicitation_id, "accept", by="rule"))

    def _say(self, text: str, severity: str) -> None:
        self._store.dispatch(client_event.Announced(text=text, severity=severity, at=self._clock.now()))
