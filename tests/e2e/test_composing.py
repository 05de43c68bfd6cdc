"""Writing in the real program: what survives its sudden death, and an editor that takes the terminal meanwhile."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.launching import Program, environment
from tests.pilot.demo import Demo
from tests.terminal.pty_session import PtySession

pytestmark = pytest.mark.pty

_EDITOR = """\
import sys
path = sys.argv[1]
print("EDITING", open(path).read(), "PRESS ENTER", flush=True)
input()
open(path, "a").write("\\nand more")
"""


def written(program: PtySession) -> str:
    """What is right of the list, without the breaks of lines."""
    return "".join(line.partition("│")[2].strip() for line in program.lines)


def test_a_draft_with_its_file_survives_kill_9_and_is_finished_in_an_editor(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("Survivor")
    demo.script(session_id, [{"text": "Understood."}])
    notes, editor = home.parent / "notes.txt", home.parent / "editor.py"
    notes.write_text("milk")
    editor.write_text(_EDITOR)
    arguments = ("--server", demo.url, "--session", session_id)
    state = home / "state" / "omnigent-tui" / "state.json"

    def is_saved() -> bool:
        if not state.is_file():
            return False
        kept = json.loads(state.read_text())
        rows = kept.get("attachments", {}).get(session_id, [])
        return kept.get("drafts", {}).get(session_id) == "half a thought " and bool(rows and rows[0].get("file_id"))

    with Program(home, *arguments) as program:
        program.is_live()
        program.send(f"half a thought {notes}")
        program.wait(
            lambda: str(notes) in "".join(line.partition("│")[2].strip() for line in program.lines), "the path"
        )
        program.send("\x1ba")
        program.wait(is_saved, "draft and file are on the disk")
        program.kill(signal.SIGKILL)
        program.wait_exit()
    command = [sys.executable, "-m", "omnigent_tui", *arguments]
    variables = {**environment(home), "VISUAL": f"{sys.executable} {editor}"}
    with PtySession(command, size=(120, 36), env=variables) as again:
        again.wait_for("half a thought")
        again.wait_for("[notes.txt 4 B uploaded]")
        again.send("\x1be")
        again.wait_for("EDITING half a thought")
        again.send("\r")
        again.wait_for("and more")
        again.wait_for("[notes.txt 4 B uploaded]")
        again.send("\r")
        again.wait_for("Understood.")
    (said,) = [item for item in demo.get(f"/v1/sessions/{session_id}/items")["data"] if item.get("role") == "user"]
    assert [block.get("filename", block.get("text")) for block in said["content"]] == [
        "notes.txt",
        "half a thought \nand more",
    ]


def test_an_editor_or_pager_that_is_not_there_leaves_the_screen_and_the_text(demo: Demo, home: Path) -> None:
    session_id = demo.new_session("No editor")
    demo.script(session_id, [{"text": "Something to read."}])
    command = [sys.executable, "-m", "omnigent_tui", "--server", demo.url, "--session", session_id]
    variables = {**environment(home), "VISUAL": "/no/such/editor -w", "PAGER": "/no/such/pager"}
    with PtySession(command, size=(120, 36), env=variables) as program:
        program.wait_for("Write a message")
        program.send("tell me\r")
        program.wait_for("Something to read.")
        program.send("my words\x1be")
        program.wait(lambda: "was not found: set VISUAL or EDITOR" in written(program), "the reason")
        program.wait_for("my words")
        program.send("\x1bg{o")
        program.wait(lambda: "was not found: set PAGER or EDITOR" in written(program), "the reason")
        program.send("\t")
        program.send(" and more")
        program.wait_for("my words and more")
