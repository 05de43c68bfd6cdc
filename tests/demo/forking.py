"""Forks demo servers from one process that has everything loaded: `python -m tests.demo.forking`.

Reads lines of JSON from standard input and answers each with one. `{"start": [argument, …], "complaints": path}` is
answered by `{"pid", "line"}`, the line empty and with a `"status"` when the server ended instead of starting;
`{"stop": pid}` by `{"status"}`.
Ends with all its servers when standard input closes, however its owner ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import signal
import sys
import time

import uvicorn.lifespan.on
import uvicorn.protocols.http.h11_impl
import uvicorn.protocols.websockets.websockets_sansio_impl

import omnigent_tui.demo.serving
from omnigent_tui.demo.__main__ import main as serve_demo

LOADED = (uvicorn, omnigent_tui.demo.serving)
_GRACE_SECONDS = 5.0


def _become_demo(arguments: list[str], complaints: str, announces: int, life: int) -> int:
    """The forked process: as `python -m omnigent_tui.demo` with these arguments; the exit status."""
    errors = os.open(complaints, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for ours, usual in ((life, 0), (announces, 1), (errors, 2)):
        os.dup2(ours, usual)
        os.close(ours)
    random.seed()
    sys.argv = ["omnigent_tui.demo", "--until-stdin-closes", *arguments]
    try:
        return serve_demo()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    finally:
        if sys.exc_info()[1] is not None:
            sys.excepthook(*sys.exc_info())
        sys.stderr.flush()


class Forks:
    """The servers that run; they end with this process, which alone holds the other end of their standard input."""

    def __init__(self) -> None:
        self._life, self._held = os.pipe()

    def start(self, arguments: list[str], complaints: str) -> dict[str, object]:
        """Fork a server and wait for its address."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                os.close(self._held)
                os.close(reading)
                status = _become_demo(arguments, complaints, writing, self._life)
            finally:
                # Nothing of the process that forked may be run at this one's end.
                os._exit(status)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            line = answer.readline().decode()
        return {"pid": pid, "line": line} if line else {"pid": pid, "line": "", **self.stop(pid)}

    def stop(self, pid: int) -> dict[str, object]:
        """End a server, gently first."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + _GRACE_SECONDS
        while time.monotonic() < end:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return {"status": os.waitstatus_to_exitcode(status)}
            time.sleep(0.005)
        os.kill(pid, signal.SIGKILL)
        return {"status": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}


def main() -> None:
    """Serve until standard input closes."""
    forks = Forks()
    gc.collect()
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        order = json.loads(line)
        answer = forks.stop(order["stop"]) if "stop" in order else forks.start(order["start"], order["complaints"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
