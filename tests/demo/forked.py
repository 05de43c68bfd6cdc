"""`ForkedDemo`: a demo server as `DemoProcess` runs it, in a tenth of the time, since nothing has to be loaded."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from omnigent_tui.demo.process import DemoDidNotStart

_ROOT = Path(__file__).parents[2]


class _Forking:
    """The process that forks servers, one for all tests of this process; it ends when this process does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.demo.forking"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT
        )

    def order(self, **order: Any) -> dict[str, Any]:
        """Have it do something; its answer."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with self._lock:
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(process.stdout.readline())
        return answer


@cache
def _forking() -> _Forking:
    return _Forking()


class ForkedDemo:
    """A server in a process of its own; `url` is its address while it runs. `arguments` are those of the demo."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._complaints = tempfile.NamedTemporaryFile(prefix="demo-")  # noqa: SIM115 - lives as long as this object
        self.pid: int | None = None
        self.url = ""

    def start_blocking(self) -> str:
        """Start the server; its address. Raises `DemoDidNotStart`."""
        answer = _forking().order(start=self._arguments, complaints=self._complaints.name)
        if not answer["line"]:
            raise DemoDidNotStart(answer["status"], self.complaints())
        self.pid = answer["pid"]
        self.url = str(json.loads(answer["line"])["url"])
        return self.url

    def stop_blocking(self) -> None:
        """End the server; does nothing when it does not run."""
        pid, self.pid, self.url = self.pid, None, ""
        if pid is not None:
            _forking().order(stop=pid)

    async def stop(self) -> None:
        """As `stop_blocking`, without keeping the event loop."""
        await asyncio.to_thread(self.stop_blocking)

    def complaints(self) -> str:
        """What the server wrote to standard error so far; empty unless something in it broke."""
        return Path(self._complaints.name).read_text("utf-8", "replace")

    def __enter__(self) -> Self:
        self.start_blocking()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_blocking()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self.start_blocking)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
