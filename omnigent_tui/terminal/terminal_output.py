"""The way out: collects what is to be written and hands it to the terminal from a thread, without ever blocking.

Textual's own queue holds thirty entries and then blocks the event loop until the terminal has read some.
"""

import asyncio
import contextvars
import os
import select
import threading
from collections.abc import Callable

_RETRY_SECONDS = 1.0


class TerminalOutput:
    """The file Textual's writer thread writes to. It ignores the text it is given: `add` collects, `write` drains.

    `add` is called in the loop's thread, `write` in the writer thread.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._parts: list[str] = []
        self._writing = False
        self._gone = False
        self._when_idle: list[tuple[asyncio.AbstractEventLoop, Callable[[], object], contextvars.Context]] = []

    @property
    def is_idle(self) -> bool:
        """Whether the terminal has taken everything."""
        return not self._writing

    @property
    def is_gone(self) -> bool:
        """Whether a write failed: there is no terminal any more."""
        return self._gone

    def add(self, text: str) -> bool:
        """Collect `text`; true if the writer thread must be told that there is something to write."""
        with self._lock:
            if self._gone:
                return False
            self._parts.append(text)
            wake, self._writing = not self._writing, True
            return wake

    def call_when_idle(self, callback: Callable[[], object]) -> bool:
        """Have `callback` called once in the running loop when everything is written; false if it already is."""
        with self._lock:
            if not self._writing:
                return False
            waiting = (asyncio.get_running_loop(), callback, contextvars.copy_context())
            if all(entry[1] != callback for entry in self._when_idle):
                self._when_idle.append(waiting)
            return True

    def discard(self) -> None:
        """Forget what is not written yet."""
        with self._lock:
            self._parts.clear()

    def write(self, _wake: str) -> int:
        """Write all that was collected; blocks the calling thread while the terminal is slow."""
        while True:
            with self._lock:
                data = "".join(self._parts).encode("utf-8", "replace")
                self._parts.clear()
                if not data:
                    self._writing = False
                    waiting, self._when_idle = self._when_idle, []
                    break
            self._write_all(data)
        for loop, callback, context in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(callback, context=context)
        return 0

    def _write_all(self, data: bytes) -> None:
        view = memoryview(data)
        while view and not self._gone:
            try:
                view = view[os.write(self._descriptor, view) :]
            except BlockingIOError:
                # Someone who shares the terminal made it non-blocking.
                select.select([], [self._descriptor], [], _RETRY_SECONDS)
            except OSError:
                self._gone = True

    def flush(self) -> None:
        """Do nothing: `write` leaves nothing behind."""

    def fileno(self) -> int:
        """Return the descriptor written to."""
        return self._descriptor

    def isatty(self) -> bool:
        """Whether the other end is a terminal."""
        return os.isatty(self._descriptor)
