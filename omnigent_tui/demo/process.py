"""Runs the demo server as a process of its own, apart from the caller's event loop, and always ends it."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from types import TracebackType

ADVICE = "Install it with: pip install 'omnigent-tui[demo]'"
_REQUIRED = ("starlette", "uvicorn")
_GRACE_SECONDS = 5.0


class DemoError(Exception):
    """The demo server could not be run.

    DemoError
      ├─ DemoNotInstalled   starlette or uvicorn is missing
      └─ DemoDidNotStart    the process ended before it was ready
    """


class DemoNotInstalled(DemoError):
    """The packages of the `demo` extra are missing; the text says how to install them."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"The demo server needs {' and '.join(missing)}. {ADVICE}")
        self.missing = tuple(missing)


class DemoDidNotStart(DemoError):
    """The process ended before it was ready; the text holds what it wrote to standard error."""

    def __init__(self, status: int | None, complaint: str) -> None:
        super().__init__(f"The demo server ended with status {status}: {complaint.strip() or 'no message'}")
        self.status = status


class DemoProcess:
    """A demo server in a subprocess; `url` is its address while it runs.

    `arguments` are those of `python -m omnigent_tui.demo`. Use it with `await start()` / `await stop()`, with
    `async with`, or synchronously with `with`. The server also ends by itself when this process dies.
    """

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        # A file, not a pipe: nobody reads it while the server runs, and a full pipe would stop the server.
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object
        self.url = ""

    async def start(self) -> str:
        """Start the server; its address. Raises DemoNotInstalled or DemoDidNotStart."""
        return await asyncio.to_thread(self.start_blocking)

    async def stop(self) -> None:
        """End the server; does nothing when it does not run."""
        await asyncio.to_thread(self.stop_blocking)

    def start_blocking(self) -> str:
        """As `start`, for callers without an event loop."""
        if self._process is not None:
            return self.url
        missing = [name for name in _REQUIRED if importlib.util.find_spec(name) is None]
        if missing:
            raise DemoNotInstalled(missing)
        command = [sys.executable, "-m", "omnigent_tui.demo", "--until-stdin-closes", *self._arguments]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints
        )
        self._process = process
        line = process.stdout.readline() if process.stdout is not None else b""
        if not line:
            process.communicate(timeout=_GRACE_SECONDS)
            self._process = None
            raise DemoDidNotStart(process.returncode, self.complaints())
        self.url = str(json.loads(line)["url"])
        return self.url

    def stop_blocking(self) -> None:
        """As `stop`, for callers without an event loop."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.communicate(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        self.url = ""

    def complaints(self) -> str:
        """What the server wrote to standard error so far; empty unless something in it broke."""
        self._complaints.seek(0)
        return self._complaints.read().decode("utf-8", "replace")

    @property
    def pid(self) -> int | None:
        """The process id while the server runs."""
        return None if self._process is None else self._process.pid

    def __enter__(self) -> DemoProcess:
        """Start."""
        self.start_blocking()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop_blocking()

    async def __aenter__(self) -> DemoProcess:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()
