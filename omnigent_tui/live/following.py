"""The sessions that are followed: their streams, their outboxes, and which of them is released first."""

from collections import OrderedDict

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.outbox import SessionOutbox
from omnigent_tui.live.session_feed import SessionFeed
from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.conversation import StreamPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient

FOLLOWED_SESSIONS = 6
"""So many sessions keep their streams: going back to one is instant. The oldest visited one is released first."""


class FollowedSessions:
    """Feeds and outboxes of one server by session id; they end with the supervisor's tasks."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock, tasks: Supervisor) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._feeds: OrderedDict[str, SessionFeed] = OrderedDict()
        self._outboxes: dict[str, SessionOutbox] = {}

    def open(self, session_id: str) -> None:
        """Follow this session, and release the one that was visited longest ago if they are too many."""
        if session_id not in self._feeds:
            self._feeds[session_id] = SessionFeed(self._client, self._store, session_id, self._clock)
        self._feeds.move_to_end(session_id)
        self._follow(session_id)
        self._release_oldest()

    def flush(self, session_id: str) -> None:
        """Send what waits in the session's outbox."""
        outbox = self._outboxes.setdefault(
            session_id, SessionOutbox(self._client, self._store, session_id, self._clock)
        )
        self._tasks.start(f"outbox:{session_id}", outbox.run)
        feed = self._feeds.get(session_id)
        if feed is not None:
            feed.resume()

    def retry_outboxes(self) -> None:
        """Have every outbox look again at what it may send."""
        for outbox in self._outboxes.values():
            outbox.retry_now()

    def reconcile(self, session_id: str) -> bool:
        """Read the snapshot again if this session is followed; false if it is not."""
        feed = self._feeds.get(session_id)
        if feed is not None:
            feed.reconciler.wake()
        return feed is not None

    def retry_now(self) -> None:
        """Reconnect and send at once."""
        for feed in self._feeds.values():
            feed.retry_now()
        self.retry_outboxes()

    def retry_waiting(self) -> None:
        """Reconnect at once where a countdown runs: the server can be reached again."""
        for session_id, feed in self._feeds.items():
            conversation = self._store.state.conversations.get(session_id)
            if conversation is not None and conversation.stream.phase is StreamPhase.WAITING:
                feed.retry_now()

    def recycle(self, reason: str) -> None:
        """Open every stream anew."""
        for feed in self._feeds.values():
            feed.recycle(reason)

    def _follow(self, session_id: str) -> None:
        feed = self._feeds[session_id]
        self._tasks.start(f"session feed:{session_id}", feed.run)
        feed.resume()

    def _release_oldest(self) -> None:
        unsent = {message.session_id for message in self._store.state.outbox}
        for session_id in tuple(self._feeds)[:-1]:
            if len(self._feeds) <= FOLLOWED_SESSIONS:
                return
            if session_id in unsent:
                continue
            del self._feeds[session_id]
            self._tasks.start(
                f"release:{session_id}",
                lambda gone=session_id: self._release(gone),  # type: ignore[misc]
                restart=False,
            )

    async def forget(self, session_id: str) -> None:
        """Follow this session no more: it is deleted."""
        self._feeds.pop(session_id, None)
        self._outboxes.pop(session_id, None)
        await self._tasks.stop(f"session feed:{session_id}")
        await self._tasks.stop(f"outbox:{session_id}")

    async def _release(self, session_id: str) -> None:
        await self._tasks.stop(f"session feed:{session_id}")
        if session_id in self._feeds:
            self._follow(session_id)  # opened again while its tasks were ending
        else:
            self._store.dispatch(client_event.ConversationReleased(session_id=session_id, at=self._clock.now()))
