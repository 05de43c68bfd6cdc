"""Sends the outbox: each session's messages in order, each of them once, whatever happens to the connection."""

from omnigent_tui.live.backoff import REQUESTS
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.protocol.items import MessageItem
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.conversation import StreamPhase
from omnigent_tui.state.outbox import OutgoingMessage
from omnigent_tui.state.store import Store
from omnigent_tui.state.transcript import Delivery
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.events import post_message
from omnigent_tui.wire.endpoints.items import list_items
from omnigent_tui.wire.errors import (
    Malformed,
    NotJson,
    RateLimited,
    Rejected,
    ServerFault,
    Unreachable,
)

CHECKED_ITEMS = 100
CLOCK_SKEW_SECONDS = 300.0


class SessionOutbox:
    """`run` sends one session's queued messages until none is left."""

    def __init__(self, client: OmnigentClient, store: Store, session_id: str, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._session_id = session_id
        self._clock = clock
        self._skip_countdown = Wakeup()

    def retry_now(self) -> None:
        """Try again at once."""
        self._skip_countdown.wake()

    async def run(self) -> None:
        """Send what is queued, oldest first; a message that waits keeps those behind it waiting."""
        while (message := self._next()) is not None:
            await self._deliver(message)

    def _next(self) -> OutgoingMessage | None:
        waiting = (Delivery.QUEUED, Delivery.CHECKING)
        mine = (m for m in self._store.state.outbox if m.session_id == self._session_id)
        return next((m for m in mine if m.delivery in waiting), None)

    def _is_wanted(self, message: OutgoingMessage) -> bool:
        """Whether the message is still in the outbox (it may have been withdrawn, or found in history)."""
        return any(m.stable_id == message.stable_id for m in self._store.state.outbox)

    async def _deliver(self, message: OutgoingMessage) -> None:
        failures = 0
        outcome_unknown = message.delivery is Delivery.CHECKING
        while self._is_wanted(message):
            try:
                if outcome_unknown and await self._has_arrived(message):
                    self._dispatch(
                        client_event.MessageAccepted(
                            stable_id=message.stable_id, item_id=message.stable_id, at=self._clock.now()
                        )
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
                self._give_back(message, error.message)
                return
            failures += 1
            await self._wait(message, reason, failures, outcome_unknown=outcome_unknown)

    async def _post(self, message: OutgoingMessage) -> None:
        self._dispatch(client_event.MessageSending(stable_id=message.stable_id, at=self._clock.now()))
        ack = await post_message(self._client, self._session_id, message.text, stable_id=message.stable_id)
        if ack.denied:
            self._give_back(message, ack.reason or "A policy denied the message.")
            return
        self._dispatch(
            client_event.MessageAccepted(
                stable_id=message.stable_id, item_id=ack.item_id, pending_id=ack.pending_id, at=self._clock.now()
            )
        )

    async def _has_arrived(self, message: OutgoingMessage) -> bool:
        """Look for the message among the newest stored items: by id, and for servers that make up ids, by text."""
        page = await list_items(self._client, self._session_id, limit=CHECKED_ITEMS, order="desc")
        for item in page.rows:
            if item.id == message.stable_id:
                return True
            if (
                isinstance(item, MessageItem)
                and item.role == "user"
                and item.text == message.text
                and not self._is_shown_before(item.id, message)
                and (item.created_at or 0.0) >= message.queued_at - CLOCK_SKEW_SECONDS
            ):
                return True
        return False

    def _is_shown_before(self, item_id: str, message: OutgoingMessage) -> bool:
        """Whether the item was there when the message was written: then it is an older message of the same words."""
        conversation = self._store.state.conversations.get(self._session_id)
        if conversation is None:
            return False
        return any(
            item_id in entry.item_ids and (entry.created_at or 0.0) < int(message.queued_at)
            for entry in conversation.entries
        )

    def _give_back(self, message: OutgoingMessage, reason: str) -> None:
        self._dispatch(client_event.MessageReturned(stable_id=message.stable_id, reason=reason, at=self._clock.now()))

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
