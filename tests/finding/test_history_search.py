"""The search through what is not loaded: its failures are told, and being left it leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import httpx
import pytest

from omnigent_tui.live import searching
from omnigent_tui.live.clock import SystemClock
from omnigent_tui.live.searching import HistorySearch
from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.live.whole_history import ATTEMPTS
from omnigent_tui.protocol.items import parse_item
from omnigent_tui.state.client_events import NewestItemsArrived, SessionOpened
from omnigent_tui.state.intents import SearchHistory
from omnigent_tui.state.search import SearchPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient

Answer = Callable[[httpx.Request], httpx.Response] | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


class QuickClock(SystemClock):
    """Waits for nothing."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


def row(number: int) -> dict[str, object]:
    content = [{"type": "input_text", "text": f"question {number}"}]
    return {"id": f"i{number}", "type": "message", "role": "user", "content": content}


def search_with(answer: Answer, loaded: int = 9) -> tuple[Store, HistorySearch]:
    """A search in a session of which one item is loaded."""
    store = Store()
    store.dispatch(SessionOpened(session_id="s", at=0))
    items = (parse_item(row(loaded)),)
    store.dispatch(NewestItemsArrived(session_id="s", items=items, has_more=True, asked_at_revision=0, at=0))
    client = OmnigentClient("http://127.0.0.1:1", transport=httpx.MockTransport(answer))
    return store, HistorySearch(client, store, QuickClock())


def page(request: httpx.Request) -> httpx.Response:
    """Two items before the cursor, newest first."""
    cursor = int(request.url.params["after"].removeprefix("i"))
    rows = [row(number) for number in range(cursor - 1, max(-1, cursor - 3), -1)]
    return httpx.Response(200, json={"data": rows, "last_id": rows[-1]["id"], "has_more": cursor > 2})


async def test_all_pages_are_read() -> None:
    store, search = search_with(page)
    await search.search(SearchHistory("s", "question 1"))
    found = store.state.search
    assert (found.phase, found.searched) == (SearchPhase.COMPLETE, 9)
    assert [entry.key for entry in found.found] == ["i1"]


async def test_a_server_in_trouble_is_asked_again_and_then_the_failure_is_told() -> None:
    asked = 0

    def trouble(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return page(request) if asked in (1, 4) else httpx.Response(503, text="no")

    store, search = search_with(trouble)
    await search.search(SearchHistory("s", "question"))
    found = store.state.search
    assert found.phase is SearchPhase.FAILED
    assert found.failure
    assert found.searched == 4
    assert asked == 1 + 3 + ATTEMPTS


async def test_a_cursor_that_is_gone_is_no_mystery() -> None:
    gone = {"error": {"code": "stale_cursor", "message": "gone"}}
    store, search = search_with(lambda _: httpx.Response(400, json=gone))
    await search.search(SearchHistory("s", "question"))
    assert store.state.search.failure == "The session changed meanwhile."


@pytest.mark.parametrize("needle", ["", " "])
async def test_nothing_is_asked_for_without_a_needle(needle: str) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError("asked")

    store, search = search_with(never)
    await search.search(SearchHistory("s", needle))
    assert store.state.search.phase is SearchPhase.IDLE


async def test_a_new_needle_ends_the_search_for_the_old_one() -> None:
    asked = asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        if not asked.is_set():
            asked.set()
            await asyncio.Event().wait()
        return page(request)

    store, search = search_with(slow)
    tasks = Supervisor(store, QuickClock())
    tasks.replace("search", lambda: search.search(SearchHistory("s", "question 1")))
    await asked.wait()
    tasks.replace("search", lambda: search.search(SearchHistory("s", "question 2")))
    while tasks.is_running("search"):
        await asyncio.sleep(0)
    found = store.state.search
    assert (found.needle, found.phase) == ("question 2", SearchPhase.COMPLETE)
    assert [entry.key for entry in found.found] == ["i2"]
    tasks.replace("search", search.leave)
    while tasks.is_running("search"):
        await asyncio.sleep(0)
    assert store.state.search.phase is SearchPhase.IDLE


async def test_of_very_many_hits_the_older_ones_wait_until_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_FOUND", 100)
    store, search = search_with(page, loaded=599)
    await search.search(SearchHistory("s", "question"))
    found = store.state.search
    assert found.phase is SearchPhase.PAUSED
    assert 100 <= len(found.found) <= found.searched < 400
    while store.state.search.phase is SearchPhase.PAUSED:
        await search.search(SearchHistory("s", "question"))
    found = store.state.search
    assert (found.phase, found.searched) == (SearchPhase.COMPLETE, 599)
    assert [entry.key for entry in found.found] == [f"i{number}" for number in range(599)]


async def test_a_paused_search_begins_anew_when_something_else_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_FOUND", 100)
    store, search = search_with(page, loaded=599)
    await search.search(SearchHistory("s", "question"))
    assert store.state.search.phase is SearchPhase.PAUSED
    newest = tuple(parse_item(row(number)) for number in (699, 700))
    revision = store.state.conversations["s"].revision
    store.dispatch(NewestItemsArrived(session_id="s", items=newest, has_more=True, asked_at_revision=revision, at=0))
    await search.search(SearchHistory("s", "question"))
    assert store.state.search.border == "i699"
    assert store.state.search.found[-1].key == "i698"
