"""One session followed through every kind of break: what was missed is there, and the person sees what goes on."""

import asyncio

import pytest

from omnigent_tui.live.session_feed import PATIENCE_WITH_404
from omnigent_tui.state import intents
from omnigent_tui.state.conversation import History, StreamPhase
from omnigent_tui.state.reducers.stored_notices import is_shown
from omnigent_tui.state.transcript import AssistantMessage, UserMessage
from tests.live.clocks import SteppedClock
from tests.live.demo import Demo
from tests.live.following import Client, running_client
from tests.replay.follower import check_settled


def stream_of(session_id: str) -> str:
    return f"/v1/sessions/{session_id}/stream"


def phase(client: Client, session_id: str) -> StreamPhase:
    return client.conversation(session_id).stream.phase


def impatient(client: Client) -> None:
    """Somebody who never waits for a countdown."""

    def retry() -> None:
        if any(one.stream.phase is StreamPhase.WAITING for one in client.state.conversations.values()):
            asyncio.get_running_loop().call_soon(client.perform, intents.RetryNow())

    client.store.listen(retry)


async def reconnected(client: Client, session_id: str, times: int) -> None:
    await client.until(
        lambda: client.conversation(session_id).stream.connections >= times and client.is_settled(session_id),
        f"connection {times}",
    )


async def test_what_was_stored_during_a_drop_is_there_afterwards(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        await demo.control("items", session_id=session_id, count=25)
        await demo.control("faults", kind="drop_streams", path_prefix=stream_of(session_id))
        await reconnected(client, session_id, 2)
        check_settled(client.conversation(session_id), await demo.items(session_id))


@pytest.mark.parametrize("kind", ["refuse", "html", "status"])
async def test_failed_attempts_count_down_until_one_works(demo: Demo, kind: str) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        seen: list[tuple[int, float]] = []

        def note() -> None:
            stream = client.conversation(session_id).stream
            if stream.phase is StreamPhase.WAITING and (not seen or seen[-1][0] != stream.attempt):
                assert stream.reason
                assert stream.retry_at is not None
                seen.append((stream.attempt, stream.retry_at))

        client.store.listen(note)
        impatient(client)
        path = stream_of(session_id)
        await demo.control("faults", kind=kind, path_prefix=path, method="GET", count=4)
        await demo.control("faults", kind="drop_streams", path_prefix=path)
        await reconnected(client, session_id, 2)
        assert [attempt for attempt, _ in seen] == [1, 2, 3, 4, 5]


async def test_the_countdown_grows_and_can_be_skipped(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url, SteppedClock()) as client:
        await client.open(session_id)
        path = stream_of(session_id)
        await demo.control("faults", kind="refuse", path_prefix=path, method="GET", count=5)
        await demo.control("faults", kind="drop_streams", path_prefix=path)
        delays: list[float] = []
        for attempt in range(1, 7):
            await client.until(
                lambda: (
                    client.conversation(session_id).stream.attempt == attempt  # noqa: B023 - awaited in the loop
                    and phase(client, session_id) is StreamPhase.WAITING
                ),
                f"attempt {attempt}",
            )
            stream = client.conversation(session_id).stream
            delays.append((stream.retry_at or 0.0) - client.performer._clock.now())
            client.perform(intents.RetryNow())
        await reconnected(client, session_id, 2)
        assert delays == sorted(delays)
        assert delays[-1] > 3.0


async def test_done_ends_the_stream_until_somebody_comes_back(demo: Demo) -> None:
    session_id = await demo.session()
    other = await demo.session("other")
    async with running_client(demo.url) as client:
        await client.open(session_id)
        await demo.control("emit", session_id=session_id, raw="data: [DONE]\n\n")
        await client.until(lambda: phase(client, session_id) is StreamPhase.ENDED, "the end")
        await client.open(other)
        assert phase(client, session_id) is StreamPhase.ENDED
        await client.open(session_id)
        await reconnected(client, session_id, 2)


async def test_404_is_a_server_that_restarts_until_it_stays(demo: Demo) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        impatient(client)
        path = stream_of(session_id)
        fault = {"kind": "status", "status": 404, "path_prefix": path, "method": "GET"}
        await demo.control("faults", **fault, count=PATIENCE_WITH_404 - 1)
        await demo.control("faults", kind="drop_streams", path_prefix=path)
        await reconnected(client, session_id, 2)
        await demo.control("faults", **fault, count=PATIENCE_WITH_404)
        await demo.control("faults", kind="drop_streams", path_prefix=path)
        await client.until(lambda: phase(client, session_id) is StreamPhase.REFUSED, "the refusal")
        client.perform(intents.RetryNow())
        await reconnected(client, session_id, 3)


@pytest.mark.parametrize("status", [401, 403])
async def test_without_permission_the_stream_stays_closed_until_a_message_is_written(demo: Demo, status: int) -> None:
    session_id = await demo.session()
    async with running_client(demo.url) as client:
        await client.open(session_id)
        path = stream_of(session_id)
        await demo.control("faults", kind="status", status=status, path_prefix=path, method="GET")
        await demo.control("faults", kind="drop_streams", path_prefix=path)
        await client.until(lambda: phase(client, session_id) is StreamPhase.REFUSED, "the refusal")
        assert client.conversation(session_id).stream.reason
        await demo.script(session_id, [{"text": "Here again."}])
        client.send(session_id, "are you there?")
        await reconnected(client, session_id, 2)
        await client.until(lambda: len(client.conversation(session_id).history) == 2, "the answer")


async def test_a_clock_that_jumps_opens_the_stream_anew_at_once(demo: Demo) -> None:
    session_id = await demo.session()
    clock = SteppedClock()
    async with running_client(demo.url, clock) as client:
        await client.open(session_id)
        await demo.control("items", session_id=session_id, count=3)
        clock.jump(3600)
        await reconnected(client, session_id, 2)
        check_settled(client.conversation(session_id), await demo.items(session_id))
        assert (await demo.state())["streams"] == {session_id: 1}


async def test_a_server_started_again_in_mid_answer(demo: Demo) -> None:
    session_id = await demo.session()
    await demo.script(session_id, [{"text": "Said before. "}, {"gate": "restart"}, {"text": "Said after."}])
    async with running_client(demo.url) as client:
        await client.open(session_id)
        client.send(session_id, "go")
        await client.until(lambda: "Said before. " in texts(client, session_id), "the first half")
        first = client.conversation(session_id).stream.epoch
        await demo.control("restart_epoch")
        await client.until(
            lambda: client.is_live(session_id) and client.conversation(session_id).stream.connections == 2,
            "the new server",
        )
        assert client.conversation(session_id).stream.epoch != first
        assert "Said before. " in texts(client, session_id)
        await demo.control("release", gate="restart")
        await client.until(lambda: client.is_settled(session_id), "the end of the turn")
        check_settled(client.conversation(session_id), await demo.items(session_id))
        assert texts(client, session_id) == ["go", "Said before. ", "Said after."]
        kept = [entry.unsaved for entry in client.conversation(session_id).history]
        assert kept == [False, True, False], "the new server has forgotten the beginning"


def texts(client: Client, session_id: str) -> list[str]:
    entries = client.conversation(session_id).entries
    return [e.text for e in entries if isinstance(e, UserMessage | AssistantMessage)]


async def test_a_busy_stream_is_not_polled(demo: Demo) -> None:
    session_id = await demo.session()
    await demo.script(session_id, [{"text": "word " * 400, "chunk": 5, "delay": 0.005}])
    async with running_client(demo.url) as client:
        await client.open(session_id)
        client.send(session_id, "talk")
        await client.until(lambda: client.conversation(session_id).turn.is_running, "the turn")
        await demo.control("faults", kind="drop_streams", path_prefix=stream_of(session_id))
        await reconnected(client, session_id, 2)
        pages = await demo.requests(f"/v1/sessions/{session_id}/items", "GET")
        assert 3 <= len(pages) <= 8, len(pages)


async def test_pages_that_fail_are_asked_for_again(demo: Demo) -> None:
    session_id = await demo.session()
    await demo.control("items", session_id=session_id, count=3)
    items = f"/v1/sessions/{session_id}/items"
    await demo.control("faults", kind="status", status=500, path_prefix=items, count=2)
    async with running_client(demo.url) as client:
        client.perform(intents.OpenSession(session_id))
        await client.until(lambda: bool(client.conversation(session_id).failure), "the failure")
        client.perform(intents.RetryNow())
        await client.until(lambda: len(client.conversation(session_id).stored_ids) == 3, "the items")
        assert not client.conversation(session_id).failure


async def test_more_missed_than_pages_are_read_replaces_what_was_loaded(demo: Demo) -> None:
    session_id = await demo.session()
    await demo.control("items", session_id=session_id, count=150)
    async with running_client(demo.url) as client:
        await client.open(session_id)
        await client.until(lambda: client.conversation(session_id).older is History.MORE, "the newest page")
        client.perform(intents.LoadOlderItems(session_id))
        await client.until(lambda: client.conversation(session_id).older is History.COMPLETE, "everything")
        await demo.control("items", session_id=session_id, count=500)
        await demo.control("faults", kind="drop_streams", path_prefix=stream_of(session_id))
        await reconnected(client, session_id, 2)
        stored = await demo.items(session_id)
        shown = [item for item in stored if is_shown(item)]
        loaded = client.conversation(session_id).stored_ids
        assert loaded == {item.id for item in shown[-len(loaded) :]}
        assert 300 < len(loaded) < 500
        while client.conversation(session_id).older is not History.COMPLETE:
            before = len(client.conversation(session_id).stored_ids)
            client.perform(intents.LoadOlderItems(session_id))
            await client.until(
                lambda: len(client.conversation(session_id).stored_ids) > before,  # noqa: B023 - awaited in the loop
                "older items",
            )
        check_settled(client.conversation(session_id), stored)


async def test_interrupting_is_confirmed_even_when_nothing_runs(demo: Demo) -> None:
    session_id = await demo.session()
    await demo.script(session_id, [{"text": "Never ends."}, {"gate": "never"}])
    async with running_client(demo.url) as client:
        await client.open(session_id)
        client.send(session_id, "go on")
        await client.until(lambda: "Never ends." in texts(client, session_id), "the text")
        client.perform(intents.InterruptTurn(session_id))
        await client.until(lambda: client.conversation(session_id).turn.stopping_since is not None, "the wish")
        await client.until(lambda: client.is_settled(session_id), "the end")
        assert client.conversation(session_id).turn.stopping_since is None
        client.perform(intents.InterruptTurn(session_id))
        await client.until(lambda: client.conversation(session_id).turn.stopping_since is not None, "the wish")
        await client.until(lambda: client.conversation(session_id).turn.stopping_since is None, "the confirmation")
