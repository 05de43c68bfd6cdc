"""One started program of the rig: own session, own log file, ended by process id."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

READY_SECONDS = 60.0
_STOP_SECONDS = 10.0


class NotReadyError(Exception):
    """A program ended, or did not become ready in time; the message holds the end of its log."""


class Program:
    """A program that can be started, stopped, killed and started again with the same log file."""

    def __init__(self, name: str, command: Sequence[str | Path], env: Mapping[str, str], folder: Path) -> None:
        self.log = folder / f"{name}.log"
        self._name = name
        self._command = [os.fspath(part) for part in command]
        self._env = dict(env)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id; raises `NotReadyError` when the program is not running."""
        if self._process is None:
            raise NotReadyError(f"{self._name} is not running")
        return self._process.pid

    def start(self, ready: Callable[[], bool], cwd: Path) -> float:
        """Start and wait until `ready`; returns the seconds it took."""
        started = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while not ready():
            if self._process.poll() is not None:
                raise NotReadyError(f"{self._name} ended with {self._process.returncode}\n{self.log_tail()}")
            if time.monotonic() - started > READY_SECONDS:
                raise NotReadyError(f"{self._name} is not ready after {READY_SECONDS} s\n{self.log_tail()}")
            time.sleep(0.05)
        return time.monotonic() - started

    def stop(self) -> None:
        """Ask it to end (SIGTERM) and wait; kills its process group when it does not."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once (SIGKILL) and wait."""
        self._end(signal.SIGKILL)

    def log_tail(self, lines: int = 25) -> str:
        """The last lines of the log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(_STOP_SECONDS)


def free_port() -> int:
    """Return a TCP port on loopback that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
