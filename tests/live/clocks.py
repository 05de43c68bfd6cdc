"""A clock whose wall time a test moves; waiting itself stays real, but as short as the test allows."""

import asyncio
import time


class SteppedClock:
    """Wall time that `jump` moves; `jitter` is the least, and every sleep takes at most `longest` real seconds."""

    def __init__(self, *, longest: float = 0.01) -> None:
        self.offset = 0.0
        self.longest = longest

    def now(self) -> float:
        """The wall clock, in Unix seconds."""
        return time.time() + self.offset

    def monotonic(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()

    def jitter(self) -> float:
        """Always the shortest delay."""
        return 0.0

    async def sleep(self, seconds: float) -> None:
        """Wait, but not for long."""
        await asyncio.sleep(min(seconds, self.longest))

    def jump(self, seconds: float) -> None:
        """The machine slept, or somebody set the clock."""
        self.offset += seconds
