"""Measures the whole program in a real terminal: `python -m tests.bench.terminal_bench [RUNS]`; not run by pytest.

Three programs take turns, so that what else the machine does falls on all of them: a Textual hello-world, this program,
and, in the first run, this program without its frame writer (`frame_diff = false`). The demo server streams the same
markdown to both. CPU seconds are the program's own; only ratios within one run mean anything on another machine. The
goal for them is a third of what a native peer took, on a machine on which a Textual hello-world paints in 0.28 s.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.goals import print_row
from tests.bench.programs import HELLO_WORLD, OMNIGENT_TUI, SETTLED, Demo, Program, demo_server, markdown

STREAMS = ((40_000, 0.005), (200_000, 0.001))
"""Characters of markdown and seconds between two deltas of 20 characters."""


_COMPARED = {"omnigent-tui": "hello-world", "without frame writer": "omnigent-tui"}
_GOALS = {
    "omnigent-tui: 200 KB in deltas every 1 ms, CPU s": 2.2,
    "omnigent-tui: 40 KB in deltas every 5 ms, bytes per character": 3.5,
    "omnigent-tui: 200 KB in deltas every 1 ms, bytes per character": 2.5,
}


class Table:
    """Medians over the runs, and ratios to a row of another program."""

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = {}

    def add(self, name: str, value: float) -> None:
        self._values.setdefault(name, []).append(value)

    def print(self) -> None:
        medians = {name: statistics.median(values) for name, values in self._values.items()}
        for name, median in medians.items():
            program, _, what = name.partition(": ")
            base = medians.get(f"{_COMPARED.get(program, '')}: {what}")
            ratio = f"{median / base:.2f} × {_COMPARED[program]}" if base else ""
            print_row(name, median, "", _GOALS.get(name), ratio)


def measure_start(program: Program, name: str, table: Table) -> None:
    table.add(f"{name}: first paint, s", program.until_painted())
    program.until_quiet(SETTLED)
    table.add(f"{name}: everything shown, s", program.last_output - program.started)
    table.add(f"{name}: memory, MB", program.memory())


def measure_stream(program: Program, name: str, demo: Demo, session_id: str, table: Table) -> None:
    for size, pause in STREAMS:
        text = markdown(size)
        label = f"{name}: {size // 1000} KB in deltas every {pause * 1e3:.0f} ms,"
        cpu, written = program.cpu(), len(program.output)
        demo.say(session_id, text, pause)
        program.run_for(0.5)
        while not demo.is_idle(session_id):
            program.run_for(0.25)
        program.until_quiet()
        table.add(f"{label} CPU s", program.cpu() - cpu)
        table.add(f"{label} bytes per character", (len(program.output) - written) / len(text))


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    table = Table()
    with demo_server() as demo, tempfile.TemporaryDirectory() as temporary:
        for name in ("omnigent-tui", "without frame writer"):
            (Path(temporary) / name / "config").mkdir(parents=True)
        plain = Path(temporary) / "without frame writer" / "config" / "settings.toml"
        plain.write_text("frame_diff = false\n", encoding="utf-8")
        for run in range(runs):
            program = Program(HELLO_WORLD, Path(temporary))
            measure_start(program, "hello-world", table)
            program.end()
            for name in ("omnigent-tui",) if run else ("omnigent-tui", "without frame writer"):
                session_id = demo.idle_session()
                argv = [*OMNIGENT_TUI, "--server", demo.url, "--session", session_id]
                program = Program(argv, Path(temporary) / name)
                measure_start(program, name, table)
                measure_stream(program, name, demo, session_id, table)
                table.add(f"{name}: memory after the streams, MB", program.memory())
                program.end()
    table.print()


if __name__ == "__main__":
    main()
