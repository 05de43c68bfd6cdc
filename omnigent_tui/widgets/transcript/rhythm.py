"""The rhythm of streamed text: whether it rushes by, and when it pauses, so that the view can come to rest then."""

from collections.abc import Callable
from time import monotonic

PAUSE = 0.4
"""Seconds without a new piece of text after which the reader is taken to be waiting for it."""


class StreamRhythm:
    """Tells text that rushes by from text that comes now and then.

    `later` calls a function after so many seconds; `at_rest` is called once after the last piece of a rush. Nothing
    is planned while no text comes.
    """

    def __init__(
        self,
        later: Callable[[float, Callable[[], None]], object],
        at_rest: Callable[[], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._later = later
        self._at_rest = at_rest
        self.clock = clock
        self._last: float | None = None
        self._is_waiting = False

    def grew(self) -> bool:
        """Note that text came; return whether it came close behind the piece before."""
        now = self.clock()
        is_rush = self._last is not None and now - self._last < PAUSE
        self._last = now
        if is_rush and not self._is_waiting:
            self._is_waiting = True
            self._later(PAUSE, self._look)
        return is_rush

    def ended(self) -> None:
        """Note that no more text is to come."""
        self._last = None

    def _look(self) -> None:
        rest = 0.0 if self._last is None else self._last + PAUSE - self.clock()
        if rest > 0:
            self._later(rest, self._look)
            return
        self._is_waiting = False
        if self._last is not None:
            self._at_rest()
