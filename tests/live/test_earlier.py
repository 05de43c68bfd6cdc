"""Loading a part of history far from the newest one: which pages are asked for, and what is said without them."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from omnigent_tui.live.clock import SystemClock
from omnigent_tui.live.earlier import EarlierHistory
from omnigent_tui.live.history import AROUND_AFTER, AROUND_BEFORE
from omnigent_tui.protocol.items import parse_item
from omnigent_tui.state.client_events import EarlierPageRequested, NewestItemsArrived, SessionOpened
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.earlier import Earlier
from omnigent_tui.state.intents import LoadAround, LoadEarlierPage
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient

COUNT = 600


def row(number: int) -> dict[str, object]:
    content = [{"type": "input_text", "text": f"question {number}"}]
    return {"id": f"i{number}", "type": "message", "role": "user", "content": content}


class Server:
    """600 items; refuses with `refusal` while there is one."""

    def __init__(self) -> None:
        self.refusal: httpx.Response | None = None
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.refusal is not None:
            return self.refusal
        query = request.url.params
        limit, cursor = int(query["limit"]), query.get("after")
        numbers = list(range(COUNT)) if query["order"] == "asc" else list(reversed(range(COUNT)))
        rest = numbers[numbers.index(int(cursor.removeprefix("i"))) + 1 :] if cursor else numbers
        rows = [row(number) for number in rest[:limit]]
        ends = {"first_id": rows[0]["id"], "last_id": rows[-1]["id"]} if rows else {}
        return httpx.Response(200, json={"data": rows, "has_more": len(rest) > limit, **ends})


class Reading:
    """A session of which the last ten items are loaded."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.store = Store()
        items = tuple(parse_item(row(number)) for number in range(COUNT - 10, COUNT))
        self.store.dispatch(SessionOpened(session_id="s", at=0))
        arrived = NewestItemsArrived(session_id="s", items=items, has_more=True, asked_at_revision=0, at=0)
        self.store.dispatch(arrived)
        client = OmnigentClient("http://127.0.0.1:1", transport=httpx.MockTransport(answer))
        self.earlier = EarlierHistory(client, self.store, SystemClock())

    @property
    def conversation(self) -> Conversation:
        return self.store.state.conversations["s"]

    @property
    def block(self) -> Earlier:
        assert self.conversation.earlier is not None
        return self.conversation.earlier

    async def goes_to(self, number: int) -> None:
        await self.earlier.load_around(LoadAround("s", f"i{number}"))

    def numbers(self) -> list[int]:
        return [int(entry.key.removeprefix("i")) for entry in self.block.entries]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def reading(server: Server) -> Reading:
    return Reading(server)


@pytest.mark.parametrize("wanted", [0, 1, 3, 300])
async def test_an_item_comes_with_what_is_around_it(reading: Reading, wanted: int) -> None:
    await reading.goes_to(wanted)
    first = max(0, wanted - AROUND_BEFORE)
    assert reading.numbers() == list(range(first, max(wanted, 0) + AROUND_AFTER))
    assert reading.block.older is (History.MORE if first else History.COMPLETE)
    assert reading.block.newer is History.MORE


async def test_what_is_loaded_is_not_asked_for(reading: Reading, server: Server) -> None:
    await reading.goes_to(COUNT - 1)
    await reading.goes_to(300)
    asked = server.asked
    await reading.goes_to(301)
    assert asked == server.asked == 2


async def test_pages_are_read_on_demand_in_both_directions(reading: Reading) -> None:
    await reading.goes_to(300)
    before = reading.numbers()
    await reading.earlier.load_page("s", newer=False)
    assert reading.numbers() == [*range(before[0] - 100, before[0]), *before]
    while reading.conversation.earlier is not None:
        await reading.earlier.load_page("s", newer=True)
    keys = [entry.key for entry in reading.conversation.history]
    assert keys == [f"i{number}" for number in range(before[0] - 100, COUNT)]
    assert reading.conversation.older is History.MORE


async def test_failures_are_told_where_the_page_is_missing(reading: Reading, server: Server) -> None:
    gone = {"error": {"code": "stale_cursor", "message": "gone"}}
    server.refusal = httpx.Response(400, json=gone)
    await reading.goes_to(300)
    opening = reading.conversation.opening
    assert opening is not None
    assert opening.failure == "The session changed meanwhile."
    server.refusal = None
    await reading.goes_to(300)
    assert reading.conversation.opening is None
    server.refusal = httpx.Response(503, text="no")
    await reading.earlier.load_page("s", newer=True)
    assert (reading.block.older, reading.block.newer) == (History.MORE, History.FAILED)
    assert reading.block.newer_failure
    server.refusal = None
    await reading.earlier.load_page("s", newer=True)
    assert (reading.block.newer, reading.block.newer_failure) == (History.MORE, "")


async def test_a_page_on_its_way_is_not_asked_for_twice(reading: Reading, server: Server) -> None:
    await reading.goes_to(300)
    asked = server.asked
    name = reading.earlier.page_name(LoadEarlierPage("s", newer=True))
    requested = EarlierPageRequested(session_id="s", newer=True, cursor=reading.block.newest_item_id, at=0)
    reading.store.dispatch(requested)
    await reading.earlier.load_page("s", newer=True)
    assert server.asked == asked
    await reading.earlier.load_page("s", newer=False)
    assert server.asked == asked + 1
    assert reading.earlier.page_name(LoadEarlierPage("s", newer=True)) == name
    assert reading.earlier.page_name(LoadEarlierPage("s", newer=False)) != name


async def test_without_such_a_part_nothing_is_asked_for(reading: Reading, server: Server) -> None:
    await reading.earlier.load_page("s", newer=True)
    await reading.earlier.load_around(LoadAround("another", "i1"))
    assert server.asked == 0
