"""Reads a response in batches: what arrives during one interval gathers in the kernel and costs one wake-up."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

LARGEST_BATCH = 256 * 1024
_IDLE_TURNS = 4
"""Turns of the event loop that bring nothing before a batch is whole: a read of waiting bytes takes two or three."""


class BatchReader:
    """Gives the chunks of `source` in batches, at most one per `interval` seconds; the first after quiet at once.

    While the gate is shut or a batch waits to be taken nothing more is read than one chunk: the kernel's buffer and
    the sender's flow control do the waiting. A batch of `LARGEST_BATCH` bytes opens the gate at once, for then more
    is waiting than one interval may carry. Must be made inside a running event loop, and closed.
    """

    def __init__(
        self,
        source: AsyncIterator[bytes],
        *,
        interval: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._source = source
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._gathered: list[bytes] = []
        self._size = 0
        self._gathering = False
        self._idle_turns = 0
        self._opens_at = float("-inf")
        self._whole = asyncio.Event()
        self._taken = asyncio.Event()
        self._taken.set()
        self._loop = asyncio.get_running_loop()
        self._reading = self._loop.create_task(self._read())
        self._reading.add_done_callback(lambda _: self._whole.set())

    async def next(self) -> bytes | None:
        """Return the next batch, None at the end of the source; what the source raised is raised after the last."""
        await self._whole.wait()
        if not self._reading.done():
            self._whole.clear()
        batch = b"".join(self._gathered)
        self._gathered.clear()
        self._taken.set()
        if not batch and self._reading.done():
            self._reading.result()
            return None
        return batch

    async def aclose(self) -> None:
        """Stop reading; whatever was gathered is lost."""
        self._reading.cancel()
        await asyncio.wait([self._reading])
        if not self._reading.cancelled():
            self._reading.exception()

    async def _read(self) -> None:
        async for chunk in self._source:
            if not self._gathering:
                await self._begin()
            self._gathered.append(chunk)
            self._size += len(chunk)
            self._idle_turns = 0
            if self._size >= LARGEST_BATCH:
                self._finish(opens_at=float("-inf"))

    async def _begin(self) -> None:
        """Keep the chunk that just came back until the last batch is taken and the gate is open."""
        await self._taken.wait()
        wait = self._opens_at - self._clock()
        if wait > 0:
            await self._sleep(wait)
        self._gathering, self._size = True, 0
        self._loop.call_soon(self._count_idle_turn)

    def _count_idle_turn(self) -> None:
        if not self._gathering:
            return
        self._idle_turns += 1
        if self._idle_turns > _IDLE_TURNS:
            self._finish(opens_at=self._clock() + self._interval)
        else:
            self._loop.call_soon(self._count_idle_turn)

    def _finish(self, opens_at: float) -> None:
        self._gathering = False
        self._opens_at = opens_at
        self._taken.clear()
        self._whole.set()
