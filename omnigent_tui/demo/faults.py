"""What goes wrong on purpose: the faults a test orders, matched against each request."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

KINDS = ("refuse", "stall", "html", "status", "drop_streams", "mute_streams")


@dataclass
class Fault:
    """One ordered fault; `count` requests are hit (None: all until a reset). `delay` is in seconds."""

    kind: str
    path_prefix: str = "/"
    count: int | None = 1
    status: int = 500
    delay: float | None = None
    body: str | None = None
    method: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is hit."""
        return path.startswith(self.path_prefix) and self.method in {None, method}


class Faults:
    """The faults in force, in the order they were ordered."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []
        self._cleared = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Put a fault in force."""
        self._ordered.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that hits this request, counted down."""
        for fault in self._ordered:
            if not fault.matches(method, path):
                continue
            if fault.count is not None:
                fault.count -= 1
                if fault.count <= 0:
                    self._ordered.remove(fault)
            return fault
        return None

    def clear(self) -> None:
        """End all faults."""
        self._ordered.clear()
        self._cleared.set()
        self._cleared = asyncio.Event()

    async def until_cleared(self) -> None:
        """Wait for the next `clear`."""
        await self._cleared.wait()
