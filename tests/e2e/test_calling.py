"""The terminal itself: bell, notification and title call for what nobody sees, whatever a session is called."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from omnigent_tui.protocol.cleaning import DANGEROUS
from tests.e2e.launching import PROGRAM, Program
from tests.pilot.demo import Demo
from tests.terminal.test_hostile_text_in_pty import CORPUS, OWN

pytestmark = pytest.mark.pty

# What the server's own encoder lets through.
_HOSTILE = " ".join(CORPUS).encode("utf-8", "replace").decode()
_CALL = re.compile(r"\x1b\]99;i=omnigent:d=0:e=1;([A-Za-z0-9+/=]*)\x1b\\\x1b\]99;[^\x1b\x07]*\x1b\\\x07")


def _asks(demo: Demo, session_id: str) -> None:
    call = {"name": "sys_os_shell", "arguments": {"command": "x"}, "output": "done"}
    demo.script(session_id, [{"tool": call, "ask": {"message": "May I?", "requestedSchema": {}}}])
    demo.post_message(session_id, "go")


def _callers(program: Program) -> list[str]:
    """Whose calls were written, each with its bell."""
    return [base64.b64decode(title).decode() for title in _CALL.findall(program.raw.decode())]


def test_what_is_not_on_the_screen_calls(demo: Demo, home: Path) -> None:
    here = demo.new_session("Here")
    kitty = ["env", "KITTY_WINDOW_ID=1", *PROGRAM]
    with Program(home, "--server", demo.url, "--session", here, command=kitty) as program:
        program.is_live()
        number = 0
        # What is found just after connecting waited before, and calls nobody.
        while not _callers(program):
            _asks(demo, demo.new_session(f"Else {number} {_HOSTILE}"))
            number += 1
            assert number < 60, program.text
            program.drain(1.0)
        assert all(name.startswith(("Else", "2 things", "3 things")) for name in _callers(program))
        program.wait(lambda: re.fullmatch(r"\(\d+!\) omnigent", program.screen.title), "the title counts")
        program.send("\x1b[O")
        _asks(demo, here)
        program.wait(lambda: "Here" in _callers(program), "a terminal without the focus calls for the open session")
        rest = OWN.sub("", _CALL.sub("", program.raw.decode()))
        assert not DANGEROUS.findall(rest)
        assert "PWNTITLE" not in program.screen.title
        program.send("\x1b[I")
        program.quit()
        assert b"\x1b[23;2t" in program.raw, "the title from before is back"
