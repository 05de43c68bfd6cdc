"""Streams that die without saying so: silence, and connections recycled while they break."""

import asyncio

from omnigent_tui.live.session_feed import SessionFeed
from omnigent_tui.state import client_events
from omnigent_tui.state.conversation import StreamPhase
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from tests.live.clocks import SteppedClock
from tests.wire.raw_server import CHUNKED, Request, answer, chunk, event, serve, until_disconnected


async def test_silence_longer_than_the_deadline_is_a_lost_stream() -> None:
    async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
        if "/stream" in request.path:
            writer.write(CHUNKED + chunk(event("session.heartbeat")))
            await until_disconnected(request)
            writer.close()
        elif "/items" in request.path:
            writer.write(answer({"data": [], "has_more": False}))
        else:
            writer.write(answer({"id": "s", "status": "idle"}))

    async with serve(silent) as server, OmnigentClient(server.url) as client:
        store = Store()
        store.dispatch(client_events.SessionOpened(session_id="s", at=0.0))
        lost = asyncio.Event()

        def look() -> None:
            if store.state.conversations["s"].stream.phase is StreamPhase.WAITING:
                lost.set()

        store.listen(look)
        feed = SessionFeed(client, store, "s", SteppedClock(), silence_seconds=0.05)
        running = asyncio.create_task(feed.run())
        await asyncio.wait_for(lost.wait(), 30)
        assert "silent" in store.state.conversations["s"].stream.reason
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_recycling_while_the_stream_breaks_and_while_it_ends() -> None:
    """However a recycle meets an end of its own, exactly one connection is left, or none."""

    async def short(request: Request, writer: asyncio.StreamWriter) -> None:
        if "/stream" in request.path:
            writer.write(CHUNKED + chunk(event("session.heartbeat")))
            if len(server.requests) % 3 == 0:
                writer.close()
                return
            await until_disconnected(request)
            writer.close()
        elif "/items" in request.path:
            writer.write(answer({"data": [], "has_more": False}))
        else:
            writer.write(answer({"id": "s", "status": "idle"}))

    async with serve(short) as server, OmnigentClient(server.url) as client:
        store = Store()
        store.dispatch(client_events.SessionOpened(session_id="s", at=0.0))
        feed = SessionFeed(client, store, "s", SteppedClock())
        running = asyncio.create_task(feed.run())
        for turns in range(60):
            for _ in range(turns % 13):
                await asyncio.sleep(0)
            feed.recycle("the clock jumped")
            assert not running.done()
        while store.state.conversations["s"].stream.phase is not StreamPhase.LIVE:
            await asyncio.sleep(0.01)
            feed.retry_now()
        running.cancel()
        result = await asyncio.gather(running, return_exceptions=True)
        assert isinstance(result[0], asyncio.CancelledError)
        assert feed._current is None
