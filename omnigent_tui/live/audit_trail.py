"""Recording while the program runs: the audit log, the clock, and telling the person once when it cannot be written."""

from omnigent_tui.live.audit import AuditEntry, AuditLog, Result, RuleEvent
from omnigent_tui.live.clock import Clock
from omnigent_tui.state.approval_rules import SessionRule
from omnigent_tui.state.client_events import Announced
from omnigent_tui.state.store import Store


class AuditTrail:
    """Records as of now. An answer is given whether or not it can be recorded; that it was not is said."""

    def __init__(self, log: AuditLog, store: Store, clock: Clock) -> None:
        self._log = log
        self._store = store
        self._clock = clock
        self._complained = False

    def verdict(self, entry: AuditEntry, result: Result, detail: str = "") -> None:
        """Record what became of a verdict."""
        self._complain(self._log.verdict(entry, result, self._clock.now(), detail))

    def rule(self, event: RuleEvent, rule: SessionRule) -> None:
        """Record that a rule was made or revoked."""
        server = self._store.state.server.url
        self._complain(self._log.rule(event, server, rule.session_id, rule.words, self._clock.now()))

    def _complain(self, problem: str) -> None:
        if problem and not self._complained:
            self._complained = True
            self._store.dispatch(Announced(text=problem, severity="warning", at=self._clock.now()))
