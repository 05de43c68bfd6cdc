"""One connection to `GET /v1/sessions/{id}/stream`: batches of typed events, and an explicit end."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

import httpx

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.events import ServerEvent, UnknownEvent, parse_event
from omnigent_tui.wire.addresses import segment
from omnigent_tui.wire.batch_reader import BatchReader
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.delta_merging import merge_deltas
from omnigent_tui.wire.errors import NotAnEventStream, StreamDropped, StreamRefused
from omnigent_tui.wire.rejections import parse_rejection
from omnigent_tui.wire.sse_framing import LARGEST_EVENT, Frame, FrameDecoder
from omnigent_tui.wire.transport_failures import failure_kind, unreachable

SILENCE_SECONDS = 45.0
"""The server sends a heartbeat after 15 s of silence; three missed ones mean that nobody is there."""
FRAME_SECONDS = 1 / 16
_HEADERS = {"Accept": "text/event-stream", "Accept-Encoding": "identity", "Cache-Control": "no-store"}


class EventStream:
    """An open stream; iterate it for batches, once. Made by `open_event_stream`.

    `epoch` names the server process: when it differs from the last connection's, the server was restarted and
    cannot replay text it streamed before.
    """

    def __init__(self, reader: BatchReader, *, epoch: str | None, largest_event: int = LARGEST_EVENT) -> None:
        self.epoch = epoch
        self._reader = reader
        self._frames = FrameDecoder(largest_event)
        self._done = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> tuple[ServerEvent, ...]:
        """Return the next batch, never empty; neighbouring deltas of one text are one event.

        Ends normally only after `[DONE]`. Raises StreamDropped in every other case.
        """
        while not self._done:
            events = [self._event(frame) for frame in self._frames_until_done(await self._bytes())]
            if events:
                return merge_deltas(events)
        raise StopAsyncIteration

    async def _bytes(self) -> bytes:
        try:
            data = await self._reader.next()
        except httpx.RemoteProtocolError:
            data = None  # the connection closed in the middle of the body: an ending like any other
        except (httpx.HTTPError, OSError) as error:
            if failure_kind(error) == "timeout":
                raise StreamDropped("The event stream has gone silent.", reason="silence") from None
            raise StreamDropped("The connection of the event stream broke.", reason="network") from None
        if data is None:
            raise StreamDropped("The server closed the event stream.", reason="eof")
        return data

    def _frames_until_done(self, data: bytes) -> list[Frame]:
        frames = self._frames.feed(data)
        for position, frame in enumerate(frames):
            if frame.data == "[DONE]":
                self._done = True
                return frames[:position]
        return frames

    def _event(self, frame: Frame) -> ServerEvent:
        if frame.dropped:
            return UnknownEvent(
                type=clean_line(frame.name, 200),
                problem=f"dropped: {frame.dropped} bytes are more than one event may have",
            )
        return parse_event(frame.name, frame.data)


@asynccontextmanager
async def open_event_stream(
    client: OmnigentClient,
    session_id: str,
    *,
    silence_deadline: float = SILENCE_SECONDS,
    min_interval: float = FRAME_SECONDS,
    idle: bool = False,
    largest_event: int = LARGEST_EVENT,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> AsyncIterator[EventStream]:
    """Open a session's event stream; leaving the context closes the connection at once.

    `silence_deadline` is how many seconds without a byte end the stream; `min_interval` how many lie at least
    between two batches (what arrives meanwhile gathers in the kernel). `idle` tells other viewers that nobody looks.

    Raises:
        Unreachable: no connection. StreamRefused: an error status. NotAnEventStream: a success of another kind.
    """
    path = f"/v1/sessions/{segment(session_id)}/stream"
    async with AsyncExitStack() as stack:
        try:
            opening = client.open(
                "GET", path, params={"idle": idle or None}, timeout=silence_deadline, headers=_HEADERS
            )
            response = await stack.enter_async_context(opening)
            if not 200 <= response.status_code < 300:
                raise StreamRefused(parse_rejection(await client.read_whole(response)))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise unreachable(error, client.base_url) from None
        content_type = response.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "text/event-stream":
            raise NotAnEventStream(status=response.status_code, content_type=content_type)
        reader = BatchReader(response.aiter_bytes(), interval=min_interval, clock=clock, sleep=sleep)
        stack.push_async_callback(reader.aclose)
        epoch = response.headers.get("x-omnigent-stream-epoch")
        yield EventStream(reader, epoch=clean_line(epoch, 200) if epoch else None, largest_event=largest_event)
