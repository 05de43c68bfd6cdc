"""Writing with help: earlier messages, files of the session and of this machine, commands, skills and folded pastes."""

import json
from pathlib import Path

import httpx
import pytest

from omnigent_tui.state.attachments import UploadPhase
from omnigent_tui.values import replace
from omnigent_tui.widgets.composer.composer import Composer
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for


@pytest.fixture
def session(demo: Demo) -> str:
    """A session with some files in its workspace, and a skill."""
    session_id = demo.new_session("Composing")
    files = f"{demo.url}/v1/sessions/{session_id}/resources/environments/default/filesystem"
    manual = "---\nname: greet\ndescription: Say hello nicely.\n---\nSay hello.\n"
    with httpx.Client(trust_env=False) as client:
        for path, content in (
            ("src/retry.py", "x"),
            ("docs/retrying again.md", "x"),
            (".claude/skills/greet/SKILL.md", manual),
        ):
            client.put(f"{files}/{path}", json={"content": content}).raise_for_status()
    return session_id


def composer(person: Person) -> Composer:
    return person.main.composer


def suggested(person: Person) -> str:
    return person.main.suggestions.plain_text() if person.main.suggestions.is_open else ""


async def opens(person: Person, session_id: str) -> None:
    await person.arrives()
    await person.is_live(session_id)


async def test_a_file_of_the_session_is_completed_without_keeping_a_key_waiting(
    demo: Demo, session: str, tmp_path: Path
) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await opens(person, session)
        await person.type("see @retry")
        assert composer(person).text == "see @retry"
        await person.until(lambda: "src/retry.py" in suggested(person), "it was found")
        await person.press("escape")
        assert (suggested(person), composer(person).text) == ("", "see @retry")
        await person.type("i")
        assert suggested(person) == "", "closed for this word"
        await person.type(" @retryi")
        await person.until(lambda: "docs/retrying" in suggested(person), "the list is there for the next word")
        await person.press("tab")
        await person.until(lambda: composer(person).text == 'see @retryi @"docs/retrying again.md" ', "it was taken")
        assert composer(person).has_focus
        demo.order("kill_runner", session_id=session)
        await person.type("@src")
        await person.until(lambda: "runner is offline" in suggested(person), "why there are none is said in place")
        await person.press("enter")
        await person.until(lambda: not composer(person).text, "the message went out all the same")


async def test_a_command_is_done_and_a_skill_is_run(demo: Demo, session: str, tmp_path: Path) -> None:
    demo.script(session, [{"text": "Hello, crew."}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await opens(person, session)
        await person.type("/help")
        await person.until(lambda: "/help" in suggested(person), "the command is offered")
        await person.press("enter")
        await person.reads("Esc closes")
        await person.press("escape")
        assert composer(person).text == ""
        await person.type("/gre")
        await person.until(lambda: "Say hello nicely." in suggested(person), "the skill is offered")
        await person.press("enter")
        await person.until(lambda: composer(person).text == "/greet ", "the skill is taken")
        await person.type("the crew")
        await person.press("enter")
        await person.reads("Hello, crew.")
        await person.until(lambda: not person.state.outbox, "it is confirmed")
    items = demo.get(f"/v1/sessions/{session}/items")["data"]
    assert [(i["name"], i["arguments"]) for i in items if i["type"] == "slash_command"] == [("greet", "the crew")]


async def test_what_is_no_command_is_sent_as_text_only_after_saying_so(
    demo: Demo, session: str, tmp_path: Path
) -> None:
    demo.script(session, [{"text": "One."}], [{"text": "Two."}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await opens(person, session)
        await person.type("/")
        await person.until(lambda: "/greet" in suggested(person), "the skills are known")
        await person.type("nosuch thing")
        await person.press("enter")
        await person.reads("there is no command or skill “nosuch”")
        assert (composer(person).text, demo.user_texts(session)) == ("/nosuch thing", [])
        await person.press("enter")
        await person.reads("One.")
        await person.type("//greet")
        await person.press("enter")
        await person.reads("Two.")
    assert demo.user_texts(session) == ["/nosuch thing", "/greet"]


async def test_files_of_this_machine_are_attached_watched_removed_and_sent(
    demo: Demo, session: str, tmp_path: Path
) -> None:
    demo.script(session, [{"text": "Read."}])
    notes, data, picture = tmp_path / "notes.txt", tmp_path / "data.bin", tmp_path / "a picture.png"
    notes.write_text("milk")
    data.write_bytes(b"a\0b")
    picture.write_bytes(b"\x89PNG")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await opens(person, session)
        await person.type(f"read @{tmp_path}/no")
        await person.until(lambda: "notes.txt" in suggested(person), "this machine's file is found")
        await person.press("enter")
        await person.reads("[notes.txt 4 B uploaded]")
        assert composer(person).text == "read "
        await person.paste(str(picture))
        await person.reads("[a picture.png 4 B uploaded]")
        await person.type(str(data))
        await person.press("alt+a")
        await person.reads("Unsupported attachment type")
        assert composer(person).text == "read "
        await person.press("enter")
        await person.reads("data.bin could not be uploaded")
        assert demo.user_texts(session) == []
        await person.press("alt+d")
        await person.until(lambda: "Enter removes" in suggested(person), "it asks which one")
        await person.press("down", "down", "enter")
        await person.until(lambda: len(person.main.attached) == 2, "it was removed")
        await person.press("enter")
        await person.reads("Read.")
        assert person.main.attached == ()
        assert "notes.txt" not in person.main.files.plain_text()
    (said,) = [item for item in demo.get(f"/v1/sessions/{session}/items")["data"] if item.get("role") == "user"]
    assert [(block["type"], block.get("filename", block.get("text"))) for block in said["content"]] == [
        ("input_file", "notes.txt"),
        ("input_image", "a picture.png"),
        ("input_text", "read "),
    ]


async def test_attached_files_outlive_the_program(demo: Demo, session: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("milk")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await opens(person, session)
        files = f"/v1/sessions/{session}/resources/files"
        body = '{"detail": "The disk is full."}'
        demo.order("faults", kind="status", path_prefix=files, method="POST", status=503, body=body, count=None)
        assert person.main.attach(str(notes))
        await person.reads("notes.txt: The disk is full.")
        assert "could not be uploaded" in person.main.not_ready(person.main.attached)
        demo.order("reset")
        await person.press("alt+r")
        await person.reads("[notes.txt 4 B uploaded]")
        assert person.main.not_ready(person.main.attached) == ""
        under_way = replace(person.main.attached[0], phase=UploadPhase.UPLOADING)
        assert "still being uploaded" in person.main.not_ready((under_way,))
    uploaded = demo.get(f"/v1/sessions/{session}/resources/files")["data"]
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await opens(person, session)
        await person.until(lambda: [f.phase for f in person.main.attached] == [UploadPhase.READY], "it is there again")
        assert person.main.attached[0].file_id == uploaded[0]["id"]
        await person.press("backspace")
        await person.until(lambda: not person.main.attached, "backspace before the text takes it away")
        await person.until(lambda: demo.get(files)["data"] == [], "it is gone from the server, too")
    assert json.loads((tmp_path / "state" / "state.json").read_text())["attachments"] == {}


async def test_earlier_messages_are_found_and_never_cost_the_draft(demo: Demo, session: str, tmp_path: Path) -> None:
    other = demo.new_session("Elsewhere")
    demo.script(other, [{"text": "Done there."}])
    demo.script(session, [{"text": "Done here."}], [{"text": "Done again."}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, other)) as person:
        await opens(person, other)
        await person.type("deploy the beta")
        await person.press("enter")
        await person.reads("Done there.")
        await person.opens(session)
        await person.type("count the files")
        await person.press("enter")
        await person.reads("Done here.")
        await person.type("half a thought")
        await person.press("alt+p")
        assert composer(person).text == "count the files"
        assert composer(person).draft.text == "half a thought"
        await person.press("alt+p")
        assert composer(person).text == "deploy the beta", "what was said elsewhere comes after what was said here"
        await person.press("alt+n", "alt+n")
        assert composer(person).text == "half a thought"
        await person.press("alt+h")
        await person.reads("Earlier messages")
        await person.type("beta dep")
        await person.reads("Elsewhere")
        await person.press("enter")
        await person.until(lambda: composer(person).text == "deploy the beta", "it was taken")
        await person.press("enter")
        await person.reads("Done again.")
        assert composer(person).text == "half a thought", "the draft is back"
    assert demo.user_texts(session) == ["count the files", "deploy the beta"]


async def test_a_folded_paste_is_unfolded_and_edited(demo: Demo, session: str, tmp_path: Path) -> None:
    pasted = "\n".join(f"line {number}" for number in range(150))
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await opens(person, session)
        await person.paste(pasted)
        assert composer(person).text == "[pasted 150 lines]"
        await person.press("alt+u")
        assert composer(person).text == pasted
        await person.press("alt+u")
        await person.reads("no folded paste")


@pytest.mark.parametrize("keys", [("ctrl+k",), ("a", "ctrl+j", "ctrl+k"), ("a", "home", "ctrl+k", "ctrl+k")])
async def test_deleting_a_line_that_is_not_there(
    demo: Demo, session: str, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url, session)) as person:
        await person.arrives()
        await person.is_live(session)
        await person.press(*keys)
        await person.type("b")
        await person.until(lambda: person.main.composer.text.endswith("b"), "writing goes on")
