"""Real bytes at 20 keys a second in a terminal while questions arrive: none of them is answered by that."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.forked import ForkedDemo
from tests.e2e.launching import Program
from tests.pilot.demo import Demo

pytestmark = [pytest.mark.pty, pytest.mark.timeout(180)]

_KEYS = 120
_BETWEEN_KEYS = 0.05
_TYPED = [*"yyynnrva 123456789", "\r", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"]
_PASTED = ["y", "n", "1", "\x1by", "\x1b[A", "\x1b[201", "\r", "\n", "\x1b", "\x0f", "word "]


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A demo server whose agent does not dawdle."""
    with ForkedDemo("--speed", "20") as process:
        seen = Demo(process.url)
        yield seen
        seen.close()


def test_typing_and_pasting_answers_nothing(demo: Demo, home: Path) -> None:
    chance = random.Random(3)
    session_id = demo.new_session("Typed at")
    pending: list[str] = []
    with Program(home, "--server", demo.url, "--session", session_id, size=(80, 24)) as program:
        program.is_live()
        for number in range(_KEYS):
            if chance.random() < 0.5:
                pending.append(demo.ask(session_id, f"Question {number}?"))
            if len(pending) > 1 and chance.random() < 0.4:
                demo.withdraw(session_id, pending.pop(0))
            next_key = time.monotonic() + _BETWEEN_KEYS
            if chance.random() < 0.1:
                program.paste("".join(chance.choices(_PASTED, k=8)))
            else:
                program.send(chance.choice(_TYPED))
            while (left := next_key - time.monotonic()) > 0:
                program.pump(left)
        program.wait_for("Question")
        assert demo.verdicts(session_id) == []
        # That nothing was sent says something only if a considered key is.
        program.press("ctrl+o")
        program.consider("y", lambda: demo.verdicts(session_id), "a considered key is an answer")
        assert demo.verdicts(session_id) == [{"action": "accept"}]
