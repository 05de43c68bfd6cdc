"""A client below the network: feeds recorded events, losses and pages to the reducer as the live layer would."""

from collections.abc import Iterable

from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.items import Item
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.reducers import reduce
from omnigent_tui.state.reducers.stored_items import entries_of
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Gap,
    Notice,
    NoticeKind,
    Reasoning,
    ToolCall,
)
from omnigent_tui.values import replace
from omnigent_tui.wire.delta_merging import merge_deltas

SESSION = "5e5510" + "0" * 26
MOST_PAGES = 4


class Follower:
    """One session, followed. `page` is how many items the server gives at once."""

    def __init__(self, *, page: int = 1000) -> None:
        self.page = page
        self.now = 1_700_000_000.0
        self.state = State()
        self.reduce(client.SessionOpened(session_id=SESSION, at=self.now))
        self.open()

    @property
    def conversation(self) -> Conversation:
        """The conversation as it is now."""
        return self.state.conversations[SESSION]

    def reduce(self, event: client.ClientEvent) -> None:
        """Apply an event, and check what must hold after every one."""
        self.state = reduce(self.state, event)
        if SESSION in self.state.conversations:
            check_always(self.conversation)

    def open(self, epoch: str = "1-a") -> None:
        """The stream opens."""
        self.reduce(client.StreamConnecting(session_id=SESSION, at=self.now))
        self.reduce(client.StreamOpened(session_id=SESSION, epoch=epoch, at=self.now))

    def lose(self) -> None:
        """The stream breaks."""
        self.reduce(client.StreamLost(session_id=SESSION, reason="eof", retry_at=self.now, attempt=1, at=self.now))

    def feed(self, events: Iterable[ServerEvent]) -> None:
        """The stream brings events, each in a batch of its own."""
        for event in events:
            self.now += 0.01
            self.reduce(client.StreamEvents(session_id=SESSION, events=(event,), at=self.now))

    def feed_batch(self, events: Iterable[ServerEvent]) -> None:
        """The stream brings events in one batch, deltas joined as the wire joins them."""
        self.reduce(client.StreamEvents(session_id=SESSION, events=merge_deltas(events), at=self.now))

    def settle(self, stored: tuple[Item, ...], asked_at: int | None = None) -> None:
        """The newest of the stored items arrive, paged as `live.history.newest_items` does; asked for at a revision."""
        conversation = self.conversation
        known = conversation.stored_ids
        end = start = len(stored)
        for _ in range(MOST_PAGES):
            start = max(0, start - self.page)
            if not known or any(item.id in known for item in stored[start:end]):
                break
        self.reduce(
            client.NewestItemsArrived(
                session_id=SESSION,
                items=stored[start:end],
                has_more=start > 0,
                asked_at_revision=conversation.revision if asked_at is None else asked_at,
                at=self.now,
            )
        )

    def load_older(self, stored: tuple[Item, ...], size: int) -> None:
        """A page of `size` items before the oldest loaded one arrives."""
        oldest = self.conversation.oldest_item_id
        place = next((index for index, item in enumerate(stored) if item.id == oldest), None)
        if place is None or self.conversation.older is not History.MORE:
            return
        start = max(0, place - size)
        self.reduce(
            client.OlderItemsArrived(
                session_id=SESSION,
                items=stored[start:place],
                has_more=start > 0,
                before_item_id=str(oldest),
                at=self.now,
            )
        )

    def load_all(self, stored: tuple[Item, ...], size: int = 3) -> None:
        """Every older page arrives."""
        while self.conversation.older is History.MORE:
            before = self.conversation.oldest_item_id
            self.load_older(stored, size)
            assert (self.conversation.oldest_item_id, self.conversation.older) != (before, History.MORE)

    def snapshot(self, snapshot: SessionSnapshot, asked_at: int | None = None) -> None:
        """The snapshot arrives."""
        revision = self.conversation.revision if asked_at is None else asked_at
        self.reduce(
            client.SnapshotArrived(session_id=SESSION, snapshot=snapshot, asked_at_revision=revision, at=self.now)
        )


def check_always(conversation: Conversation) -> None:
    """What holds after every event: no key and no stored item is shown twice."""
    keys = [entry.key for entry in conversation.entries]
    assert len(keys) == len(set(keys)), f"keys twice: {sorted(key for key in keys if keys.count(key) > 1)}"
    ids = [item_id for entry in conversation.entries for item_id in entry.item_ids]
    assert len(ids) == len(set(ids)), "an item is shown twice"
    shown = {item_id for entry in conversation.history for item_id in entry.item_ids}
    assert shown == conversation.stored_ids


def check_settled(conversation: Conversation, stored: tuple[Item, ...]) -> None:
    """What holds after the last page: history is what the server has stored, and nothing stored is left over."""
    assert without_keys(stored_entries(conversation.history)) == without_keys(entries_of(stored))
    assert not stored_entries(conversation.live)
    assert not [entry for entry in conversation.entries if is_streaming(entry)]
    assert not conversation.stale_keys


def stored_entries(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that show stored items."""
    return tuple(entry for entry in entries if entry.item_ids)


def own_entries(conversation: Conversation) -> tuple[Entry, ...]:
    """The entries that only this client has: notices, and what the server did not keep."""
    return tuple(entry for entry in conversation.entries if not entry.item_ids)


def without_keys(entries: tuple[Entry, ...]) -> list[Entry]:
    """The entries, comparable across runs."""
    return [replace(entry, key="") for entry in entries]


def is_streaming(entry: Entry) -> bool:
    """Whether more of this may come."""
    return isinstance(entry, AssistantMessage | Reasoning) and entry.streaming


def words(entry: Entry) -> tuple[str, str]:
    """The kind of an entry, and what it says."""
    match entry:
        case ToolCall():
            return "ToolCall", entry.call_id
        case ErrorNotice():
            return "ErrorNotice", entry.code
        case Notice(kind=NoticeKind.APPROVAL):
            return "Notice", entry.text.partition(": ")[2]
        case Gap():
            return "Gap", ""
        case _:
            return type(entry).__name__, entry.text


def check_own_within(cut: Conversation, uncut: Conversation) -> None:
    """A cut may lose what only the stream told, and may leave a piece of it; it never adds anything."""
    whole = [words(entry) for entry in own_entries(uncut)]
    for entry in own_entries(cut):
        kind, text = words(entry)
        assert any(kind == other and text in said for other, said in whole), (kind, text)
