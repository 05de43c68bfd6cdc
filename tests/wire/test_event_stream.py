"""The event stream over real sockets: opening, batches, and every way it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from omnigent_tui.protocol.event_base import ServerEvent, UnknownEvent
from omnigent_tui.protocol.response_events import OutputTextDelta
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import (
    NotAnEventStream,
    NotFound,
    Redirected,
    StreamDropped,
    StreamRefused,
    Unauthorized,
    Unreachable,
)
from omnigent_tui.wire.event_stream import EventStream, open_event_stream
from tests.wire.raw_server import (
    CHUNKED,
    EVENT_STREAM,
    Handler,
    Request,
    always,
    answer,
    chunk,
    event,
    serve,
    until_disconnected,
)

DONE = b"data: [DONE]\n\n"


def streaming(*parts: bytes, keep_open: bool = False, end: bytes = b"0\r\n\r\n") -> Handler:
    """Send `parts` as chunks, then end the body, or wait until the client is gone."""

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED + b"".join(chunk(part) for part in parts))
        if keep_open:
            await writer.drain()
            await until_disconnected(request)
        else:
            writer.write(end)
            await writer.drain()
            writer.close()

    return handle


@asynccontextmanager
async def open_stream(handler: Handler, **options: Any) -> AsyncIterator[EventStream]:
    """Serve with `handler` and open the event stream of session `s/1` there."""
    async with (
        serve(handler) as server,
        OmnigentClient(server.url) as client,
        open_event_stream(client, "s/1", **options) as stream,
    ):
        yield stream


async def collect(stream: EventStream) -> list[ServerEvent]:
    return [one async for batch in stream for one in batch]


async def test_events_arrive_typed_and_done_ends_the_stream_normally() -> None:
    parts = (event("session.heartbeat"), event("session.title", title="Hi"), DONE, event("session.title", title="late"))
    async with (
        serve(streaming(*parts, keep_open=True)) as server,
        OmnigentClient(server.url) as client,
        open_event_stream(client, "s/1") as stream,
    ):
        assert stream.epoch == "7-abc"
        assert [one.type for one in await collect(stream)] == ["session.heartbeat", "session.title"]
        assert await collect(stream) == [], "an ended stream stays ended"
    request = server.requests[0]
    assert request.target == "/v1/sessions/s%2F1/stream"
    assert request.headers["accept"] == "text/event-stream"
    assert request.headers["accept-encoding"] == "identity"


async def test_the_end_of_the_body_without_done_is_a_drop() -> None:
    for end in (b"0\r\n\r\n", b"", b"5\r\nda"):
        handler = streaming(event("session.heartbeat"), b"data: half an ev", end=end)
        async with open_stream(handler) as stream:
            assert [one.type for one in await anext(stream)] == ["session.heartbeat"]
            for _ in range(2):
                with pytest.raises(StreamDropped) as caught:
                    await anext(stream)
                assert caught.value.reason == "eof"


async def test_silence_is_a_drop() -> None:
    handler = streaming(event("session.heartbeat"), keep_open=True)
    async with open_stream(handler, silence_deadline=0.05) as stream:
        await anext(stream)
        with pytest.raises(StreamDropped) as caught:
            await anext(stream)
    assert caught.value.reason == "silence"


async def test_a_reset_connection_is_a_drop() -> None:
    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED + chunk(event("session.heartbeat")))
        await writer.drain()
        await asyncio.wait_for(go_on.wait(), 30)
        writer.transport.get_extra_info("socket").setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER 0: reset on close
        writer.transport.abort()

    go_on = asyncio.Event()
    async with open_stream(handle) as stream:
        await anext(stream)
        go_on.set()
        with pytest.raises(StreamDropped) as caught:
            await anext(stream)
    assert caught.value.reason == "network"


@pytest.mark.parametrize(
    ("status", "kind"), [("401 Unauthorized", Unauthorized), ("404 Not Found", NotFound), ("302 Found", Redirected)]
)
async def test_a_refusal_carries_the_servers_answer(status: str, kind: type[Exception]) -> None:
    reply = answer({"error": {"code": "x", "message": "No stream for you"}}, status=status)
    async with serve(always(reply)) as server, OmnigentClient(server.url) as client:
        with pytest.raises(StreamRefused) as caught:
            async with open_event_stream(client, "s"):
                pass
    assert isinstance(caught.value.rejection, kind)
    assert caught.value.status == int(status[:3])


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/json", ""])
async def test_a_success_of_another_kind_is_no_stream(content_type: str) -> None:
    reply = answer(b"<!doctype html><title>Sign in</title>", content_type=content_type)
    async with serve(always(reply)) as server, OmnigentClient(server.url) as client:
        with pytest.raises(NotAnEventStream) as caught:
            async with open_event_stream(client, "s"):
                pass
    assert caught.value.status == 200


async def test_nobody_listening_is_unreachable() -> None:
    async with serve(always(b"")) as server:
        pass
    async with OmnigentClient(server.url) as client:
        with pytest.raises(Unreachable) as caught:
            async with open_event_stream(client, "s"):
                pass
    assert caught.value.kind == "refused"


async def test_leaving_the_context_closes_the_connection() -> None:
    handler = streaming(event("session.heartbeat"), keep_open=True)
    async with serve(handler) as server, OmnigentClient(server.url) as client:
        context = open_event_stream(client, "s")
        stream = await context.__aenter__()
        await anext(stream)
        assert not server.closed.is_set()
        await context.__aexit__(None, None, None)
        await asyncio.wait_for(server.closed.wait(), 30)


async def test_cancelling_the_reader_closes_the_connection() -> None:
    reading = asyncio.Event()

    async def read(client: OmnigentClient) -> None:
        async with open_event_stream(client, "s") as stream:
            async for _ in stream:
                reading.set()

    handler = streaming(event("session.heartbeat"), keep_open=True)
    async with serve(handler) as server, OmnigentClient(server.url) as client:
        task = asyncio.create_task(read(client))
        await asyncio.wait_for(reading.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.closed.wait(), 30)


async def test_a_burst_is_one_event_per_text() -> None:
    burst = [event("response.output_text.delta", delta=f"{i} ", message_id=None, index=None) for i in range(300)]
    async with open_stream(streaming(*burst, DONE), min_interval=0.01) as stream:
        events = await collect(stream)
    assert len(events) < 20
    joined = "".join(one.delta for one in events if isinstance(one, OutputTextDelta))
    assert joined == "".join(f"{i} " for i in range(300))


async def test_an_event_that_is_too_large_is_dropped_and_told() -> None:
    parts = (event("session.title", title="x" * 500_000), event("session.title", title="small"), DONE)
    async with open_stream(streaming(*parts), largest_event=100_000) as stream:
        events = await collect(stream)
    assert [one.type for one in events] == ["session.title", "session.title"]
    assert isinstance(events[0], UnknownEvent)
    assert "bytes" in events[0].problem
    assert not isinstance(events[1], UnknownEvent)


async def test_large_events_within_the_limit_arrive_whole() -> None:
    text = "\u65e5\u2028\x85 " * 400_000
    parts = (event("response.output_text.delta", delta=text), DONE)
    async with open_stream(streaming(*parts)) as stream:
        (only,) = await collect(stream)
    assert isinstance(only, OutputTextDelta)
    assert only.delta == "\u65e5\n\n " * 400_000, "cleaned, not cut"


async def test_what_is_no_json_is_an_unknown_event_and_the_stream_goes_on() -> None:
    parts = (b"event: ev\x1b[31mil\ndata: {nope\n\n", event("session.heartbeat"), DONE)
    async with open_stream(streaming(*parts)) as stream:
        events = await collect(stream)
    assert isinstance(events[0], UnknownEvent)
    assert "\x1b" not in events[0].type
    assert events[1].type == "session.heartbeat"


async def test_every_byte_in_a_chunk_of_its_own() -> None:
    whole = b"\xef\xbb\xbf: hi\r\n" + event("session.title", title="\u65e5\u672c").replace(b"\n", b"\r\n") + DONE
    parts = [whole[i : i + 1] for i in range(len(whole))]
    async with open_stream(streaming(*parts)) as stream:
        (only,) = await collect(stream)
    assert only.model_dump()["title"] == "\u65e5\u672c"


async def test_a_stream_without_chunks_or_length_works_too() -> None:
    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(EVENT_STREAM + b"connection: close\r\n\r\n" + event("session.heartbeat"))
        await writer.drain()
        writer.close()

    async with open_stream(handle) as stream:
        assert [one.type for one in await anext(stream)] == ["session.heartbeat"]
        with pytest.raises(StreamDropped):
            await anext(stream)


async def test_nothing_more_is_read_while_nobody_takes_the_batch() -> None:
    """The reader's flow control reaches the sender: what is not wanted yet stays in the sockets."""
    blocked = asyncio.Event()
    sent = 0

    async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.transport.set_write_buffer_limits(high=0)
        writer.write(CHUNKED + chunk(event("session.heartbeat")))
        await writer.drain()
        filler = chunk(b": " + b"x" * 65_000 + b"\n")
        nonlocal sent
        for _ in range(400):
            sent += 1
            writer.write(filler)
            draining = asyncio.ensure_future(writer.drain())
            done, _ = await asyncio.wait([draining], timeout=0.2)
            if not done:
                blocked.set()
                await draining
        writer.write(chunk(DONE) + b"0\r\n\r\n")
        await writer.drain()

    async with open_stream(handle) as stream:
        await anext(stream)
        await asyncio.wait_for(blocked.wait(), 60)
        assert sent < 400
        assert await collect(stream) == []
        assert sent == 400
