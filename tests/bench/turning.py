"""Presses a key and times the frame that comes of it."""

import time

from tests.bench.programs import PATIENCE, Program

FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
QUIET = 0.05
"""Seconds without a byte after which the next key may be pressed."""


def turn_page(program: Program, key: str) -> tuple[float, int]:
    """Press a key; the seconds until the first whole frame was read, and the bytes until nothing more was written."""
    before = len(program.output)
    pressed = program.type(key)
    shown = 0.0
    while not shown or time.monotonic() < program.last_output + QUIET:
        program.read(QUIET)
        frame = program.output[before:]
        if frame and not shown and (FRAME_BEGINS not in frame or FRAME_ENDS in frame):
            shown = program.last_output - pressed
        if time.monotonic() > pressed + PATIENCE:
            raise SystemExit("a key did nothing")
    return shown, len(program.output) - before
