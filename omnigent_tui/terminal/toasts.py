"""Notices that end when they should, whatever the clock does.

Textual gives the time a notice has left to a timer. A notice that ends in the moment in which a screen opens (or
another notice comes) has less than none left, and a timer of a negative time loops for ever: the program hangs.
"""

import time
from dataclasses import dataclass

from textual.notifications import Notification

_LEAST_SECONDS = 0.05


@dataclass
class TimedNotification(Notification):
    """A notification that goes by the steady clock and always has some time left to be shown for."""

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.timeout

    @property
    def time_left(self) -> float:
        """Seconds until it ends, at least a moment."""
        return max(_LEAST_SECONDS, self._ends - time.monotonic())

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self._ends <= time.monotonic()
