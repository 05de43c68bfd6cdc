"""A proxy between a client and a server that lets messages arrive and loses the answers to them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class PostingProxy:
    """Swallows the answers to the next `lose` messages; with `hide_ids` the server never sees a `stable_id`."""

    def __init__(self, upstream: str, *, hide_ids: bool) -> None:
        parts = urlsplit(upstream)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._hide_ids = hide_ids
        self.lose = 0
        self.lost = 0
        self.url = ""
        self.tasks: set[asyncio.Task[None]] = set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the client's."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            self.tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._host, self._port)
        doomed = asyncio.Event()
        up = asyncio.create_task(self._pass_on(reader, back, doomed))
        try:
            while data := await there.read(65536):
                if doomed.is_set():
                    self.lost += 1
                    writer.transport.abort()
                    return
                writer.write(data)
                await writer.drain()
        finally:
            up.cancel()
            await asyncio.gather(up, return_exceptions=True)
            back.transport.abort()

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, doomed: asyncio.Event) -> None:
        while data := await source.read(65536):
            first = data.split(b"\r\n", 1)[0]
            if self.lose and first.startswith(b"POST ") and b"/events" in first:
                self.lose -= 1
                doomed.set()
            if self._hide_ids:
                data = data.replace(b'"stable_id"', b'"other__id"')
            sink.write(data)
            await sink.drain()


@asynccontextmanager
async def posting_proxy(upstream: str, *, hide_ids: bool = False) -> AsyncIterator[PostingProxy]:
    """Run a proxy on a free loopback port."""
    proxy = PostingProxy(upstream, hide_ids=hide_ids)
    listening = await asyncio.start_server(proxy.connected, "127.0.0.1", 0)
    proxy.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        listening.close()
        for task in tuple(proxy.tasks):
            task.cancel()
        await asyncio.gather(*proxy.tasks, return_exceptions=True)
