"""Record the real server's streams and answers into ``tests/recordings``.

Run as ``python -m tests.real_server.record [NAME …]``; without names every scenario is recorded.
"""

from __future__ import annotations

import argparse
import time

from tests.real_server import asking_scenarios, fault_scenarios, page_scenarios, turn_scenarios
from tests.real_server.environment import ensure_environment
from tests.real_server.recording import RECORDINGS, Recorder
from tests.real_server.rig import RealServer

SCENARIOS = {
    scenario.__name__: scenario
    for scenario in [
        *turn_scenarios.SCENARIOS,
        *asking_scenarios.SCENARIOS,
        *page_scenarios.SCENARIOS,
        *fault_scenarios.SCENARIOS,
    ]
}


def main() -> None:
    """Record the scenarios named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *SCENARIOS])
    names = parser.parse_args().names or list(SCENARIOS)
    rig = RealServer(ensure_environment())
    try:
        rig.start()
        recorder = Recorder(rig)
        for name in names:
            started = time.monotonic()
            SCENARIOS[name](recorder)
            recorder.end_sessions()
            print(f"{name:28} {time.monotonic() - started:5.1f} s", flush=True)
    finally:
        rig.close()
    size = sum(file.stat().st_size for file in RECORDINGS.iterdir())
    print(f"{len(list(RECORDINGS.iterdir()))} files, {size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
