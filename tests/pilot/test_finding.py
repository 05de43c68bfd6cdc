"""Finding, copying and exporting on the screen, in a session of which only the end is loaded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from omnigent_tui.live import searching
from omnigent_tui.state.search import SearchPhase
from omnigent_tui.terminal.clipboard import osc52
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

LONG = 600


async def arrives_in(person: Person, session_id: str) -> None:
    """Open the session and wait until its end is loaded, and no more."""
    await person.arrives()
    await person.is_live(session_id)
    await person.until(lambda: len(person.conversation.entries) > 20, "history is loaded")
    assert len(person.conversation.stored_ids) < LONG


def top_lines(person: Person) -> list[str]:
    """What the reader looks at, without the scroll bar and the last rows, where other things may stand."""
    return [line.rstrip("┃ ") for line in person.main.transcript.plain_text().split("\n")][:10]


async def test_a_hit_far_back_is_found_loaded_and_shown(long_session: tuple[Demo, str], tmp_path: Path) -> None:
    demo, session_id = long_session
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await arrives_in(person, session_id)
        await person.press("pageup")
        place = top_lines(person)
        await person.press("ctrl+f")
        await person.type("working. (4")
        await person.until(lambda: person.state.search.phase is SearchPhase.COMPLETE, "all of it was searched")
        whole = demo.get(f"/v1/sessions/{session_id}/items", limit=1000)["data"]
        asked = sum("working. (4" in json.dumps(item, ensure_ascii=False) for item in whole)
        assert asked > 1
        await person.reads(f"{asked} hits")
        await person.press("escape")
        await person.until(lambda: person.main.search is None, "the search is over")
        assert top_lines(person) == place
        assert person.main.composer.has_focus
        # Again, and this time to the hit: the oldest one has yet to be loaded.
        await person.press("ctrl+f", "(", "4", ")")
        await person.until(lambda: person.state.search.phase is SearchPhase.COMPLETE, "all of it was searched")
        assert len(person.conversation.stored_ids) < LONG
        await person.press("enter")
        await person.reads("Which tests cover the retry? (4)")
        await person.reads("1/1")
        assert person.main.transcript.has_focus
        await person.press("N")
        await person.reads("That is the oldest hit.")
        await person.press("escape")
        await person.until(lambda: not person.main.search_bar.display, "the bar is gone")
        assert "(4)" in person.sees
        # The same again, from where the reader is now.
        await person.press("slash")
        await person.reads("Enter finds it again")
        await person.press("enter")
        await person.reads("1/1")


async def test_a_hit_on_the_screen_is_taken_where_it_stands(long_session: tuple[Demo, str], tmp_path: Path) -> None:
    demo, session_id = long_session
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await arrives_in(person, session_id)
        await person.press("pageup")
        place, number = top_lines(person), re.search(r"\((\d\d)\d\)", person.main.transcript.plain_text())
        assert number is not None
        await person.press("ctrl+f")
        await person.type(f"({number[1]}")
        await person.until(lambda: "/" in person.main.search_bar.findings.line, "a hit is shown")
        assert top_lines(person) == place
        # One above the screen is gone to, and the shorter needle is looked for from where the reader was.
        other = f"({number[1]}0)"
        assert other not in person.sees
        await person.type("0)")
        await person.until(lambda: other in person.main.transcript.plain_text(), "that hit is shown")
        assert top_lines(person) != place
        await person.press("backspace", "backspace")
        assert top_lines(person) == place


async def test_a_search_that_found_much_waits_and_goes_on_from_the_oldest_hit(
    long_session: tuple[Demo, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo, session_id = long_session
    monkeypatch.setattr(searching, "MOST_FOUND", 1)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await arrives_in(person, session_id)
        await person.press("ctrl+f")
        await person.type("3)")
        await person.until(lambda: person.state.search.phase is SearchPhase.PAUSED, "so much was found that it waits")
        await person.press("enter")
        pauses = 0
        while person.state.search.phase is not SearchPhase.COMPLETE:
            pauses += person.state.search.phase is SearchPhase.PAUSED
            await person.press("N")
            await person.until(lambda: person.state.search.phase is not SearchPhase.RUNNING, "it waits or has ended")
            await person.until(lambda: not person.main.awaits_hit, "the hit is loaded")
        assert pauses > 1
        whole = demo.get(f"/v1/sessions/{session_id}/items", limit=1000)["data"]
        asked = sum("3)" in json.dumps(item, ensure_ascii=False) for item in whole)
        await person.reads(f"/{asked} ·")


async def test_next_and_previous_hits_unfold_what_hides_them(long_session: tuple[Demo, str], tmp_path: Path) -> None:
    demo, session_id = long_session
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await arrives_in(person, session_id)
        await person.press("shift+tab", "slash")
        await person.type("base")
        await person.until(lambda: person.state.search.phase is SearchPhase.COMPLETE, "all of it was searched")
        await person.press("enter")
        numbers: list[int] = []
        for key in ("N", "N", "n"):
            await person.press(key)
            bar = person.main.search_bar.findings.line
            numbers.append(int(bar.partition("/")[0]))
        assert [numbers[0] - numbers[1], numbers[2] - numbers[1]] == [1, 1]
        marked = [
            segment.text
            for strip in person.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.reverse and segment.text == "base"
        ]
        assert marked == ["base"]
        # A filter hides tool calls, and with them their hits.
        await person.press("f")
        await person.reads("Only prompts and answers are shown")
        await person.until(lambda: person.state.search.only_talk, "the filter holds for what is not loaded, too")
        assert "grep -rn" not in person.main.transcript.plain_text()
        await person.press("f", "end")
        assert "Only prompts" not in person.sees


async def test_at_the_newest_entry_and_prompt_the_way_on_is_said_to_end(
    long_session: tuple[Demo, str], tmp_path: Path
) -> None:
    demo, session_id = long_session
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await arrives_in(person, session_id)
        await person.press("shift+tab", "left_curly_bracket")
        place = person.main.transcript._viewport.visible[-9:]
        await person.press("right_curly_bracket")
        await person.reads("There is no later entry.")
        assert person.main.transcript._viewport.visible[-9:] == place
        await person.press("right_square_bracket")
        await person.reads("There is no later prompt.")


async def test_what_is_copied_goes_out_as_it_was_written(
    long_session: tuple[Demo, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo, session_id = long_session
    monkeypatch.delenv("TMUX", raising=False)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        sent: list[str] = []

        def send(sequence: str) -> bool:
            sent.append(sequence)
            return True

        monkeypatch.setattr(person.app.copier, "_send", send)
        await arrives_in(person, session_id)
        await person.press("shift+tab", "left_square_bracket", "y")
        await person.reads("Copied prompt")
        prompt = person.main.transcript.chosen_entries()[0]
        assert sent == [osc52(prompt.text)]  # type: ignore[union-attr]
        await person.press("right_curly_bracket", "p")
        await person.until(
            lambda: "Copied path" in person.sees or "Copy which path?" in person.sees, "a path is copied"
        )
        if "Copy which path?" in person.sees:
            await person.press("1")
            await person.reads("Copied path")
        await person.press("w")
        await person.reads("Written to")
        (file,) = (tmp_path / "state" / "copies").iterdir()
        assert sent[-1] == osc52(file.read_text())
        assert file.read_text().startswith(("src/", "tests/"))
        # What is selected with the mouse is copied while the composer has the focus, too.
        await person.press("ctrl+e", "ctrl+end")
        await person.pilot.mouse_down("#transcript", offset=(2, 3))
        await person.pilot.hover("#transcript", offset=(30, 6))
        await person.pilot.mouse_up("#transcript", offset=(30, 6))
        selected = person.main.get_selected_text()
        assert selected
        await person.press("ctrl+c")
        await person.until(lambda: sent[-1] == osc52(selected), "the selection is copied")
        await person.reads(f"Copied {len(selected)} characters")


async def test_a_session_is_exported_whole_and_never_over_another_file(
    long_session: tuple[Demo, str], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    demo, session_id = long_session
    # A folder with a short name, as the field shows only so much of a path.
    folder = tmp_path_factory.mktemp("x")
    options = options_for(tmp_path, demo.url, session_id, export_folder=str(folder))
    async with at_the_keyboard(options, (160, 30)) as person:
        await arrives_in(person, session_id)
        person.main.action_session_export_jsonl()
        await person.reads("The-long-one.jsonl")
        await person.press("enter")
        await person.reads("Exported 600 items")
        lines = (folder / "The-long-one.jsonl").read_text().splitlines()
        whole = demo.get(f"/v1/sessions/{session_id}/items", limit=1000)["data"]
        assert [json.loads(line) for line in lines] == whole
        person.main.action_session_export_markdown()
        await person.reads("The-long-one.md")
        await person.press("end", "ctrl+u")
        await person.paste(str(folder / "The-long-one.jsonl"))
        await person.press("enter")
        await person.reads("Not exported:")
        assert (folder / "The-long-one.jsonl").read_text().splitlines() == lines
