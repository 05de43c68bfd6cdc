"""Keeps one conversation true to the server: snapshot and newest items after every gap and every turn."""

import asyncio

from omnigent_tui.live.backoff import REQUESTS
from omnigent_tui.live.clock import Clock
from omnigent_tui.live.history import newest_items
from omnigent_tui.live.wakeup import Wakeup
from omnigent_tui.protocol.items import Item
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.conversation import Conversation, StreamPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.sessions import get_session, list_child_sessions
from omnigent_tui.wire.errors import NotFound, WireError

SAFETY_SECONDS = 60.0
"""An event may be lost without anybody noticing: ask again once in a while, as long as the session is followed."""
MOST_CHILDREN = 100
"""So many sub-agents are asked for; the stream tells of any later one."""
BUSY_SECONDS = 0.25
"""While events still arrive a page is out of date at once; wait this long between two pages."""


class Reconciler:
    """Waits for `wake` (or SAFETY_SECONDS), then asks the server and dispatches what it says."""

    def __init__(self, client: OmnigentClient, store: Store, session_id: str, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._session_id = session_id
        self._clock = clock
        self._wakeup = Wakeup()
        self._failures = 0
        self._is_asking = False

    def wake(self) -> None:
        """Ask as soon as possible."""
        self._wakeup.wake()

    def wake_if_needed(self) -> None:
        """Ask if the conversation says that something must be settled; a round under way looks for itself."""
        conversation = self._conversation()
        if conversation is not None and conversation.needs_settling and not self._is_asking:
            self._wakeup.wake()

    async def run(self) -> None:
        """Reconcile until cancelled."""
        while True:
            await self._wakeup.wait(self._patience())
            self._is_asking = True
            try:
                await self._until_settled()
            finally:
                self._is_asking = False

    def _patience(self) -> float:
        if self._failures:
            return REQUESTS.delay(self._failures, self._clock.jitter())
        return SAFETY_SECONDS

    async def _until_settled(self) -> None:
        while await self.once():
            conversation = self._conversation()
            if conversation is None or not conversation.needs_settling:
                return
            await self._clock.sleep(BUSY_SECONDS)

    async def once(self) -> bool:
        """Ask for the snapshot and the newest items; False when the server could not be asked."""
        conversation = self._conversation()
        if conversation is None:
            return False
        failed: WireError | None = None
        try:
            async with asyncio.TaskGroup() as calls:
                calls.create_task(self._snapshot(conversation.revision))
                calls.create_task(self._items(conversation))
                if conversation.snapshot is None or conversation.children:
                    calls.create_task(self._children(conversation.revision))
        except* WireError as errors:
            failed = next(error for error in errors.exceptions if isinstance(error, WireError))
        if failed is None:
            self._failures = 0
            return True
        self._failures += 1
        self._failed(failed)
        return False

    async def _snapshot(self, asked_at: int) -> None:
        snapshot = await get_session(self._client, self._session_id, include_items=False)
        now = self._clock.now()
        arrived = client_event.SnapshotArrived(
            session_id=self._session_id, snapshot=snapshot, asked_at_revision=asked_at, at=now
        )
        row = SessionRow.model_validate(snapshot.model_dump(include=set(SessionRow.model_fields)))
        row = row.model_copy(update={"pending_elicitations_count": len(snapshot.pending_elicitations)})
        listed = self._store.state.sessions.by_id.get(self._session_id)
        if listed is not None:
            # The list orders itself by its own pages: two sources of one time would let rows change places for ever.
            row = row.model_copy(update={"updated_at": listed.row.updated_at})
        self._store.dispatch(arrived)
        conversation = self._conversation()
        if conversation is not None and conversation.status_revision <= asked_at:
            # The stream has told no later status: the list may believe this one.
            self._store.dispatch(client_event.SessionRowsChanged(rows=(row,), at=now))

    async def _items(self, conversation: Conversation) -> None:
        items: tuple[Item, ...]
        items, has_more = await newest_items(self._client, self._session_id, conversation.stored_ids)
        self._store.dispatch(
            client_event.NewestItemsArrived(
                session_id=self._session_id,
                items=items,
                has_more=has_more,
                asked_at_revision=conversation.revision,
                at=self._clock.now(),
            )
        )

    async def _children(self, asked_at: int) -> None:
        """Best effort: the stream tells of sub-agents too, and a server may not have this list."""
        try:
            page = await list_child_sessions(self._client, self._session_id, limit=MOST_CHILDREN)
        except WireError:
            return
        self._store.dispatch(
            client_event.ChildrenArrived(
                session_id=self._session_id, children=page.rows, asked_at_revision=asked_at, at=self._clock.now()
            )
        )

    def _failed(self, error: WireError) -> None:
        conversation = self._conversation()
        if conversation is None:
            return
        is_down = conversation.stream.phase in (StreamPhase.WAITING, StreamPhase.CONNECTING)
        if is_down and not isinstance(error, NotFound):
            return  # the banner says already that the server cannot be reached, and the stream wakes us
        self._store.dispatch(
            client_event.ConversationFailed(session_id=self._session_id, reason=error.message, at=self._clock.now())
        )

    def _conversation(self) -> Conversation | None:
        return self._store.state.conversations.get(self._session_id)
