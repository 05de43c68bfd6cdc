"""Sends the outbox: each session's messages in order, each of them once, whatever happens to the connection."""

from omnigent_tui.live.backoff import REQUESTS
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.message_content import content_blocks, shows, skill_arguments
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.protocol.acknowledgements import MessageAck
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.conversation import History, StreamPhase
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.events import post_message, post_skill
from omnigent_tui.wire.endpoints.items import list_items
from omnigent_tui.wire.errors import (
    Malformed,
    NotJson,
    RateLimited,
    Rejected,
    RunnerUnavailable,
    ServerFault,
    Unreachable,
)

CHECKED_ITEMS = 100
PASSING_CODES = frozenset({"wrong_replica"})
"""What a server says that was started a moment ago, until its runners have come back: nothing was taken, try again."""
PASSING_SECONDS = 60.0


class SessionOutbox:
    """`run` sends one session's queued messages until none is left."""

    def __init__(self, client: OmnigentClient, store: Store, session_id: str, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._session_id = session_id
        self._clock = clock
        self._skip_countdown = Wakeup()
        self._shown_before: dict[str, frozenset[str] | None] = {}
        self._taken: set[str] = set()
        self._ids_are_kept = False

    def retry_now(self) -> None:
        """Try again at once."""
        self._skip_countdown.wake()

    async def run(self) -> None:
        """Send what is queued, oldest first; a message that waits keeps those behind it waiting."""
        while (message := self._next()) is not None:
            await self._deliver(message)

    def _next(self) -> OutgoingMessage | None:
        # One that is being sent without us was left by a run that ended badly: nobody knows what became of it.
        waiting = (Delivery.QUEUED, Delivery.CHECKING, Delivery.SENDING)
        mine = (m for m in self._store.state.outbox if m.session_id == self._session_id and not m.is_held)
        return next((m for m in mine if m.delivery in waiting), None)

    def _is_wanted(self, message: OutgoingMessage) -> bool:
        """Whether the message is still in the outbox (it may have been withdrawn, or found in history)."""
        return any(m.stable_id == message.stable_id for m in self._store.state.outbox)

    async def _deliver(self, message: OutgoingMessage) -> None:
        failures = 0
        passing_since = 0.0
        outcome_unknown = message.delivery is not Delivery.QUEUED
        while self._is_wanted(message):
            try:
                if outcome_unknown and (item_id := await self._arrived_as(message)) is not None:
                    self._dispatch(
                        client_event.MessageAccepted(stable_id=message.stable_id, item_id=item_id, at=self._clock.now())
                    )
                    return
                outcome_unknown = False
                await self._post(message)
                return
            except Unreachable as error:
                outcome_unknown = outcome_unknown or error.maybe_delivered
                reason = error.message
            except RateLimited as error:
                reason = error.message
            except (ServerFault, NotJson, Malformed) as error:
                # Something between us and the server, or the server itself, failed after taking the request.
                outcome_unknown = True
                reason = error.message
                if failures >= 3:
                    self._give_back(message, reason)
                    return
            except Rejected as error:
                reason = error.message
                passing_since = passing_since or self._clock.now()
                if error.code not in PASSING_CODES or self._clock.now() - passing_since > PASSING_SECONDS:
                    self._give_back(message, reason, lacks_runner=isinstance(error, RunnerUnavailable))
                    return
            failures += 1
            await self._wait(message, reason, failures, outcome_unknown=outcome_unknown)

    async def _post(self, message: OutgoingMessage) -> None:
        self._shown_before.setdefault(message.stable_id, self._shown_ids())
        self._dispatch(client_event.MessageSending(stable_id=message.stable_id, at=self._clock.now()))
        ack = await self._posted(message)
        if ack.denied:
            self._give_back(message, ack.reason or "A policy denied the message.")
            return
        if ack.item_id is not None:
            if message.skill is None:
                self._ids_are_kept = ack.item_id == message.stable_id
            self._taken.add(ack.item_id)
        self._dispatch(
            client_event.MessageAccepted(
                stable_id=message.stable_id, item_id=ack.item_id, pending_id=ack.pending_id, at=self._clock.now()
            )
        )

    async def _posted(self, message: OutgoingMessage) -> MessageAck:
        if message.skill is not None:
            return await post_skill(self._client, self._session_id, message.skill, skill_arguments(message))
        return await post_message(
            self._client,
            self._session_id,
            content_blocks(message),
            stable_id=message.stable_id,
            model_override=message.model,
        )

    async def _arrived_as(self, message: OutgoingMessage) -> str | None:
        """Return the stored item of the message, if it is among the newest: by id, or for other servers by text.

        By text only what was not there before it was first sent counts, and no message taken for another one: people
        send the same words twice, and a message lost is worse than one sent twice.
        """
        page = await list_items(self._client, self._session_id, limit=CHECKED_ITEMS, order="desc")
        if any(item.id == message.stable_id for item in page.rows):
            return message.stable_id
        before = self._shown_before.get(message.stable_id)
        # A skill's run always has an id of the server's own.
        if before is None or (self._ids_are_kept and message.skill is None):
            return None
        for item in page.rows:
            if shows(item, message) and item.id not in before and item.id not in self._taken:
                self._taken.add(item.id)
                return item.id
        return None

    def _shown_ids(self) -> frozenset[str] | None:
        """The ids of the stored items that are known now; None when the history is not known."""
        conversation = self._store.state.conversations.get(self._session_id)
        if conversation is None or conversation.older is History.UNKNOWN:
            return None
        live = (item_id for entry in conversation.live for item_id in entry.item_ids)
        return conversation.stored_ids.union(live)

    def _give_back(self, message: OutgoingMessage, reason: str, *, lacks_runner: bool = False) -> None:
        self._dispatch(
            client_event.MessageReturned(
                stable_id=message.stable_id, reason=reason, lacks_runner=lacks_runner, at=self._clock.now()
            )
        )

    async def _wait(self, message: OutgoingMessage, reason: str, failures: int, *, outcome_unknown: bool) -> None:
        self._dispatch(
            client_event.MessageDelayed(
                stable_id=message.stable_id, reason=reason, outcome_unknown=outcome_unknown, at=self._clock.now()
            )
        )
        conversation = self._store.state.conversations.get(self._session_id)
        is_live = conversation is not None and conversation.stream.phase is StreamPhase.LIVE
        delay = REQUESTS.delay(min(failures, 3) if is_live else failures, self._clock.jitter())
        await self._skip_countdown.wait(delay)

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)
