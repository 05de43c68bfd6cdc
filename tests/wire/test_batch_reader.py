"""Batches: what is there is given together, the gate holds back what follows, nothing is lost or reordered."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from omnigent_tui.wire import batch_reader
from omnigent_tui.wire.batch_reader import BatchReader


class Clock:
    """A clock that stands still until somebody moves it; sleepers wake when their time has come."""

    def __init__(self) -> None:
        self.now = 0.0
        self._moved = asyncio.Condition()
        self.sleepers = 0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        due = self.now + seconds
        self.sleepers += 1
        async with self._moved:
            await self._moved.wait_for(lambda: self.now >= due)
        self.sleepers -= 1

    async def forward(self, seconds: float) -> None:
        async with self._moved:
            self.now += seconds
            self._moved.notify_all()


class Source:
    """Chunks as a test hands them out; ends or fails on request."""

    def __init__(self) -> None:
        self.chunks: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue()
        self.reads = 0

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._chunks()

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            self.reads += 1
            chunk = await self.chunks.get()
            if chunk is None:
                return
            if isinstance(chunk, BaseException):
                raise chunk
            yield chunk

    def put(self, *chunks: bytes | BaseException | None) -> None:
        for chunk in chunks:
            self.chunks.put_nowait(chunk)


async def turns(count: int = 20) -> None:
    """Let everything that is ready to run, run."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_what_is_waiting_comes_as_one_batch() -> None:
    source, clock = Source(), Clock()
    reader = BatchReader(aiter(source), interval=1.0, clock=clock, sleep=clock.sleep)
    source.put(b"a", b"b", b"c")
    assert await reader.next() == b"abc"
    await reader.aclose()


async def test_after_quiet_nothing_waits_for_the_clock() -> None:
    source, clock = Source(), Clock()
    reader = BatchReader(aiter(source), interval=1.0, clock=clock, sleep=clock.sleep)
    source.put(b"a")
    assert await reader.next() == b"a"
    await clock.forward(5)
    source.put(b"b")
    assert await reader.next() == b"b"
    assert clock.sleepers == 0
    await reader.aclose()


async def test_within_an_interval_everything_gathers_unread() -> None:
    source, clock = Source(), Clock()
    reader = BatchReader(aiter(source), interval=1.0, clock=clock, sleep=clock.sleep)
    source.put(b"a")
    assert await reader.next() == b"a"
    reads = source.reads
    waiting = asyncio.create_task(reader.next())
    for letter in b"bcdefgh":
        source.put(bytes([letter]))
        await turns()
    assert not waiting.done()
    assert source.reads == reads, "one chunk is held, the others stay where they are"
    await clock.forward(1)
    assert await waiting == b"bcdefgh"
    await reader.aclose()


async def test_an_untaken_batch_stops_the_reading() -> None:
    source, clock = Source(), Clock()
    reader = BatchReader(aiter(source), interval=0.0, clock=clock, sleep=clock.sleep)
    source.put(b"a")
    await turns()
    source.put(b"b", b"c", b"d")
    await turns()
    assert source.chunks.qsize() == 2
    assert await reader.next() == b"a"
    assert await reader.next() == b"bcd"
    await reader.aclose()


async def test_a_full_batch_opens_the_gate_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_reader, "LARGEST_BATCH", 10)
    source, clock = Source(), Clock()
    reader = BatchReader(aiter(source), interval=1.0, clock=clock, sleep=clock.sleep)
    source.put(b"x" * 12, b"y" * 12, b"z")
    assert await reader.next() == b"x" * 12
    assert await reader.next() == b"y" * 12
    assert await reader.next() == b"z"
    assert clock.sleepers == 0
    await reader.aclose()


async def test_the_end_comes_after_the_last_batch_and_stays() -> None:
    source, clock = Source(), Clock()
    reader = BatchReader(aiter(source), interval=1.0, clock=clock, sleep=clock.sleep)
    source.put(b"a", None)
    assert await reader.next() == b"a"
    assert await reader.next() is None
    assert await reader.next() is None
    await reader.aclose()


async def test_an_error_is_raised_after_everything_that_came_before_it() -> None:
    source, clock = Source(), Clock()
    reader = BatchReader(aiter(source), interval=1.0, clock=clock, sleep=clock.sleep)
    source.put(b"a", ConnectionResetError("gone"))
    assert await reader.next() == b"a"
    for _ in range(2):
        with pytest.raises(ConnectionResetError, match="gone"):
            await reader.next()
    await reader.aclose()


async def test_closing_stops_the_task_in_every_state() -> None:
    for state in ("reading", "holding", "untaken", "failed"):
        source, clock = Source(), Clock()
        reader = BatchReader(aiter(source), interval=1.0, clock=clock, sleep=clock.sleep)
        if state != "reading":
            source.put(b"a")
            await turns()
        if state == "holding":
            assert await reader.next() == b"a"
            source.put(b"b")
            await turns()
            assert clock.sleepers == 1
        if state == "failed":
            source.put(OSError("nobody asks"))
            await turns()
        await reader.aclose()
        assert len(asyncio.all_tasks()) == 1, state
