"""Runners that are being started: since when, and why it failed if it did."""

from enum import StrEnum

from omnigent_tui.values import Value


class LaunchPhase(StrEnum):
    """Where the start of a runner stands; once it is online nothing is kept of it."""

    ASKED = "asked"
    LAUNCHING = "launching"
    FAILED = "failed"


class Launch(Value):
    """The start of one session's runner. `since` (Unix seconds) is when it was asked for, or when it failed.

    ASKED: the server has not answered, so that what it says of the session may still be about no runner at all.
    `reason` and `advice` say why it failed.
    """

    phase: LaunchPhase
    since: float
    reason: str = ""
    advice: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether the runner is still expected."""
        return self.phase is not LaunchPhase.FAILED
