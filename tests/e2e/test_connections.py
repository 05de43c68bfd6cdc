"""Servers that are not there, come back, or go away in the middle of a reply."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.demo.forked import ForkedDemo
from tests.e2e.launching import Program
from tests.pilot.demo import Demo
from tests.real_server.processes import free_port

pytestmark = pytest.mark.pty


def test_a_dead_address_is_named_and_another_one_can_be_typed(demo: Demo, home: Path) -> None:
    dead = f"http://127.0.0.1:{free_port()}"
    with Program(home, "--server", dead) as program:
        program.wait_for("Not connected")
        program.wait_for(f"Nothing listens at {dead}")
        program.wait_for("(--server)")
        program.press("down")
        program.press("enter")
        program.wait(lambda: program.text.count(dead) >= 3, "the address can be edited")
        program.press("ctrl+u")
        program.send(demo.url)
        program.wait_for(demo.url)
        program.press("enter")
        program.wait_for("Explain the retry module")
        program.quit()


def test_a_server_killed_in_mid_reply_gets_the_message_once_it_is_back(home: Path) -> None:
    port = str(free_port())
    with ForkedDemo("--speed", "10", "--port", port) as process:
        demo = Demo(process.url)
        session_id = next(row["id"] for row in demo.get("/v1/sessions")["data"] if "retry module" in row["title"])
        with Program(home, "--server", process.url, "--session", session_id) as program:
            program.is_live()
            program.say("a long story")
            program.wait_for("Chapter 2")
            demo.close()
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            program.wait_for("Reconnecting in")
            program.wait_for("Chapter 2")
            program.say("sent into the void")
            program.wait_for("1 message waits for the connection")
            program.send("not yet sent")
            program.wait_for("not yet sent")
            with ForkedDemo("--speed", "10", "--port", port) as again:
                revived = Demo(again.url)
                program.press("ctrl+r")
                program.wait(lambda: "sent into the void" in revived.user_texts(session_id), "the message arrived")
                program.wait_for("You asked: sent into the void")
                program.wait(lambda: revived.status(session_id) == "idle", "the turn is over")
                assert revived.user_texts(session_id).count("sent into the void") == 1
                program.wait_for("not yet sent")
                assert "Reconnecting" not in program.text
                revived.close()
                program.quit()
