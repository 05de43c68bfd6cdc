"""Waiting that can be cut short: for a countdown the person may skip, or for work that somebody announces."""

import asyncio


class Wakeup:
    """An event that is set by `wake` and taken by the one who waits."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def wake(self) -> None:
        """End the wait that runs, or the next one."""
        self._event.set()

    def clear(self) -> None:
        """Forget a wake-up that nobody waited for."""
        self._event.clear()

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait for a wake-up, at most `seconds`; True when there was one."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True
