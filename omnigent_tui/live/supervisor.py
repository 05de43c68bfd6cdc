"""Runs the live layer's tasks; the one place that catches what nobody foresaw."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from omnigent_tui.live.backoff import REQUESTS
from omnigent_tui.live.clock import Clock
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.state.client_events import TaskFailed
from omnigent_tui.state.store import Store

log = logging.getLogger(__name__)

Work = Callable[[], Coroutine[Any, Any, None]]


class Supervisor:
    """Owns tasks by name. A task that fails unexpectedly is logged, told to the person, and started again."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Work, *, restart: bool = True) -> None:
        """Run `work` under this name unless it runs already."""
        running = self._tasks.get(name)
        if running is not None and not running.done():
            return
        task = asyncio.create_task(self._run(name, work, restart=restart), name=name)
        self._tasks[name] = task
        task.add_done_callback(lambda done: self._forget(name, done))

    def replace(self, name: str, work: Work, *, restart: bool = False) -> None:
        """Run `work` under this name; what ran under it is cancelled, and has ended before `work` begins."""
        before = self._cancelled(name)

        async def in_turn() -> None:
            await asyncio.gather(*before, return_exceptions=True)
            await work()

        self.start(name, in_turn, restart=restart)

    def is_running(self, name: str) -> bool:
        """Whether work of this name is under way."""
        task = self._tasks.get(name)
        return task is not None and not task.done()

    async def stop(self, name: str) -> None:
        """Cancel the work of this name and wait until it has ended."""
        await asyncio.gather(*self._cancelled(name), return_exceptions=True)

    async def stop_all(self, *, but: frozenset[str] = frozenset()) -> None:
        """Cancel everything, except the names in `but`, and wait until it has ended."""
        for name in self._tasks.keys() - but:
            self._cancelled(name)
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _cancelled(self, name: str) -> tuple[asyncio.Task[None], ...]:
        """Cancel the work of this name; return what has to end, for whoever waits for it."""
        task = self._tasks.pop(name, None)
        if task is None:
            return ()
        task.cancel()
        # A wait for it may be cancelled in turn: it must not be forgotten before it has ended.
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return (task,)

    def _forget(self, name: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(name) is task:
            del self._tasks[name]

    async def _run(self, name: str, work: Work, *, restart: bool) -> None:
        failures = 0
        while True:
            try:
                await work()
                return
            except Exception as error:
                failures += 1
                log.exception("task %s failed", name)
                reason = clean_line(f"{type(error).__name__}: {error}", 200)
                self._store.dispatch(
                    TaskFailed(task=name.partition(":")[0], reason=reason, is_restarted=restart, at=self._clock.now())
                )
                if not restart:
                    return
            await self._clock.sleep(REQUESTS.delay(failures, self._clock.jitter()))
