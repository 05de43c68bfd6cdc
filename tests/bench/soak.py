"""Streams for a long time and looks what grows: `python -m tests.bench.soak [MINUTES] [RATE]`; not run by pytest.

One session gets turn after turn, at RATE deltas a second, while the program follows it. Printed every minute (or a
tenth of the time): resident memory, CPU seconds, bytes written to the terminal and the characters streamed so far.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.bench.programs import OMNIGENT_TUI, Demo, Program, demo_server, markdown

TURN_SECONDS = 20
DELTA = 20


def turns(demo: Demo, session_id: str, program: Program, end: float, rate: int) -> int:
    """Have turns streamed until `end` (monotonic seconds) or the next report; returns the characters streamed."""
    text = markdown(DELTA * rate * TURN_SECONDS)
    streamed = 0
    while time.monotonic() < end:
        demo.say(session_id, text, 1 / rate)
        program.run_for(1.0)
        while not demo.is_idle(session_id):
            program.output.clear()
            program.run_for(1.0)
        streamed += len(text)
    return streamed


def main() -> None:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    rate = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    began = time.monotonic()
    each = max(TURN_SECONDS, min(60.0, 6.0 * minutes))
    with demo_server() as demo, tempfile.TemporaryDirectory() as temporary:
        session_id = demo.idle_session()
        program = Program([*OMNIGENT_TUI, "--server", demo.url, "--session", session_id], Path(temporary))
        program.until_painted()
        program.until_quiet()
        print(f"{'minute':>8}{'memory MB':>12}{'CPU s':>10}{'CPU %':>8}{'streamed KB':>14}")
        streamed = 0
        while (passed := time.monotonic() - began) < 60 * minutes:
            cpu, at = program.cpu(), time.monotonic()
            streamed += turns(demo, session_id, program, time.monotonic() + min(each, 60 * minutes - passed), rate)
            share = 100 * (program.cpu() - cpu) / (time.monotonic() - at)
            minute = (time.monotonic() - began) / 60
            print(f"{minute:8.1f}{program.memory():12.1f}{program.cpu():10.1f}{share:8.1f}{streamed / 1000:14.0f}")
            sys.stdout.flush()
        program.end()


if __name__ == "__main__":
    main()
