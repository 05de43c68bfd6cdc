"""Reading an entry in one's own pager, and the agent's todo list above the conversation."""

import json
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from tests.pilot.demo import Demo
from tests.pilot.person import at_the_keyboard, options_for


async def test_an_entry_is_read_in_the_pager(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, where, pager = tmp_path / "seen", tmp_path / "where", tmp_path / "pager"
    pager.write_text(f'#!/bin/sh\ncp "$2" {seen}\necho "$2" > {where}\n')
    pager.chmod(0o755)
    monkeypatch.setenv("PAGER", f"{pager} -x")
    session_id = demo.new_session("Cards")
    output = "\n".join(f"line {number}" for number in range(300))
    call = {"type": "function_call", "response_id": "resp_1", "call_id": "c1", "name": "Bash"}
    gave = {"type": "function_call_output", "response_id": "resp_1", "call_id": "c1", "output": output}
    items = [{**call, "arguments": json.dumps({"command": "seq 300"})}, gave]
    demo.order("items", session_id=session_id, items=items)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.reads("297 more lines · Enter shows all")
        person.main.transcript.focus()
        await person.press("o")
        await person.reads("This terminal cannot be handed to another program.")
        # From here on as in a real terminal, which can be.
        monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
        await person.press("o")
        await person.until(lambda: where.exists() and where.read_text().endswith("\n"), "the pager ran")
        await person.until(lambda: not Path(where.read_text().strip()).exists(), "the file is gone")
        assert seen.read_text() == f"$ seq 300\n{output}\n"
        pager.write_text("#!/bin/sh\nexit 3\n")
        await person.press("o")
        await person.reads("ended with an error (exit 3)")
        monkeypatch.setenv("PAGER", str(tmp_path / "missing"))
        await person.press("o")
        await person.reads("was not found: set PAGER or EDITOR")


async def test_the_todo_list_is_one_line_and_unfolds(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Plan")
    words = ("completed", "in_progress", "pending")
    steps = [{"content": f"Step {n}", "status": words[min(n, 2)], "activeForm": f"Doing step {n}"} for n in range(12)]
    finished = [{**step, "status": "completed"} for step in steps]
    demo.script(session_id, [{"todos": steps}, {"gate": "held"}, {"todos": finished}, {"gate": "end"}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size=(80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        assert not person.main.todos.display
        await person.press("alt+k")
        await person.reads("The agent has no todo list in this session.")
        await person.type("go")
        await person.press("enter")
        await person.reads("▸ Todos 1/12 (Alt+K) · now: Doing step 1")
        assert "Step 2" not in person.sees
        await person.press("alt+k")
        await person.reads("○ Step 5")
        await person.reads("… 6 more")
        assert "● Doing step 1  now" in person.sees
        await person.press("alt+k")
        await person.until(lambda: "Step 5" not in person.sees, "one line again")
        demo.order("release", gate="held")
        await person.reads("Todos 12/12 (Alt+K) · all done")
        demo.order("release", gate="end")
        await person.until(lambda: not person.main.todos.display, "a finished list goes with its turn")
