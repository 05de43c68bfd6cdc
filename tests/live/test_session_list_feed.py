"""The session list kept live: over the socket, by polling, through deletions and stale cursors."""

import asyncio

from omnigent_tui.state import intents
from omnigent_tui.state.sessions import ListSource
from tests.live.clocks import SteppedClock
from tests.live.demo import Demo, running_demo
from tests.live.following import Client, running_client


async def listed(client: Client, session_id: str) -> None:
    await client.until(lambda: session_id in client.state.sessions.order, f"{session_id} in the list")


async def gone(client: Client, session_id: str) -> None:
    await client.until(lambda: session_id not in client.state.sessions.by_id, f"{session_id} to go")


async def live(client: Client, source: ListSource) -> None:
    await client.until(lambda: client.state.sessions.source is source, f"a list that is {source}")


async def test_sessions_come_and_go_by_themselves(demo: Demo) -> None:
    async with running_client(demo.url) as client:
        await live(client, ListSource.SOCKET)
        session_id = await demo.session("born elsewhere")
        await listed(client, session_id)
        await client.until(lambda: client.state.sessions.by_id[session_id].liveness is not None, "its liveness")
        await demo.delete(session_id)
        await gone(client, session_id)


async def test_what_was_deleted_while_the_socket_was_down_goes(demo: Demo) -> None:
    session_id = await demo.session("to be deleted")
    async with running_client(demo.url, SteppedClock()) as client:
        await listed(client, session_id)
        await live(client, ListSource.SOCKET)
        path = "/v1/sessions/updates"
        await demo.control("faults", kind="refuse", path_prefix=path, count=2)
        await demo.control("faults", kind="drop_streams", path_prefix=path)
        await live(client, ListSource.NONE)
        await demo.delete(session_id)
        client.perform(intents.RetryNow())
        await live(client, ListSource.SOCKET)
        await gone(client, session_id)


async def test_a_clock_that_jumps_opens_the_socket_anew(demo: Demo) -> None:
    clock = SteppedClock()
    async with running_client(demo.url, clock) as client:
        await live(client, ListSource.SOCKET)
        asked = len(await demo.requests("/v1/sessions/updates", "WEBSOCKET"))
        clock.jump(3600)
        while len(await demo.requests("/v1/sessions/updates", "WEBSOCKET")) == asked:
            assert client.state.sessions.order
        await live(client, ListSource.SOCKET)


async def test_without_a_socket_the_list_is_polled() -> None:
    async with running_demo("--seed-shapes") as demo, running_client(demo.url) as client:
        await live(client, ListSource.POLLING)
        session_id = await demo.session("seen by polling")
        client.perform(intents.RetryNow())
        await listed(client, session_id)
        await client.until(
            lambda: any(entry.liveness is not None for entry in client.state.sessions.by_id.values()), "liveness"
        )
        await demo.delete(session_id)
        client.perform(intents.RetryNow())
        await gone(client, session_id)


async def test_all_pages_come_one_by_one() -> None:
    async with running_demo("--sessions", "130") as demo, running_client(demo.url) as client:
        await client.until(lambda: client.state.sessions.loaded_at is not None, "the first page")
        while client.state.sessions.has_more:
            before = len(client.state.sessions.by_id)
            client.perform(intents.LoadMoreSessions())
            client.perform(intents.LoadMoreSessions())
            await client.until(lambda: not client.state.sessions.loading_more, "the page")
            await client.until(
                lambda: (
                    len(client.state.sessions.by_id) > before  # noqa: B023 - awaited in the loop
                    or not client.state.sessions.has_more
                ),
                "more rows",
            )
        assert len(client.state.sessions.order) >= 130
        assert len(set(client.state.sessions.order)) == len(client.state.sessions.order)


async def test_a_cursor_whose_session_is_deleted_starts_over() -> None:
    async with running_demo("--sessions", "130") as demo, running_client(demo.url) as client:
        await client.until(lambda: client.state.sessions.cursor is not None, "the first page")
        cursor = client.state.sessions.cursor
        assert cursor is not None
        await demo.delete(cursor)
        await gone(client, cursor)
        client.perform(intents.LoadMoreSessions())
        await client.until(lambda: client.state.sessions.cursor not in (None, cursor), "another cursor")
        assert not client.state.sessions.loading_more
        known = len(client.state.sessions.by_id)
        client.perform(intents.LoadMoreSessions())
        await client.until(lambda: len(client.state.sessions.by_id) > known, "the next page")


async def test_a_list_that_fails_says_why_and_recovers(demo: Demo) -> None:
    await demo.control("faults", kind="status", status=500, path_prefix="/v1/sessions", method="GET", count=3)
    async with running_client(clock=SteppedClock()) as client:
        client.perform(intents.ConnectToServer(demo.url))
        await client.until(lambda: bool(client.state.sessions.failure), "the failure")
        for _ in range(3):
            client.perform(intents.RetryNow())
            await asyncio.sleep(0)
        await client.until(lambda: bool(client.state.sessions.order), "the list")
        assert not client.state.sessions.failure
