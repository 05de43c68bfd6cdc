"""Tasks by name: started once, started again after a failure nobody foresaw, and always ended."""

import asyncio

from omnigent_tui.live.supervisor import Supervisor
from omnigent_tui.state.store import Store
from tests.live.clocks import SteppedClock


def supervisor() -> tuple[Supervisor, Store]:
    store = Store()
    return Supervisor(store, SteppedClock(longest=0.0)), store


async def forever() -> None:
    await asyncio.Event().wait()


async def test_a_task_that_fails_is_started_again_and_says_so() -> None:
    tasks, store = supervisor()
    runs = 0
    done = asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            raise ZeroDivisionError("oops\x1b[2J")
        done.set()

    tasks.start("session feed:abc", work)
    await asyncio.wait_for(done.wait(), 30)
    texts = [said.text for said in store.state.announcements]
    assert texts == ["session feed failed and was started again: ZeroDivisionError: oops␛[2J"] * 2
    await tasks.stop_all()


async def test_work_that_is_not_to_be_repeated_only_says_that_it_failed() -> None:
    tasks, store = supervisor()
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        raise KeyError("gone")

    tasks.start("interrupt:abc", work, restart=False)
    while tasks.is_running("interrupt:abc"):
        await asyncio.sleep(0)
    assert runs == 1
    assert store.state.announcements[0].text == "interrupt failed: KeyError: 'gone'"


async def test_a_name_runs_once_at_a_time() -> None:
    tasks, _ = supervisor()
    runs: list[int] = []

    async def work(number: int) -> None:
        runs.append(number)
        await forever()

    tasks.start("one", lambda: work(1))
    tasks.start("one", lambda: work(2))
    await asyncio.sleep(0)
    assert runs == [1]
    await tasks.stop("one")
    assert not tasks.is_running("one")
    await tasks.stop("one")
    tasks.start("one", lambda: work(3))
    await asyncio.sleep(0)
    assert runs == [1, 3]
    await tasks.stop_all()


async def test_what_is_replaced_has_ended_before_the_new_begins() -> None:
    tasks, _ = supervisor()
    order: list[str] = []

    async def slow_to_end() -> None:
        try:
            await forever()
        finally:
            await asyncio.sleep(0)
            order.append("old ended")

    async def new() -> None:
        order.append("new began")

    tasks.start("one", slow_to_end)
    await asyncio.sleep(0)
    tasks.replace("one", new)
    while tasks.is_running("one"):
        await asyncio.sleep(0)
    assert order == ["old ended", "new began"]


async def test_stopping_in_the_middle_of_a_replacement_leaves_nothing() -> None:
    before = asyncio.all_tasks()
    for turns in range(6):
        tasks, _ = supervisor()
        tasks.start("one", forever)
        for _ in range(turns % 3):
            await asyncio.sleep(0)
        tasks.replace("one", forever)
        tasks.replace("one", forever)
        for _ in range(turns // 3):
            await asyncio.sleep(0)
        await tasks.stop_all()
        assert asyncio.all_tasks() == before


async def test_some_tasks_are_spared() -> None:
    tasks, _ = supervisor()
    tasks.start("keep", forever)
    tasks.start("end", forever)
    await tasks.stop_all(but=frozenset({"keep"}))
    assert tasks.is_running("keep")
    assert not tasks.is_running("end")
    await tasks.stop_all()
    assert not tasks.is_running("keep")
