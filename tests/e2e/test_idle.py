"""A connected program in which nothing happens writes nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.launching import Program
from tests.pilot.demo import Demo

pytestmark = pytest.mark.pty

_SECONDS = 15.0


def test_nothing_is_written_while_nothing_happens(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Quiet")
    demo.script(session_id, [{"text": "Now there is silence."}])
    with Program(home, "--server", demo.url, "--session", session_id) as program:
        program.is_live()
        program.say("hello")
        program.wait_for("Now there is silence.")
        program.wait(lambda: demo.status(session_id) == "idle", "the turn is over")
        for _ in range(6):
            program.drain(1.0)
            shown, written = program.text, len(program.raw)
            end = time.monotonic() + _SECONDS
            while time.monotonic() < end:
                program.pump(0.2)
            if program.text == shown:
                assert program.raw[written:] == b""
                assert demo.get("/demo/state")["streams"].get(session_id) == 1
                break
        else:
            pytest.fail("an age changed in each of the spans watched")
        program.quit()
