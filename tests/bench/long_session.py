"""Measures sessions of many items: `python -m tests.bench.long_session [RUNS] [IDLE_SECONDS]`; not run by pytest.

How soon they are there, compared with a Textual hello-world whose starts lie between theirs; what a page up takes; what
memory is held at the start, after a jump to what a search found in the middle, and after hundreds of pages; and what an
idle minute costs. A session can be used when its newest message is shown and a letter typed then was shown, too.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.goals import percentile, print_row, print_times
from tests.bench.programs import HELLO_WORLD, OMNIGENT_TUI, SETTLED, Program, demo_server
from tests.bench.turning import turn_page

SIZES = (100, 10_000, 100_000)
MEMORY_GOALS = {10_000: 75.0, 100_000: 80.0}
PAGES, FAR = 40, 300
PAGE_UP, PAGE_DOWN, FIND, END = "\x1b[5~", "\x1b[6~", "\x06", "\x1b[1;5F"
NEEDLE, BESIDE_IT, NEWEST = "needlesought", "besidetheneedle", "newestmessage"
LETTERS = "āăąćĉċčďđēĕėęěĝğġģĥħ"


def until_usable(program: Program, letter: str) -> float:
    """Read until the session can be used; the seconds since the start.

    `letter`: one that is not shown already, as part of a draft that an earlier start left.
    """
    program.until_written(NEWEST)
    before = len(program.output)
    program.type(letter)
    return program.until_written(letter, before) - program.started


def print_start(what: str, seconds: list[float], base: list[float] | None = None, at_most: float | None = None) -> None:
    """Print the median of the starts but the first, and how it compares with that of `base`."""
    median = statistics.median(seconds[1:])
    print_row(f"{what}, median of {len(seconds) - 1}", median, "s")
    if base is not None:
        print_row("    compared with hello-world", median / statistics.median(base[1:]), "×", at_most)


def starts(sessions: dict[int, list[str]], runs: int, folder: Path) -> None:
    """Start program after program, in turns; the first round is not counted."""
    hello: list[float] = []
    painted: dict[int, list[float]] = {size: [] for size in sessions}
    usable: dict[int, list[float]] = {size: [] for size in sessions}
    for run in range(runs + 1):
        program = Program(HELLO_WORLD, folder)
        hello.append(program.until_painted())
        program.end()
        for size, argv in sessions.items():
            program = Program(argv, folder)
            painted[size].append(program.until_painted())
            usable[size].append(until_usable(program, LETTERS[run % (len(LETTERS) - 1)]))
            program.end()
    print_start("hello-world: first paint", hello)
    for size in sessions:
        print_start(f"{size:,} items: first paint", painted[size], hello, 1.3)
        print_start(f"{size:,} items: can be used", usable[size], hello, 2.5)


def measure_pages(program: Program, label: str) -> None:
    """Go up and down and up again: the second time, everything is loaded."""
    for key in (PAGE_UP, PAGE_DOWN):
        for _ in range(PAGES):
            turn_page(program, key)
        program.until_quiet()
    pages = [turn_page(program, PAGE_UP) for _ in range(PAGES - 1)]
    print_times(f"{label}: page up over loaded pages", [seconds for seconds, _ in pages], {50: 12, 95: 12})
    print_row(f"{label}: page up, bytes, median", percentile([size for _, size in pages], 50), "bytes", 4096)
    print_row(f"{label}: page up, bytes, p95", percentile([size for _, size in pages], 95), "bytes", 4096)


def measure_memory(program: Program, label: str, goal: float) -> None:
    print_row(f"{label}: memory at the start", program.memory(), "MB", goal)
    program.type(FIND)
    program.until_quiet()
    before = len(program.output)
    began = program.type(NEEDLE)
    program.until_quiet(SETTLED)
    print_row(f"{label}: until all of it was searched", program.last_output - began, "s")
    program.type("\r")
    program.until_written(BESIDE_IT, before)
    program.until_quiet(SETTLED)
    print_row(f"{label}: memory at a hit in the middle", program.memory(), "MB", goal)
    program.type("\x1b")
    program.until_quiet()
    program.type(END)
    program.until_quiet()
    for _ in range(FAR):
        turn_page(program, PAGE_UP)
    program.until_quiet(SETTLED)
    print_row(f"{label}: memory {FAR} pages up", program.memory(), "MB", goal)


def measure_idle(program: Program, label: str, seconds: float) -> None:
    cpu, written = program.cpu(), len(program.output)
    program.run_for(seconds)
    print_row(f"{label}: {seconds:.0f} s idle, bytes", len(program.output) - written, "bytes", 0)
    print_row(f"{label}: {seconds:.0f} s idle, CPU", 100 * (program.cpu() - cpu) / seconds, "%", 0.2)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    idle = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    with demo_server() as demo, tempfile.TemporaryDirectory() as temporary:
        commands = {}
        for size in SIZES:
            session_id = demo.long_session(size, f"{NEEDLE} {BESIDE_IT}", NEWEST)
            commands[size] = [*OMNIGENT_TUI, "--server", demo.url, "--session", session_id]
        starts(commands, runs, Path(temporary))
        for size, goal in MEMORY_GOALS.items():
            label = f"{size:,} items"
            program = Program(commands[size], Path(temporary))
            until_usable(program, LETTERS[-1])
            program.until_quiet(SETTLED)
            if size == SIZES[-1]:
                measure_idle(program, label, idle)
            measure_memory(program, label, goal)
            if size == SIZES[-1]:
                program.type(END)
                program.until_quiet()
                measure_pages(program, label)
            program.end()


if __name__ == "__main__":
    main()
