"""Asking for liveness: of what is on the screen only, in one batch, and again once a drop may be believed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from omnigent_tui.live.liveness import LivenessWatch
from omnigent_tui.protocol.sessions import SessionRow
from omnigent_tui.state import client_events as client_event
from omnigent_tui.state.selectors import liveness_badge
from omnigent_tui.state.sessions import DROP_GRACE_SECONDS, ListSource, Liveness
from omnigent_tui.state.store import Store
from omnigent_tui.wire.client import OmnigentClient
from tests.live.clocks import SteppedClock
from tests.live.demo import Demo

UNKNOWN = "0" * 32


async def batches(demo: Demo) -> list[list[str]]:
    """The ids of each request for liveness that the server was asked."""
    rows = await demo.requests("/health", "GET")
    found = [str(row["query"]).removeprefix("session_ids=") for row in rows if row["query"]]
    return [ids.replace("%2C", ",").split(",") for ids in found]


@contextlib.asynccontextmanager
async def watching(demo: Demo, store: Store, clock: SteppedClock) -> AsyncIterator[LivenessWatch]:
    """A watch that runs."""
    async with OmnigentClient(demo.url) as client:
        watch = LivenessWatch(client, store, clock)
        task = asyncio.create_task(watch.run())
        try:
            yield watch
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what the watch brings about."""
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.02)


def listed(*session_ids: str) -> Store:
    """A store whose list has these sessions, kept live by a socket."""
    store = Store()
    rows = tuple(SessionRow(id=one, runner_id="r", host_id="h") for one in session_ids)
    store.dispatch(
        client_event.SessionRowsChanged(rows=rows, at=0.0),
        client_event.ListSourceChanged(source=ListSource.SOCKET, at=0.0),
    )
    return store


async def test_only_what_is_on_the_screen_is_asked_about_and_an_unknown_id_spoils_nothing(demo: Demo) -> None:
    seen, open_one, hidden = [await demo.session(name) for name in ("seen", "open", "hidden")]
    store = listed(seen, open_one, hidden, UNKNOWN, "malformed")
    store.dispatch(client_event.SessionOpened(session_id=open_one, at=0.0))
    async with watching(demo, store, SteppedClock()) as watch:
        watch.look_at((seen, UNKNOWN, "malformed"))
        await until(lambda: store.state.sessions.by_id[seen].liveness is not None)
    wanted = {seen, open_one, UNKNOWN, "malformed"}
    asked = [set(ids) for ids in await batches(demo) if {seen, open_one} & set(ids)]
    assert wanted in asked
    assert all(ids <= wanted for ids in asked[asked.index(wanted) :])
    by_id = store.state.sessions.by_id
    assert by_id[seen].host_version is not None
    assert by_id[UNKNOWN].liveness is None


async def test_a_drop_is_asked_about_again_when_it_may_be_believed(demo: Demo) -> None:
    session_id = await demo.session("dropped")
    store, clock = listed(session_id), SteppedClock()

    def word() -> str:
        return liveness_badge(store.state.sessions.by_id[session_id]).word.value

    async with watching(demo, store, clock) as watch:
        async with asyncio.timeout(60):
            while word() != "online":
                watch.retry_now()
                await asyncio.sleep(0.05)
        await demo.control("kill_runner", session_id=session_id)
        gone = SessionRow(id=session_id, runner_id="r", host_id="h", runner_online=False, host_online=True)
        store.dispatch(client_event.SessionRowsChanged(rows=(gone,), at=clock.now()))
        assert word() == "online"
        clock.jump(DROP_GRACE_SECONDS)
        await until(lambda: word() == "asleep")


async def test_a_runner_that_was_only_concluded_is_asked_about_at_once(demo: Demo) -> None:
    session_id = await demo.session("guessed")
    store, clock = listed(session_id), SteppedClock(longest=60)

    def known() -> Liveness:
        return store.state.sessions.by_id[session_id].liveness or Liveness()

    def says(status: str, *, runner_online: bool | None) -> None:
        row = SessionRow(id=session_id, runner_id="r", status=status, runner_online=runner_online)
        store.dispatch(client_event.SessionRowsChanged(rows=(row,), at=clock.now()))

    async with watching(demo, store, clock) as watch:
        async with asyncio.timeout(60):
            while not known().runner_online:
                watch.retry_now()
                await asyncio.sleep(0.05)
        says("idle", runner_online=False)
        clock.jump(DROP_GRACE_SECONDS)
        says("idle", runner_online=False)
        assert known().runner_online is False
        says("running", runner_online=None)
        assert known().is_concluded
        await until(lambda: not known().is_concluded)
