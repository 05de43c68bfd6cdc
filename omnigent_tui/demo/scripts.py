"""Turns and gates that a test lays down in advance, so that what the agent does is the same every time."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque

from omnigent_tui.demo.json_types import JsonObject

Steps = list[JsonObject]


class Scripts:
    """Scripted turns per session (None = any session), and named gates that turns wait at."""

    def __init__(self) -> None:
        self._turns: dict[str | None, deque[Steps]] = defaultdict(deque)
        self._gates: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.waiting: list[str] = []

    def add(self, session_id: str | None, turns: list[Steps]) -> None:
        """Queue turns; each is played once."""
        self._turns[session_id].extend(turns)

    def take(self, session_id: str) -> Steps | None:
        """The next turn laid down for this session, or for any."""
        for key in (session_id, None):
            if self._turns[key]:
                return self._turns[key].popleft()
        return None

    def release(self, gate: str | None) -> None:
        """Open a gate for one passage, now or when it is reached; None opens all that are waited at."""
        names = list(self.waiting) if gate is None else [gate]
        for name in names:
            self._gates[name].set()

    async def pass_gate(self, gate: str) -> None:
        """Wait until the gate is released; passing closes it again."""
        self.waiting.append(gate)
        try:
            await self._gates[gate].wait()
        finally:
            self.waiting.remove(gate)
        self._gates[gate].clear()

    def clear(self) -> None:
        """Forget all turns and gates."""
        self._turns.clear()
        self._gates.clear()
