"""Ends everything a rig started and removes its folder, also when the test run was killed.

Run as a program it waits for its standard input to close, which happens however the rig's owner dies.
Only the standard library: it runs as a bare file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_PATIENCE_SECONDS = 5.0


def processes_of(root: Path) -> set[int]:
    """Return the ids of the live processes whose environment says their HOME is the rig's.

    Covers runners, shells and tmux servers, which leave the process groups they were started in.
    """
    marker = b"HOME=" + os.fsencode(root / "home")
    proc = Path("/proc")
    if proc.is_dir():
        return _living(_from_proc(proc, marker))
    listing = subprocess.run(["ps", "-axEww", "-o", "pid=,command="], capture_output=True, check=False)
    lines = (line.split(None, 1) for line in listing.stdout.splitlines() if marker in line)
    return _living(int(line[0]) for line in lines if line)


def _from_proc(proc: Path, marker: bytes) -> Iterable[int]:
    for folder in proc.iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if marker in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)


def _living(found: Iterable[int]) -> set[int]:
    return set(found) - {os.getpid()}


def sweep(root: Path) -> set[int]:
    """End every process of the rig in `root` by id, gently and then for good; returns their ids."""
    left = processes_of(root)
    seen = set(left)
    for number in (signal.SIGCONT, signal.SIGTERM, signal.SIGKILL):
        for process in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, number)
        if number is not signal.SIGCONT:
            _wait(lambda: not processes_of(root))
            left = processes_of(root)
            seen |= left
    return seen


def _wait(over: Callable[[], bool]) -> None:
    limit = time.monotonic() + _PATIENCE_SECONDS
    while not over() and time.monotonic() < limit:
        time.sleep(0.05)


def main() -> None:
    """Wait for standard input to close, then clean up the rig folder named on the command line."""
    root = Path(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdin.buffer.read()
    if root.exists():
        sweep(root)
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
