"""Start the real server, a host and the scripted model, print where they are, and wait.

Run as ``python -m tests.real_server.serve``; Ctrl-C or SIGTERM ends all of it.
"""

from __future__ import annotations

import json
import signal
import threading

from tests.real_server.environment import ensure_environment
from tests.real_server.rig import RealServer


def main() -> None:
    """Serve until told to stop; prints one JSON object once everything is up."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    rig = RealServer(ensure_environment())
    try:
        rig.start()
        print(json.dumps(describe(rig), indent=1), flush=True)
        over.wait()
    finally:
        rig.close()


def describe(rig: RealServer) -> dict[str, object]:
    """What another program needs to use the rig: addresses, ids, folders, seconds each step took."""
    return {
        "url": rig.url,
        "host_id": rig.host_id,
        "agents": rig.agents,
        "workspace": str(rig.workspace),
        "model_url": rig.model.url,
        "logs": str(rig.logs),
        "pids": {"server": rig.server_pid, "host": rig.host_pid},
        "seconds": {step: round(seconds, 2) for step, seconds in rig.timings.items()},
    }


if __name__ == "__main__":
    main()
