"""Measures a list of many sessions: `python -m tests.bench.sidebar [SESSIONS]`; not run by pytest.

The list reads its sessions page by page, so first its end is gone to until all are there. The CPU of a changed row is
that of the whole program, from the bytes of the updates socket to the painted row. The list has no filter to measure.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.bench.goals import print_row, print_times
from tests.bench.programs import OMNIGENT_TUI, SETTLED, Demo, Program, demo_server
from tests.bench.turning import turn_page

FOCUS, FIRST, LAST, DOWN = "\x0c", "\x1b[H", "\x1b[F", "\x1b[B"
PAGE_UP, PAGE_DOWN, HIDE_OR_SHOW = "\x1b[5~", "\x1b[6~", "\x1b[20~"
CHANGES, KEYS, SHOWS = 60, 40, 30
BETWEEN_CHANGES = 0.3
"""Seconds; the demo server gathers changes for half as long."""


def pages_read(demo: Demo) -> int:
    """How many pages of the list the server was asked for."""
    requests = demo.get("/demo/requests", path_prefix="/v1/sessions", method="GET")["data"]
    return sum(request["path"] == "/v1/sessions" for request in requests)


def read_all(program: Program, demo: Demo) -> None:
    """Go to the end of the list until there is nothing more to read."""
    last, changed = -1, time.monotonic()
    while time.monotonic() < changed + 2:
        program.type(LAST)
        program.run_for(0.03)
        if (pages := pages_read(demo)) != last:
            last, changed = pages, time.monotonic()


def measure_keys(program: Program, label: str) -> None:
    times = []
    for _ in range(SHOWS):
        turn_page(program, HIDE_OR_SHOW)
        program.until_quiet(0.2)
        times.append(turn_page(program, HIDE_OR_SHOW)[0])
        program.until_quiet(0.2)
    print_times(f"{label}: key that shows the list", times, {50: 50, 95: 50})
    program.type(FOCUS + FIRST)
    program.until_quiet()
    # Down and up again: a short list has no forty pages.
    for what, keys in (("cursor down", (DOWN,)), ("page down or up", (PAGE_DOWN, PAGE_UP))):
        times = [turn_page(program, key)[0] for _ in range(KEYS // len(keys)) for key in keys]
        print_times(f"{label}: {what}", times, {50: None, 95: None})


def measure_changes(program: Program, demo: Demo, label: str, session_id: str) -> None:
    """Give the session at the top of the list one title after the other."""
    demo.rename(session_id, "At the top")
    # A list in which keys were pressed keeps its order for a while.
    program.until_quiet(SETTLED)
    program.type(FIRST)
    program.until_quiet(SETTLED)
    cpu = program.cpu()
    for number in range(CHANGES):
        written = len(program.output)
        demo.rename(session_id, f"Renamed {number}")
        program.run_for(BETWEEN_CHANGES)
        if written == len(program.output):
            raise SystemExit("a changed row was not painted")
    print_row(f"{label}: a row changed, CPU", 1e3 * (program.cpu() - cpu) / CHANGES, "ms", 3)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with demo_server("--sessions", str(count)) as demo, tempfile.TemporaryDirectory() as temporary:
        session_id, other = demo.idle_session(), demo.new_session("Renamed")
        program = Program([*OMNIGENT_TUI, "--server", demo.url, "--session", session_id], Path(temporary))
        program.until_painted()
        program.until_quiet(SETTLED)
        program.type(FOCUS)
        program.until_quiet()
        read_all(program, demo)
        program.until_quiet(SETTLED)
        label = f"{count:,} sessions"
        print_row(f"{label}: memory when all were read", program.memory(), "MB")
        measure_keys(program, label)
        measure_changes(program, demo, label, other)
        program.end()


if __name__ == "__main__":
    main()
