"""A TCP proxy that cuts event streams at random bytes, and leaves every other connection alone."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class _Connection:
    """How many bytes the client will still get; None when it is not to be cut."""

    left: int | None = None


class CuttingProxy:
    """Listens at `url`; ends each of the first `cuts` connections that ask for a stream after a few bytes.

    Every other cut is a clean end of file, the others reset the connection. The bytes before the cut are passed on
    exactly; the cut may fall anywhere, also in the answer's head or in the middle of a character.
    """

    def __init__(self, upstream: str, *, cuts: int, seed: int, longest: int = 4000) -> None:
        parts = urlsplit(upstream)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._random = random.Random(seed)
        self._longest = longest
        self.cuts = 0
        self.wanted = cuts
        self.url = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._host, self._port)
        connection = _Connection()
        up = asyncio.create_task(self._pass_on(connection, reader, back))
        try:
            if await self._pass_back(connection, there, writer):
                self.cuts += 1
                if self.cuts % 2:
                    writer.transport.abort()
        finally:
            up.cancel()
            await asyncio.gather(up, return_exceptions=True)
            back.transport.abort()

    async def _pass_on(
        self, connection: "_Connection", source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        while data := await source.read(65536):
            # A connection kept alive from another request may carry the stream.
            if data.startswith(b"GET ") and b"/stream" in data.split(b"\r\n", 1)[0] and self.cuts < self.wanted:
                connection.left = self._random.randint(1, self._longest)
            sink.write(data)
            await sink.drain()

    async def _pass_back(
        self, connection: "_Connection", source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> bool:
        while data := await source.read(65536):
            if connection.left is not None:
                data = data[: connection.left]
                connection.left -= len(data)
            sink.write(data)
            await sink.drain()
            if connection.left == 0:
                return True
        return False

    async def close(self) -> None:
        """End every connection."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def cutting_proxy(upstream: str, *, cuts: int, seed: int, longest: int = 4000) -> AsyncIterator[CuttingProxy]:
    """Run a proxy on a free loopback port."""
    proxy = CuttingProxy(upstream, cuts=cuts, seed=seed, longest=longest)
    listening = await asyncio.start_server(proxy._connected, "127.0.0.1", 0, limit=1 << 20)
    port = listening.sockets[0].getsockname()[1]
    proxy.url = f"http://127.0.0.1:{port}"
    try:
        yield proxy
    finally:
        listening.close()
        await proxy.close()
