"""When to show the state: at most so many times a second after a change, and once in a while for what only ages."""

import asyncio
from collections.abc import Callable

COARSE_SECONDS = 60.0
FLOOD_SECONDS = 0.1
"""Between two frames while more text rushes by than anybody can read: drawing more of them serves nobody."""


class FrameTimer:
    """Calls `show` after `mark`, never more than `rate` times a second, and not at all while nobody marks.

    `is_flooded` is for the caller to set: frames come `FLOOD_SECONDS` apart then.
    """

    def __init__(self, show: Callable[[], None], rate: int) -> None:
        self._show = show
        self._interval = 1.0 / rate
        self._due: asyncio.TimerHandle | None = None
        self._again: asyncio.TimerHandle | None = None
        self._shown_at = float("-inf")
        self.is_flooded = False

    def mark(self) -> None:
        """Something changed: show it at the end of this frame."""
        if self._due is None:
            loop = asyncio.get_running_loop()
            apart = max(self._interval, FLOOD_SECONDS) if self.is_flooded else self._interval
            self._due = loop.call_at(max(loop.time(), self._shown_at + apart), self._fire)

    def again_in(self, seconds: float) -> None:
        """Show again after so long, unless a change comes first."""
        if self._again is not None:
            self._again.cancel()
        self._again = asyncio.get_running_loop().call_later(seconds, self.mark)

    def stop(self) -> None:
        """Show nothing more."""
        for handle in (self._due, self._again):
            if handle is not None:
                handle.cancel()

    def _fire(self) -> None:
        self._due = None
        self._shown_at = asyncio.get_running_loop().time()
        self._show()
