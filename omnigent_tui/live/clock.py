"""The clock the live layer runs by; tests inject another one."""

import asyncio
import random
import time
from typing import Protocol


class Clock(Protocol):
    """Wall time, monotonic time, sleeping and jitter."""

    def now(self) -> float:
        """The wall clock, in Unix seconds."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow; on Linux they stand still while the machine sleeps."""
        ...

    def jitter(self) -> float:
        """A random number from 0 to 1."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """The wall clock, in Unix seconds."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()

    def jitter(self) -> float:
        """A random number from 0 to 1."""
        return random.random()  # noqa: S311 - spreads reconnects, guards nothing

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
