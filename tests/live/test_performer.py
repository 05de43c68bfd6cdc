"""The door between screens and the network: what is followed, what is let go, and that nothing is left behind."""

import asyncio

from omnigent_tui.live.following import FOLLOWED_SESSIONS
from omnigent_tui.state import intents
from tests.live.clocks import SteppedClock
from tests.live.demo import Demo
from tests.live.following import running_client


async def test_the_oldest_of_many_sessions_are_let_go(demo: Demo) -> None:
    ids = [await demo.session(f"session {number}") for number in range(10)]
    async with running_client(demo.url) as client:
        for session_id in ids:
            await client.open(session_id)
        kept = ids[-FOLLOWED_SESSIONS:]
        await client.until(lambda: set(client.state.conversations) == set(kept), "the oldest to be let go")
        while set((await demo.state())["streams"]) != set(kept):
            assert client.state.open_session_id == ids[-1]
        await client.open(ids[0])
        assert client.is_live(ids[0])


async def test_hurrying_through_sessions_ends_with_the_last_one_live(demo: Demo) -> None:
    ids = [await demo.session(f"session {number}") for number in range(9)]
    async with running_client(demo.url) as client:
        for turn in range(40):
            client.perform(intents.OpenSession(ids[turn * 7 % 9]))
            if turn % 5 == 0:
                await asyncio.sleep(0)
        last = ids[39 * 7 % 9]
        await client.until(lambda: client.is_settled(last), "the last one")
        followed = set(client.followed_feeds)
        await client.until(lambda: set(client.state.conversations) == followed, "the others to be let go")
        for session_id in followed:
            await client.until(lambda: client.is_live(session_id), "a stream")  # noqa: B023 - awaited in the loop


async def test_stopping_at_any_moment_leaves_no_task(demo: Demo) -> None:
    session_id = await demo.session()
    for turns in range(0, 120, 15):
        async with running_client() as client:
            client.perform(intents.ConnectToServer(demo.url, session_id=session_id))
            client.send(session_id, f"message {turns}")
            for _ in range(turns):
                await asyncio.sleep(0.002)
            client.perform(intents.LoadOlderItems(session_id))
            client.perform(intents.InterruptTurn(session_id))


async def test_a_task_that_crashes_is_told_and_comes_back(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url, SteppedClock()) as client:
        await client.open(session_id)
        feed = client.followed_feeds[session_id]
        crashed = False

        async def crash() -> bool:
            nonlocal crashed
            crashed = True
            feed.reconciler.once = once  # type: ignore[method-assign]
            raise ZeroDivisionError("a mistake of ours")

        once = feed.reconciler.once
        feed.reconciler.once = crash  # type: ignore[method-assign]
        client.perform(intents.RetryNow())
        await client.until(lambda: bool(client.state.announcements), "the announcement")
        assert crashed
        assert "started again" in client.state.announcements[0].text
        await client.until(
            lambda: client.conversation(session_id).stream.connections == 2 and client.is_settled(session_id),
            "the session to be followed again",
        )
