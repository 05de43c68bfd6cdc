"""Searching and exporting a session of more items than any page has, through the client's own code."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from omnigent_tui.live.clock import SystemClock
from omnigent_tui.live.earlier import EarlierHistory
from omnigent_tui.live.export import exported
from omnigent_tui.live.history import AROUND_AFTER, AROUND_BEFORE, newest_items
from omnigent_tui.live.searching import HistorySearch
from omnigent_tui.state.client_events import NewestItemsArrived, SessionOpened
from omnigent_tui.state.exporting import ExportFormat
from omnigent_tui.state.intents import LoadAround, SearchHistory
from omnigent_tui.state.search import SearchPhase, found_entries, pattern_of
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from tests.contract.servers import ServerUnderTest, message_events
from tests.real_server.driving import SessionDriver

_COUNT = 540


@pytest.fixture(scope="module")
def history(server: ServerUnderTest) -> Iterator[SessionDriver]:
    """A session of 540 stored messages; the tests only read it."""
    session = server.unbound()
    for start in range(0, _COUNT, 100):
        session.post(message_events(min(100, _COUNT - start), start=start))
    yield session
    session.client.delete(session.path)


async def loaded(store: Store, client: OmnigentClient, session_id: str) -> None:
    """Load the newest page, as opening the session does."""
    items, has_more = await newest_items(client, session_id, frozenset())
    store.dispatch(SessionOpened(session_id=session_id, at=0))
    store.dispatch(NewestItemsArrived(session_id=session_id, items=items, has_more=has_more, asked_at_revision=0, at=0))


async def test_every_hit_is_found_and_can_be_loaded(server: ServerUnderTest, history: SessionDriver) -> None:
    store = Store()
    pattern = pattern_of("answer 1")
    assert pattern is not None
    async with OmnigentClient(server.url) as client:
        await loaded(store, client, history.id)
        search = HistorySearch(client, store, SystemClock())
        await search.search(SearchHistory(history.id, "answer 1"))
        found = store.state.search
        assert found.phase is SearchPhase.COMPLETE
        conversation = store.state.open_conversation
        assert conversation is not None
        shown = found_entries(pattern, conversation.history, only_talk=False)
        assert found.searched == _COUNT - len(conversation.stored_ids)
        # 1, 10 to 19 and 100 to 199.
        assert len(found.found) + len(shown) == 1 + 10 + 100
        # The first one is shown with what is around it, and from there on all the others.
        earlier = EarlierHistory(client, store, SystemClock())
        await earlier.load_around(LoadAround(history.id, found.found[0].item_ids[0]))
        block = store.state.conversations[history.id].earlier
        assert block is not None
        items = [
            item["id"] for item in history.client.get(f"{history.path}/items", params={"limit": 1000}).json()["data"]
        ]
        at = items.index(found.found[0].item_ids[0])
        assert [i for e in block.entries for i in e.item_ids] == items[max(0, at - AROUND_BEFORE) : at + AROUND_AFTER]
        while store.state.conversations[history.id].earlier is not None:
            await earlier.load_page(history.id, newer=True)
        conversation = store.state.conversations[history.id]
        assert found_entries(pattern, conversation.history, only_talk=False) == (*found.found, *shown)
        assert [i for e in conversation.history for i in e.item_ids] == items


async def test_every_item_is_exported_once(server: ServerUnderTest, history: SessionDriver) -> None:
    async with OmnigentClient(server.url) as client:
        chunks = [chunk async for chunk in exported(client, history.id, ExportFormat.JSONL, SystemClock())]
        assert chunks[-1][1] == _COUNT
        lines = "".join(text for text, _ in chunks).splitlines()
        items = history.client.get(f"{history.path}/items", params={"limit": 1000}).json()["data"]
        assert [json.loads(line) for line in lines] == items
        markdown = "".join(
            [text async for text, _ in exported(client, history.id, ExportFormat.MARKDOWN, SystemClock())]
        )
        assert markdown.count("\n## ") == _COUNT
        assert markdown.index("Question 0\n") < markdown.index("Answer 0\n") < markdown.index("Answer 269\n")
