"""Notices that the machine slept or its clock was set: connections from before may be dead without knowing it."""

from collections.abc import Callable

from omnigent_tui.live.clock import Clock

LOOK_SECONDS = 5.0
JUMP_SECONDS = 20.0


async def watch_clock(clock: Clock, jumped: Callable[[float], None]) -> None:
    """Call `jumped(seconds)` whenever the wall clock ran that much further than this process did.

    A machine that slept shows as wall time without monotonic time, or as a sleep that took far too long.
    """
    wall, steady = clock.now(), clock.monotonic()
    while True:
        await clock.sleep(LOOK_SECONDS)
        new_wall, new_steady = clock.now(), clock.monotonic()
        by_wall = (new_wall - wall) - LOOK_SECONDS
        if by_wall > JUMP_SECONDS or (new_steady - steady) - LOOK_SECONDS > JUMP_SECONDS:
            jumped(max(by_wall, 0.0))
        wall, steady = new_wall, new_steady
