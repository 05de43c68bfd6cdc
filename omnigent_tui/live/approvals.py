"""Answers questions: holds an accept back for as long as it may be undone, sends it, and waits for the evidence."""

import asyncio
from collections.abc import Callable

from omnigent_tui.live.audit import AuditEntry, AuditLog, Result, entry_of
from omnigent_tui.live.audit_trail import AuditTrail
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.session_rules import SessionRules
from omnigent_tui.live.supervisor import Supervisor, Work
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.protocol.elicitations import ElicitationRequest
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.asked import summary
from omnigent_tui.state.attention import find_pending
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.store import Store
from omnigent_tui.values import Value
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints import elicitations
from omnigent_tui.wire.errors import WireError

EVIDENCE_SECONDS = 10.0
"""How long an answer may go without evidence before it is recorded as not confirmed."""


class ApprovalOptions(Value):
    """What the user set: `undo_seconds` an accept is held back (0: not), whether rules may be made, what records."""

    undo_seconds: float = 0.0
    session_rules: bool = False
    audit: AuditLog = AuditLog(None)


class Approvals:
    """One per connected server. `check` reads a session's questions again."""

    def __init__(
        self,
        client: OmnigentClient,
        store: Store,
        clock: Clock,
        tasks: Supervisor,
        options: ApprovalOptions,
        check: Callable[[str], None],
    ) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._undo_seconds = options.undo_seconds
        self._check = check
        self._trail = AuditTrail(options.audit, store, clock)
        self._rules = SessionRules(store, clock, self._trail, self.perform)
        self._may_make_rules = options.session_rules
        self._held: dict[str, Wakeup] = {}

    async def follow_rules(self) -> None:
        """Answer what the user's rules are about, until cancelled."""
        await self._rules.follow()

    def perform(self, intent: intents.ApprovalIntent) -> None:
        """Begin what the intent asks for; returns at once."""
        match intent:
            case intents.AnswerElicitation(elicitation_id=elicitation_id):
                self._once(f"answer:{elicitation_id}", lambda: self._answer(intent))
            case intents.AnswerAlike(answers=answers) if answers:
                self._once(f"answers:{answers[0].elicitation_id}", lambda: self._answer_alike(answers))
            case intents.TakeBackAnswer(elicitation_id=elicitation_id):
                if elicitation_id in self._held:
                    self._held[elicitation_id].wake()
            case intents.AllowInSession(answer=answer):
                if self._may_make_rules and self._rules.allow(answer):
                    self.perform(answer)
            case intents.RevokeRule(origin=origin):
                self._rules.revoke(origin)
            case intents.CheckElicitations(session_id=session_id):
                self._check(session_id)

    def _once(self, name: str, work: Work) -> None:
        self._tasks.start(name, work, restart=False)

    # -- answers ------------------------------------------------------------------------------------------------

    async def _answer(self, intent: intents.AnswerElicitation) -> None:
        if await self._may_go(intent):
            await self._send(intent)

    async def _answer_alike(self, answers: tuple[intents.AnswerElicitation, ...]) -> None:
        go = await asyncio.gather(*(self._may_go(answer) for answer in answers))
        for answer, may in zip(answers, go, strict=True):
            if may:
                await self._send(answer)

    async def _may_go(self, intent: intents.AnswerElicitation) -> bool:
        """Hold an accept back for as long as the user set; false if it was taken back meanwhile."""
        pending = self._pending(intent)
        seconds = self._undo_seconds
        if pending is None or intent.action != "accept" or intent.by == "rule" or seconds <= 0:
            return True
        session_id, elicitation_id = intent.conversation_id, intent.elicitation_id
        until = self._clock.now() + seconds
        held = self._held[elicitation_id] = Wakeup()
        self._dispatch(
            client_event.AnswerHeld(
                session_id=session_id, elicitation_id=elicitation_id, action="accept", until=until, at=self._now()
            )
        )
        is_over = False
        try:
            is_over = not await held.wait(seconds)
        finally:
            # Also when the program ends or goes to another server: what is held then is not sent.
            del self._held[elicitation_id]
            if not is_over:
                self._take_back(intent)
        return is_over and self._is_as_it_was(intent, pending.request)

    def _take_back(self, intent: intents.AnswerElicitation) -> None:
        self._dispatch(
            client_event.AnswerTakenBack(
                session_id=intent.conversation_id, elicitation_id=intent.elicitation_id, at=self._now()
            )
        )
        # A rule that was made with this answer goes with it.
        self._rules.revoke(intent.elicitation_id)

    def _is_as_it_was(self, intent: intents.AnswerElicitation, request: ElicitationRequest) -> bool:
        pending = self._pending(intent)
        if pending is None or pending.request == request:
            return True
        self._take_back(intent)
        self._say(f"Not sent: the question is another one now ({summary(pending.request, 80)}).")
        return False

    async def _send(self, intent: intents.AnswerElicitation) -> None:
        pending = self._pending(intent)
        if pending is None:
            self._say("Not sent: the question was answered elsewhere, or withdrawn.")
            return
        entry = entry_of(intent, pending.request, self._store.state.server.url)
        where, elicitation_id = intent.conversation_id, intent.elicitation_id
        self._dispatch(
            client_event.ElicitationAnswered(
                session_id=where, elicitation_id=elicitation_id, action=intent.action, at=self._now()
            )
        )
        try:
            await elicitations.resolve(
                self._client,
                intent.session_id,
                elicitation_id,
                intent.action,
                content=dict(intent.content) or None,
                meta=dict(intent.meta) or None,
            )
        except WireError as error:
            self._dispatch(
                client_event.ElicitationAnswerFailed(
                    session_id=where, elicitation_id=elicitation_id, reason=error.message, at=self._now()
                )
            )
            self._trail.verdict(entry, "failed", error.message)
        else:
            is_followed = where in self._store.state.conversations
            self._once(
                f"evidence:{elicitation_id}", lambda: self._wait_for_evidence(intent, entry, is_followed=is_followed)
            )
        self._check(where)

    # -- evidence -----------------------------------------------------------------------------------------------

    async def _wait_for_evidence(
        self, intent: intents.AnswerElicitation, entry: AuditEntry, *, is_followed: bool
    ) -> None:
        changed, result = Wakeup(), "unconfirmed"
        stop = self._store.listen(changed.wake)
        end = self._clock.monotonic() + EVIDENCE_SECONDS
        try:
            while (left := end - self._clock.monotonic()) > 0:
                found, detail = self._evidence(intent, is_followed=is_followed)
                if found != "unconfirmed":
                    result = found
                    self._trail.verdict(entry, found, detail)
                    return
                await changed.wait(left)
        finally:
            stop()
            if result == "unconfirmed":
                self._trail.verdict(entry, "unconfirmed")

    def _evidence(self, intent: intents.AnswerElicitation, *, is_followed: bool) -> tuple[Result, str]:
        """What the state knows of the answer by now; the same evidence that the card shows."""
        pending = self._pending(intent)
        if pending is not None:
            return ("failed", pending.failed or "") if pending.answered is None else ("unconfirmed", "")
        conversation = self._store.state.conversations.get(intent.conversation_id)
        if conversation is None:
            return ("unconfirmed", "") if is_followed else ("confirmed", "")
        told = conversation.verdicts.get(intent.elicitation_id, intent.action)
        return ("confirmed", "") if told == intent.action else ("failed", f"another verdict counted: {told}")

    # -- the state ----------------------------------------------------------------------------------------------

    def _pending(self, intent: intents.AnswerElicitation) -> PendingElicitation | None:
        return find_pending(self._store.state, intent.conversation_id, intent.elicitation_id)

    def _say(self, text: str) -> None:
        self._dispatch(client_event.Announced(text=text, severity="warning", at=self._now()))

    def _now(self) -> float:
        return self._clock.now()

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)
