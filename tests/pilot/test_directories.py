"""The directory picker and path completion, by keys, on the demo's host with its awkward directories."""

from pathlib import Path

import pytest

from omnigent_tui.state.new_session import FormField
from tests.pilot.demo import Demo
from tests.pilot.new_session_form import browses, form, goes_to, is_made, looks_into, opens_form, types_path
from tests.pilot.person import at_the_keyboard, options_for

PROJECTS = "/home/ada/projects"


def host_id(demo: Demo) -> str:
    return next(str(row["host_id"]) for row in demo.get("/v1/hosts")["hosts"] if row["status"] == "online")


async def test_a_directory_is_found_by_walking_and_a_session_is_started_there(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await browses(person, "~")
        await looks_into(person, "projects")
        await looks_into(person, "ünïcode-日本")
        await person.type("資料")
        await person.press("f2")
        await person.until(lambda: form(person).current_field is FormField.WORKTREE, "it goes on to the next field")
        await person.press("f10")
        session_id = await is_made(person, before)
        made = demo.get(f"/v1/sessions/{session_id}")
        await opens_form(person)
        await goes_to(person, FormField.WORKSPACE)
        await person.reads("資料")
    assert made["workspace"] == f"{PROJECTS}/ünïcode-日本/資料"


@pytest.mark.parametrize("name", ["hash#dir", "q?mark", "per%20cent", "back\\slash"])
async def test_awkward_names_reach_the_server_as_they_are(demo: Demo, tmp_path: Path, name: str) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await browses(person, PROJECTS)
        await looks_into(person, name)
        await person.until(lambda: form(person).entry(FormField.WORKSPACE).value.endswith(name), "the field follows")
        # On its first row the picker stands for the directory it shows.
        await person.press("home", "enter", "f10")
        session_id = await is_made(person, before)
    assert demo.get(f"/v1/sessions/{session_id}")["workspace"] == f"{PROJECTS}/{name}"


async def test_up_and_home_and_escape(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, f"{PROJECTS}/deep/a")
        picker = form(person).picker
        await person.press("left")
        await person.until(lambda: f" {PROJECTS}/deep\n" in f"{picker.plain_text()}\n", "it shows the directory above")
        await person.until(lambda: picker.cursor == 1, "the cursor is on the one left")
        await person.press("backspace")
        await person.reads("web-client")
        # To the right lies what is inside: pressed once too often, the key takes no directory.
        await person.press("home", "right")
        await person.until(lambda: picker.cursor == 1, "the cursor is on the first entry")
        assert form(person).is_picking
        await person.press("~")
        await person.reads("Documents/")
        await person.press("/")
        await person.reads("etc/")
        await person.press("left")
        await person.reads("etc/")
        await person.press("escape")
        await person.until(lambda: form(person).current_field is FormField.WORKSPACE, "the picker is closed")
        assert form(person).entry(FormField.WORKSPACE).value == f"{PROJECTS}/deep/a"


async def test_hidden_entries_are_shown_on_demand_and_files_cannot_be_taken(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, PROJECTS)
        await person.reads("api/")
        assert ".hidden" not in person.sees
        await person.press("f3")
        await person.reads(".hidden/")
        await person.press("f3")
        await person.until(lambda: ".hidden" not in person.sees, "they are hidden again")
        await person.type(".hid")
        await person.reads(".hidden/")
        await person.press("escape")
        await person.type("file.txt")
        await person.press("f2", "right")
        await person.pilot.pause()
        assert form(person).is_picking


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("noperm", "You may not look into this directory."),
        ("loop", "The host could not read it."),
        ("hung", "The host did not answer in time."),
    ],
)
async def test_a_directory_that_cannot_be_read_says_why_and_the_way_back_is_open(
    demo: Demo, tmp_path: Path, name: str, words: str
) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, PROJECTS)
        await looks_into(person, name)
        await person.reads(words)
        await person.reads("F6")
        assert "api/" not in person.sees
        await person.press("left")
        await person.reads("api/")


async def test_a_host_that_went_offline_is_asked_again_with_one_key(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, PROJECTS)
        host = host_id(demo)
        demo.order("hosts", host_id=host, online=False)
        await looks_into(person, "api")
        await person.reads("The host is offline.")
        demo.order("hosts", host_id=host, online=True)
        await person.press("f6")
        await person.reads("README.md")


async def test_a_slow_directory_does_not_hold_the_keyboard(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, PROJECTS)
        slow = f"/v1/hosts/{host_id(demo)}/filesystem{PROJECTS}/api"
        demo.order("faults", kind="stall", path_prefix=slow, delay=None)
        await looks_into(person, "api")
        await person.reads("Reading")
        await person.press("left")
        await person.reads("web-client/")
        await looks_into(person, "empty")
        await person.reads("Empty.")
        demo.order("reset")


async def test_type_to_filter_finds_the_last_of_twenty_thousand(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, f"{PROJECTS}/many")
        await person.reads("entry-00000")
        listing = person.state.directories.shown
        assert listing is not None
        assert len(listing.entries) <= 1000
        await person.type("19999")
        await person.reads("entry-19999")
        await person.press("escape")
        await person.reads("entry-00000")
        await person.press("end")
        await person.reads("entry-19999")


async def test_the_end_of_the_list_brings_the_next_page(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, f"{PROJECTS}/many")
        await person.reads("entry-00000")
        await person.press("end")
        await person.until(lambda: form(person).picker.row_count() == 1001, "the second page is there")
        await person.press("down")
        await person.reads("entry-00500")


async def test_a_directory_is_made_and_taken(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await browses(person, PROJECTS)
        await person.reads("api/")
        await person.press("f7")
        await person.type("a/b")
        await person.press("enter")
        await person.reads("no name for a directory")
        await person.press("ctrl+u")
        await person.type("api")
        await person.press("enter")
        await person.reads("something of that name already")
        await person.press("ctrl+u")
        await person.type("neu & älter")
        await person.press("enter")
        await person.until(lambda: form(person).picker.has_focus, "it is made")
        await person.press("f2", "f10")
        session_id = await is_made(person, before)
    assert demo.get(f"/v1/sessions/{session_id}")["workspace"] == f"{PROJECTS}/neu & älter"


async def test_tab_completes_a_path(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await types_path(person, "~/pro")
        entry = form(person).entry(FormField.WORKSPACE)
        await person.press("tab")
        await person.until(lambda: entry.value == "~/projects/", "the directory is completed")
        await person.type("p")
        await person.press("tab")
        await person.until(lambda: entry.value == "~/projects/p", "there are two that begin so")
        await person.type("er")
        await person.press("tab")
        await person.until(lambda: entry.value == "~/projects/per%", "as far as they agree")
        await person.type("c")
        await person.press("tab")
        await person.until(lambda: entry.value == "~/projects/per%cent/", "the one that is left")
        await person.press("f10")
        session_id = await is_made(person, before)
    assert demo.get(f"/v1/sessions/{session_id}")["workspace"] == f"{PROJECTS}/per%cent"


async def test_a_path_that_is_not_there_is_told_while_it_is_typed(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await types_path(person, "/no/such/")
        await person.reads("There is no such directory.")


async def test_the_picker_fits_a_small_terminal(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (40, 12)) as person:
        await person.arrives()
        await opens_form(person)
        await browses(person, f"{PROJECTS}/deep/a/b/c/d/e/f")
        await person.reads("…")
        await person.reads("d/e/f")
        assert form(person).picker.size.height >= 9
        await person.reads("Esc back")
