"""Reading far back in a session of which little is loaded: there at once, on to its end, and back."""

from __future__ import annotations

from pathlib import Path

from omnigent_tui.state.search import SearchPhase
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

LONG = 330


async def goes_to(person: Person, needle: str, words: str) -> None:
    """Look for something far back and go there."""
    await person.press("ctrl+f")
    await person.type(needle)
    await person.until(lambda: person.state.search.phase is SearchPhase.COMPLETE, "all of it was searched")
    await person.press("enter")
    await person.reads(words)
    await person.reads("1/1")


def is_far_back(person: Person) -> bool:
    """Whether a part of the history is loaded apart from the newest one."""
    return person.conversation.earlier is not None


def shown_ids(person: Person) -> list[str]:
    """The items of all that can be scrolled to, in order."""
    history = person.main.transcript.parts_on_show()[0]
    return [item_id for entry in history for item_id in entry.item_ids]


async def test_from_a_hit_far_back_down_to_the_end(long_session: tuple[Demo, str], tmp_path: Path) -> None:
    demo, session_id = long_session
    stored = [item["id"] for item in demo.get(f"/v1/sessions/{session_id}/items", limit=1000, order="asc")["data"]]
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.until(lambda: len(person.conversation.entries) > 20, "history is loaded")
        await goes_to(person, "(4)", "Which tests cover the retry? (4)")
        assert is_far_back(person)
        # What lies between is not loaded.
        assert len(shown_ids(person)) < LONG - 60
        assert not person.main.transcript.following
        # A session that is left and opened again is where it was.
        view = person.main.transcript
        before = view.plain_text().split("\n")[:5]
        await person.press("escape")
        other = demo.new_session("Another one")
        await person.opens(other)
        await person.opens(session_id)
        await person.reads("Which tests cover the retry? (4)")
        assert view.plain_text().split("\n")[:5] == before
        # A search that leads away from there and is given up, too.
        await person.press("ctrl+f")
        await person.type("(40)")
        await person.until(lambda: person.state.search.phase is SearchPhase.COMPLETE, "all of it was searched")
        await person.press("up")
        await person.reads("nightly build take so long? (40)")
        await person.press("escape")
        await person.until(lambda: view.plain_text().split("\n")[:5] == before, "the reader is back")
        # Down to the end: every page comes when it is wanted, and nothing is missing.
        view.focus()
        while not view.following:
            await person.press("pagedown")
            await person.until(lambda: "messages between" not in view.plain_text().lower(), "the page came")
        assert not is_far_back(person)
        assert shown_ids(person) == [item for item in stored if item in set(shown_ids(person))]
        assert stored[-1] in shown_ids(person)
        assert len(shown_ids(person)) > LONG - 60


async def test_the_end_key_leaves_what_is_far_back(long_session: tuple[Demo, str], tmp_path: Path) -> None:
    demo, session_id = long_session
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.until(lambda: len(person.conversation.entries) > 20, "history is loaded")
        end = person.main.transcript.plain_text().split("\n")[-5:]
        await goes_to(person, "(4)", "Which tests cover the retry? (4)")
        assert is_far_back(person)
        await person.press("end")
        await person.until(lambda: not is_far_back(person), "the part far back is let go")
        assert person.main.transcript.following
        assert person.main.transcript.plain_text().split("\n")[-5:] == end
        # It is still counted, and found again.
        await person.reads("1/1")
        await person.press("escape", "slash")
        await person.reads("Enter finds it again")
        await person.press("enter")
        await person.reads("Which tests cover the retry? (4)")
        await person.reads("1/1")
