"""A session of any length, its pages as a server tells them, and somebody who reads far from its end."""

from dataclasses import dataclass

from omnigent_tui.protocol.items import Item
from omnigent_tui.state import client_events as client
from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import Entry
from tests.state.makers import NOW, SESSION, Teller
from tests.state.test_trimming import turn

AROUND, PAGE = 2, 5


@dataclass
class Server:
    """What is stored, and its pages as the server tells them."""

    items: list[Item]

    def index(self, item_id: str) -> int:
        return next(number for number, item in enumerate(self.items) if item.id == item_id)

    def newest(self, count: int, revision: int) -> client.ClientEvent:
        """At least that many items, from the beginning of a turn."""
        begin = max(0, len(self.items) - count)
        while begin and not self.items[begin].id.endswith("0" * 28):
            begin -= 1
        return client.NewestItemsArrived(
            session_id=SESSION,
            items=tuple(self.items[begin:]),
            has_more=begin > 0,
            asked_at_revision=revision,
            at=NOW,
        )

    def before(self, cursor: str, size: int = PAGE) -> client.ClientEvent:
        end = self.index(cursor)
        begin = max(0, end - size)
        return client.OlderItemsArrived(
            session_id=SESSION, items=tuple(self.items[begin:end]), has_more=begin > 0, before_item_id=cursor, at=NOW
        )

    def around(self, item_id: str) -> client.ClientEvent:
        at = self.index(item_id)
        begin, end = max(0, at - AROUND), at + AROUND + 1
        return client.EarlierArrived(
            session_id=SESSION,
            item_id=item_id,
            items=tuple(self.items[begin:end]),
            has_older=begin > 0,
            has_newer=end < len(self.items),
            at=NOW,
        )

    def beside(self, cursor: str, *, newer: bool, size: int = PAGE) -> client.ClientEvent:
        at = self.index(cursor)
        begin, end = (at + 1, at + 1 + size) if newer else (max(0, at - size), at)
        return client.EarlierPageArrived(
            session_id=SESSION,
            newer=newer,
            cursor=cursor,
            items=tuple(self.items[begin:end]),
            has_more=end < len(self.items) if newer else begin > 0,
            at=NOW,
        )


class Reader(Teller):
    """Somebody who has the newest items before them and goes elsewhere."""

    def __init__(self, server: Server, newest: int) -> None:
        super().__init__()
        self.server = server
        self.open()
        self.tell(server.newest(newest, self.conversation.revision))

    def all_entries(self) -> tuple[Entry, ...]:
        earlier = self.conversation.earlier
        return (() if earlier is None else earlier.entries) + self.conversation.entries

    def asks_around(self, item_id: str) -> None:
        self.tell(client.EarlierRequested(session_id=SESSION, item_id=item_id, at=NOW))

    def goes_to(self, item_id: str) -> None:
        self.asks_around(item_id)
        self.tell(self.server.around(item_id))

    def reads_on(self, *, newer: bool) -> None:
        block = self.conversation.earlier
        assert block is not None
        cursor = block.newest_item_id if newer else block.oldest_item_id
        self.tell(self.server.beside(cursor, newer=newer))

    def loads_everything(self) -> None:
        while self.conversation.earlier is not None:
            before = self.conversation.earlier.newest_item_id
            self.reads_on(newer=True)
            assert self.conversation.earlier is None or self.conversation.earlier.newest_item_id != before
        while self.conversation.older is History.MORE:
            assert self.conversation.oldest_item_id is not None
            self.tell(self.server.before(self.conversation.oldest_item_id))


def stored(turns: int = 30, calls: int = 2) -> Server:
    return Server([item for number in range(turns) for item in turn(number, calls)])
