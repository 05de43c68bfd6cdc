"""Measures how soon a typed letter is shown: `python -m tests.bench.echo [KEYS]`; not run by pytest.

From the write of the letter to the pty until the output that shows it was read: at rest, while an answer streams, and
that through a slow link. Letters are typed that nothing else on the screen has, so that finding one in the raw output
is enough. The stall is the longest time for which the program's main thread was not once seen waiting for events.
"""

import contextlib
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.goals import print_row, print_times
from tests.bench.programs import OMNIGENT_TUI, SETTLED, Demo, Program, demo_server, markdown

LINES = ("āăąćĉċčďđēĕėęěĝğġģĥħ", "īĭįıĵķĺļľłńņňŋōŏőŕŗř")
"""Typed one after the other; while one is typed, the other is long gone."""
GAP = 0.03
DELTA = 20
LONGEST_GAP = 0.08
SLOW_LINK, SLOWER_LINK = 32_000, 20_000


def echoes(program: Program, keys: int) -> list[float]:
    """Type letters; the seconds until each was shown."""
    times = []
    for number in range(keys):
        line, at = divmod(number, len(LINES[0]))
        if not at:
            program.type("\x7f" * len(LINES[0]))
        # Not in step with the program's frames.
        program.run_for(GAP + (LONGEST_GAP - GAP) * (number * 17 % 31) / 31)
        before = len(program.output)
        pressed = program.type(LINES[line % 2][at])
        times.append(program.until_written(LINES[line % 2][at], before) - pressed)
    program.type("\x7f" * len(LINES[0]))
    return times


def echoes_in_stream(program: Program, demo: Demo, session_id: str, keys: int, rate: int) -> tuple[list[float], float]:
    """Type while deltas arrive; the seconds until each letter was shown, and the deltas a second there really were."""
    deltas = int(keys * LONGEST_GAP * rate) + rate
    text = markdown(DELTA * deltas)
    began = time.monotonic()
    demo.say(session_id, text, 1 / rate)
    program.run_for(0.5)
    times = echoes(program, keys)
    if demo.is_idle(session_id):
        raise SystemExit("the stream ended before the last key was typed")
    while not demo.is_idle(session_id):
        program.run_for(0.1)
    passed = time.monotonic() - began
    program.until_quiet()
    return times, len(text) / DELTA / passed


@contextlib.contextmanager
def waits(program: Program) -> Iterator[list[float]]:
    """Watch the main thread from another one; the list gets the seconds between the moments at which it waited."""
    place, over = Path(f"/proc/{program.pid}/wchan"), threading.Event()
    found: list[float] = []

    def watch() -> None:
        last = time.monotonic()
        while not over.wait(0.001):
            now = time.monotonic()
            if "poll" in place.read_text(encoding="ascii"):
                found.append(now - last)
                last = now

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield found
    finally:
        over.set()
        watching.join()


def main() -> None:
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with demo_server() as demo, tempfile.TemporaryDirectory() as temporary:
        session_id = demo.idle_session()
        program = Program([*OMNIGENT_TUI, "--server", demo.url, "--session", session_id], Path(temporary))
        program.until_painted()
        program.until_quiet(SETTLED)
        print_times("key echo at rest", echoes(program, keys), {50: 10, 99: 10})
        times, rate = echoes_in_stream(program, demo, session_id, keys, 1000)
        print_times(f"key echo while {rate:.0f} deltas/s stream", times, {50: 20, 99: 50})
        program.rate = SLOW_LINK
        times, rate = echoes_in_stream(program, demo, session_id, keys, 200)
        print_times(f"key echo while {rate:.0f} deltas/s stream, 32 KB/s link", times, {50: 25, 99: 60})
        program.rate = SLOWER_LINK
        with waits(program) as between:
            echoes_in_stream(program, demo, session_id, keys // 2, 200)
        if between:  # not every kernel says what a thread waits for
            print_row("longest stall of the loop then, 20 KB/s link", 1e3 * max(between), "ms", 50)
        program.end()


if __name__ == "__main__":
    main()
