"""The guard against stray keys: an answer counts only when it was read before and the keyboard was quiet.

Times are seconds of the monotonic clock that stamps key events in the input thread.
"""

from collections import deque

QUIET_SECONDS = 0.5
_REMEMBERED = 64


class KeyRhythm:
    """When keys were pressed, anywhere in the program; the app notes every one before it is dispatched."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=_REMEMBERED)
        self._forgotten: float | None = None

    def note(self, at: float) -> None:
        """Remember a key (or a paste) of that time."""
        if len(self._times) == _REMEMBERED:
            self._forgotten = max(self._times[0], self._forgotten or 0.0)
        self._times.append(at)

    @property
    def last(self) -> float | None:
        """The time of the newest key, None before the first."""
        return self._times[-1] if self._times else None

    def quiet_before(self, at: float) -> float:
        """Return the seconds without any key before the one of that time; infinite when it is the first."""
        earlier = [time for time in self._times if time < at]
        if sum(time == at for time in self._times) > 1:
            return 0.0
        if not earlier and self._forgotten is not None:
            # So many keys wait behind this one that those before it are forgotten: it was anything but quiet.
            return max(0.0, at - self._forgotten)
        return at - earlier[-1] if earlier else float("inf")


class KeyGuard:
    """Decides whether a key pressed at some time may answer the question with some id."""

    def __init__(self, rhythm: KeyRhythm) -> None:
        self._rhythm = rhythm
        self._painted: tuple[str, float] | None = None
        self._focused_at: float | None = None

    def hidden(self) -> None:
        """Another question is shown, or none: nothing was painted yet."""
        self._painted = None

    def painted(self, question_id: str, at: float) -> None:
        """The question was painted in full."""
        if self._painted is None or self._painted[0] != question_id:
            self._painted = question_id, at

    def focused(self, at: float | None) -> None:
        """The card got the focus, or lost it (None)."""
        self._focused_at = at

    def allows(self, question_id: str, at: float) -> bool:
        """Whether a key of that time was meant for that question."""
        if self._painted is None or self._focused_at is None or self._painted[0] != question_id:
            return False
        read_for = at - max(self._painted[1], self._focused_at)
        return read_for >= QUIET_SECONDS and self._rhythm.quiet_before(at) >= QUIET_SECONDS
