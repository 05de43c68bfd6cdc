"""A slow link: a relay that runs a program in a terminal of its own and delays every byte, and a proxy that does so.

Run as ``python -m tests.approvals.slow_link SECONDS COMMAND …`` inside a terminal; SECONDS are for each way.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pty
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class _Delayed:
    """Bytes on their way from one file to another."""

    def __init__(self, source: int, target: int, delay: float) -> None:
        self.source, self.target = source, target
        self._delay = delay
        self._under_way: deque[tuple[float, bytes]] = deque()

    def take(self) -> bool:
        """Read what is there; False at the end."""
        try:
            data = os.read(self.source, 65536)
        except OSError:
            return False
        self._under_way.append((time.monotonic() + self._delay, data))
        return bool(data)

    def give(self) -> float | None:
        """Write what has arrived; returns the seconds until the next bytes do."""
        while self._under_way and self._under_way[0][0] <= time.monotonic():
            data = self._under_way.popleft()[1]
            while data:
                data = data[os.write(self.target, data) :]
        return max(0.0, self._under_way[0][0] - time.monotonic()) if self._under_way else None


def _relay(delay: float, command: list[str]) -> int:
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8))
    child, master = pty.fork()
    if not child:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.execvp(command[0], command)
    before = termios.tcgetattr(0)
    tty.setraw(0)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    ways = {0: _Delayed(0, master, delay), master: _Delayed(master, 1, delay)}
    try:
        while True:
            waits = [seconds for way in ways.values() if (seconds := way.give()) is not None]
            ready, _, _ = select.select(list(ways), [], [], min(waits, default=None))
            if master in ready and not ways[master].take():
                break
            if 0 in ready and not ways[0].take():
                break
        while (seconds := ways[master].give()) is not None:
            time.sleep(seconds)
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextmanager
def slow_http(upstream: str, delay: float) -> Iterator[str]:
    """Listen on loopback, delay every byte to and from `upstream` by `delay` seconds; yields the address."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    there = urlsplit(upstream)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(there.hostname, there.port)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(_pass_on(reader, far_writer, delay), _pass_on(far_reader, writer, delay))

    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(connected, "127.0.0.1", 0), loop).result(30)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_others(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


async def _end_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    loop = asyncio.get_running_loop()
    try:
        while data := await reader.read(65536):
            # One after the other, each as late as the others: bytes neither wait for each other nor overtake.
            loop.call_later(delay, writer.write, data)
    finally:
        loop.call_later(delay, writer.close)


if __name__ == "__main__":
    sys.exit(_relay(float(sys.argv[1]), sys.argv[2:]))
