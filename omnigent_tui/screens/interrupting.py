"""The two presses it takes to stop a turn."""

from enum import StrEnum

CONFIRM_SECONDS = 3.0


class Press(StrEnum):
    """What a press of the key means."""

    ARMED = "armed"
    CONFIRMED = "confirmed"


class InterruptKey:
    """Armed by a first press for `CONFIRM_SECONDS`, and only for the session it was pressed in. Times are monotonic."""

    def __init__(self) -> None:
        self._armed: tuple[str, float] | None = None

    def press(self, session_id: str, at: float) -> Press:
        """Take a press."""
        if self.is_armed(session_id, at):
            self._armed = None
            return Press.CONFIRMED
        self._armed = session_id, at
        return Press.ARMED

    def is_armed(self, session_id: str | None, at: float) -> bool:
        """Whether the next press stops the turn of this session."""
        return self._armed is not None and self._armed[0] == session_id and at - self._armed[1] <= CONFIRM_SECONDS

    def disarm(self) -> None:
        """Forget a first press."""
        self._armed = None
