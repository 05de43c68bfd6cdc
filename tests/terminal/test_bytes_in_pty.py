"""How much goes to the terminal: nothing while idle, little while streaming, no stale frames to one that is slow."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.pty_session import PtySession
from tests.terminal.stage_session import ROOT, StageSession

pytestmark = pytest.mark.pty


class Stream(PtySession):
    """The streaming program."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.out = folder / "finished.json"
        env = {"STREAM_OUT": str(self.out), "PYTHONPATH": str(ROOT)} | {k: str(v) for k, v in settings.items()}
        super().__init__([sys.executable, str(Path(__file__).parent / "apps" / "stream.py")], size=(120, 40), env=env)
        self.wait_for("streaming")

    def result(self) -> dict[str, Any]:
        self.wait(lambda: self.out.exists() and self.out.read_text(), "the end of the stream")
        self.wait_for("finished")
        return dict(json.loads(self.out.read_text()))


# At 60 frames a second: 1,000 deltas per second are 16 or 17 per frame, 200 are 3 or 4.
@pytest.mark.parametrize(("batch", "deltas", "limit"), [(16, 1000, 2.5), (3, 600, 3.5)])
def test_bytes_per_streamed_character(batch: int, deltas: int, limit: float, tmp_path: Path) -> None:
    with Stream(tmp_path, STREAM_BATCH=batch, STREAM_DELTAS=deltas) as session:
        start = len(session.raw)
        characters = session.result()["characters"]
        assert characters == deltas * 20
        assert (len(session.raw) - start) / characters < limit


def test_without_the_diff_it_would_be_many_more(tmp_path: Path) -> None:
    with Stream(tmp_path, STREAM_BATCH=16, STREAM_DELTAS=400, STAGE_DIFF=0) as session:
        start = len(session.raw)
        characters = session.result()["characters"]
        # A slow machine leaves frames out, but never this many.
        assert (len(session.raw) - start) / characters > 4


def test_idle_writes_nothing(tmp_path: Path) -> None:
    with StageSession(tmp_path) as session:
        session.do("append", "text", "more text")
        session.do("focus")
        session.drain(2.0)
        before = bytes(session.raw)
        # Long enough for several blinks of a cursor, every timer of Textual and two looks at the terminal.
        session.drain(2.5)
        assert bytes(session.raw) == before


def test_a_slow_terminal_gets_the_newest_frame_and_the_program_goes_on(tmp_path: Path) -> None:
    rounds = 100
    with StageSession(tmp_path, size=(100, 30)) as session:
        session.drain()
        already = len(session.raw)
        for n in range(rounds):
            session.tell("status", f"round {n}")
            session.tell("append", *(f"{n}/{i} {'abcdefg ' * (n % 7 + 1)}" for i in range(9)))
        # All of it is obeyed while the terminal takes nothing: neither the loop nor callbacks wait for it.
        while session.told() < session.count + 2 * rounds:
            time.sleep(0.01)
        session.wait_told(session.count + 2 * rounds)
        session.check()
        assert f"round {rounds - 1}" in session.text
        # What was not shown in time is not shown late: what the kernel held and a few frames, not a hundred.
        assert len(session.raw) - already < 40_000
