"""Loads a part of history far from the newest one: around an item, and page by page at both of its ends."""

from omnigent_tui.live.clock import Clock
from omnigent_tui.live.history import items_around, newer_items, older_items
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state import intents
from omnigent_tui.state.conversation import History
from omnigent_tui.state.earlier import Earlier
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import StaleCursor, WireError

_GONE = "The session changed meanwhile."


class EarlierHistory:
    """Each method makes its requests and dispatches what came of them; none raises a WireError."""

    def __init__(self, client: OmnigentClient, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    def begin(self, intent: intents.LoadAround) -> bool:
        """Say that the item is wanted, whatever failed before; return whether it has to be fetched."""
        session_id, item_id = intent.session_id, intent.item_id
        conversation = self._store.state.conversations.get(session_id)
        if conversation is None or item_id in conversation.loaded_ids:
            return False
        self._dispatch(client_event.EarlierRequested(session_id=session_id, item_id=item_id, at=self._clock.now()))
        return True

    async def load_around(self, intent: intents.LoadAround) -> None:
        """Fetch an item and what is around it, unless it is loaded."""
        session_id, item_id = intent.session_id, intent.item_id
        if not self.begin(intent):
            return
        try:
            items, has_older, has_newer = await items_around(self._client, session_id, item_id)
        except WireError as error:
            self._dispatch(
                client_event.EarlierFailed(
                    session_id=session_id, item_id=item_id, reason=_reason(error), at=self._clock.now()
                )
            )
            return
        self._dispatch(
            client_event.EarlierArrived(
                session_id=session_id,
                item_id=item_id,
                items=items,
                has_older=has_older,
                has_newer=has_newer,
                at=self._clock.now(),
            )
        )

    def page_name(self, intent: intents.LoadEarlierPage) -> str:
        """Return a name for the request: the same while the part ends where it does."""
        block = self._block(intent.session_id)
        cursor = block.cursor(newer=intent.newer) if block is not None else ""
        return f"earlier page:{intent.session_id}:{intent.newer}:{cursor}"

    async def load_page(self, session_id: str, *, newer: bool) -> None:
        """Fetch the page at one end, unless there is none or it is on its way."""
        block = self._block(session_id)
        if block is None or (block.newer if newer else block.older) not in (History.MORE, History.FAILED):
            return
        cursor = block.cursor(newer=newer)
        self._dispatch(
            client_event.EarlierPageRequested(session_id=session_id, newer=newer, cursor=cursor, at=self._clock.now())
        )
        try:
            items, has_more = await (newer_items if newer else older_items)(self._client, session_id, cursor)
        except WireError as error:
            self._dispatch(
                client_event.EarlierPageFailed(
                    session_id=session_id, newer=newer, cursor=cursor, reason=_reason(error), at=self._clock.now()
                )
            )
            return
        self._dispatch(
            client_event.EarlierPageArrived(
                session_id=session_id,
                newer=newer,
                cursor=cursor,
                items=items,
                has_more=has_more,
                at=self._clock.now(),
            )
        )

    def _block(self, session_id: str) -> Earlier | None:
        conversation = self._store.state.conversations.get(session_id)
        return conversation.earlier if conversation is not None else None

    def _dispatch(self, event: client_event.ClientEvent) -> None:
        self._store.dispatch(event)


def _reason(error: WireError) -> str:
    return _GONE if isinstance(error, StaleCursor) else error.message
