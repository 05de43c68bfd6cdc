"""What waits in sessions that are not open: read again when the count cannot tell that something is another."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from omnigent_tui.live.attention import AttentionWatch
from omnigent_tui.live.clock import SystemClock
from omnigent_tui.protocol.sessions import parse_session_rows
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.sessions import ListSource
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient

_ROW = {"id": "s1", "pending_elicitations_count": 1, "updated_at": 5}


class _Server:
    """Answers the snapshot of one session with what is asked there at the moment."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reads = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.reads += 1
        pending: list[dict[str, Any]] = [{"elicitation_id": name, "params": {"message": name}} for name in self.asked]
        return httpx.Response(200, json={**_ROW, "pending_elicitations": pending})


@asynccontextmanager
async def _watching(
    server: _Server, store: Store, *, lost_seconds: float = 600, safety_seconds: float = 600
) -> AsyncIterator[None]:
    async with OmnigentClient("http://127.0.0.1:9", transport=httpx.MockTransport(server.answer)) as client:
        watch = AttentionWatch(client, store, SystemClock(), lost_seconds=lost_seconds, safety_seconds=safety_seconds)
        task = asyncio.create_task(watch.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


def _asking(store: Store) -> set[str]:
    return {name for kept in store.state.attention.asking.values() for name in kept.elicitations}


def _listed(store: Store) -> None:
    rows = parse_session_rows([_ROW])
    store.dispatch(client_event.SessionPageArrived(rows=rows, first=True, has_more=False, cursor=None, at=1.0))


async def test_a_lost_question_is_found_under_its_new_id_though_the_count_stays() -> None:
    server, store = _Server(), Store()
    server.asked = ["before"]
    async with _watching(server, store, lost_seconds=0.02):
        store.dispatch(client_event.ListSourceChanged(source=ListSource.SOCKET, at=1.0))
        _listed(store)
        await _until(lambda: _asking(store) == {"before"})
        server.asked = []
        store.dispatch(client_event.ListSourceChanged(source=ListSource.NONE, at=2.0))
        store.dispatch(client_event.ListSourceChanged(source=ListSource.SOCKET, at=3.0))
        await _until(lambda: "s1" in store.state.attention.lost)
        server.asked = ["again"]
        await _until(lambda: _asking(store) == {"again"})
        assert not store.state.attention.lost


async def test_another_question_under_the_same_count_is_noticed_in_the_end() -> None:
    server, store = _Server(), Store()
    server.asked = ["first"]
    async with _watching(server, store, safety_seconds=0.02):
        _listed(store)
        await _until(lambda: _asking(store) == {"first"})
        server.asked = ["second"]
        await _until(lambda: _asking(store) == {"second"})


@pytest.mark.parametrize("source", [ListSource.SOCKET, ListSource.POLLING])
async def test_after_a_gap_everything_counted_is_read_again(source: ListSource) -> None:
    server, store = _Server(), Store()
    server.asked = ["before the restart"]
    async with _watching(server, store):
        store.dispatch(client_event.ListSourceChanged(source=source, at=1.0))
        _listed(store)
        await _until(lambda: _asking(store) == {"before the restart"})
        server.asked = ["after it"]
        store.dispatch(client_event.ListSourceChanged(source=ListSource.NONE, at=2.0))
        store.dispatch(client_event.ListSourceChanged(source=source, at=3.0))
        await _until(lambda: _asking(store) == {"after it"})


async def test_what_has_just_been_read_is_left_alone() -> None:
    server, store = _Server(), Store()
    server.asked = ["first"]
    async with _watching(server, store):
        _listed(store)
        await _until(lambda: _asking(store) == {"first"})
        reads = server.reads
        for turn in range(20):
            store.dispatch(client_event.SessionRowsChanged(rows=parse_session_rows([_ROW]), at=2.0 + turn))
            await asyncio.sleep(0)
        assert server.reads == reads
