"""What is typed is never lost: not by switching, disconnecting, refusals, quitting or big pastes."""

import time
from pathlib import Path

import pytest

from omnigent_tui.state.client_events import SnapshotArrived
from omnigent_tui.state.conversation import StreamPhase
from omnigent_tui.state.delivery import Delivery
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for


def _waits(person: Person) -> bool:
    return all(message.delivery in (Delivery.QUEUED, Delivery.CHECKING) for message in person.state.outbox)


async def test_every_session_keeps_its_draft(demo: Demo, tmp_path: Path) -> None:
    first, second = demo.new_session("First"), demo.new_session("Second")
    async with at_the_keyboard(options_for(tmp_path, demo.url, first)) as person:
        await person.arrives()
        await person.is_live(first)
        await person.type("for the first")
        await person.opens(second)
        assert person.main.composer.text == ""
        await person.type("for the second")
        await person.opens(first)
        assert person.main.composer.text == "for the first"
    async with at_the_keyboard(options_for(tmp_path, demo.url, second)) as person:
        await person.arrives()
        await person.is_live(second)
        assert person.main.composer.text == "for the second"


async def test_a_key_pressed_right_after_switching_belongs_to_the_new_session(demo: Demo, tmp_path: Path) -> None:
    first, second = demo.new_session("First"), demo.new_session("Second")
    async with at_the_keyboard(options_for(tmp_path, demo.url, first)) as person:
        await person.arrives()
        await person.is_live(first)
        person.main.open_session(second)
        await person.type("x")
        await person.is_live(second)
        assert person.main.composer.text == "x"
        assert person.app.surroundings.drafts.draft(first).text == ""


async def test_text_written_without_a_session_goes_to_the_one_opened(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Later")
    async with at_the_keyboard(options_for(tmp_path, demo.url)) as person:
        await person.arrives()
        await person.type("an idea")
        await person.press("enter")
        await person.reads("no session is open")
        assert person.main.composer.text == "an idea"
        await person.opens(session_id)
        assert person.main.composer.text == "an idea"


async def test_what_is_sent_while_disconnected_arrives_once_and_in_order(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Patchy")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.order("faults", kind="refuse", path_prefix="/v1/sessions", count=None)
        demo.order("faults", kind="drop_streams")
        await person.until(lambda: person.conversation.stream.phase is not StreamPhase.LIVE, "the stream is gone")
        for text in ("one", "two"):
            await person.type(text)
            await person.press("enter")
        await person.type("three, unsent")
        await person.until(lambda: len(person.state.outbox) == 2 and _waits(person), "the messages wait")
        assert "2 messages wait for the connection" in person.sees
        draft = person.main.composer.text
        person.main.composer.clear()
        said = "2 messages wait for the connection and go out by themselves when it is back."
        for key in ("alt+s", "alt+q"):
            person.main.say("")
            await person.press(key)
            await person.until(lambda: person.main.notice.line == said, f"{key} says the same")
        person.main.composer.insert(draft)
        demo.order("reset")
        await person.press("ctrl+r")
        await person.until(lambda: not person.state.outbox, "the outbox is empty")
        await person.until(lambda: "wait for the connection" not in person.sees, "nothing is said of it any more")
        assert person.main.composer.text == "three, unsent"
    assert demo.user_texts(session_id) == ["one", "two"]


async def test_a_refused_message_comes_back_above_the_draft_with_the_reason(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Strict")
    events = f"/v1/sessions/{session_id}/events"
    body = '{"error": {"code": "forbidden", "message": "No writing on Sundays."}}'
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.order("faults", kind="refuse", path_prefix=events, method="POST", count=None)
        await person.type("do it")
        await person.press("enter")
        await person.type("and then")
        await person.until(lambda: bool(person.state.outbox) and _waits(person), "it waits")
        demo.order("reset")
        demo.order("faults", kind="status", path_prefix=events, method="POST", status=403, body=body, count=None)
        await person.press("ctrl+r")
        await person.reads("No writing on Sundays.")
        await person.until(lambda: not person.state.returned, "the text was taken back")
        assert person.main.composer.text == "do it\n\nand then"
    assert demo.user_texts(session_id) == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Fork of Nightly build", "✕ Not sent; Alt+L starts a runner: No runner bound for session."),
        ("Fix the landing page (on the laptop)", "✕ Not sent: the session's host is offline. Start it again"),
    ],
)
async def test_a_message_no_runner_takes_comes_back_with_advice(
    demo: Demo, tmp_path: Path, title: str, said: str
) -> None:
    rows = demo.get("/v1/sessions", limit=100)["data"]
    session_id = next(row["id"] for row in rows if row["title"] == title)
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size=(80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("do it")
        await person.press("enter")
        await person.until(lambda: said in " ".join(str(person.main.notice.render()).split()), "it says what to do")
        assert "Alt+L" in person.main.notice.line
        assert person.main.composer.text == "do it"


async def test_a_message_that_could_not_leave_is_a_draft_at_the_next_start(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Offline")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.order("faults", kind="refuse", path_prefix="/v1/sessions", count=None)
        await person.type("queued")
        await person.press("enter")
        await person.type("half a")
        await person.until(lambda: _waits(person), "the message waits")
        await person.until(lambda: person.main._outbox is person.state.outbox, "the screen knows")
    demo.order("reset")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        assert person.main.composer.text == "queued\n\nhalf a"
    assert demo.user_texts(session_id) == []


async def test_a_huge_paste_is_folded_and_sent_whole(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Paste")
    demo.script(session_id, [{"text": "Got it."}])
    pasted = "\n".join(f"line {number} [/nope] \\x1b" for number in range(12_345))
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("see: ")
        await person.paste(pasted)
        assert person.main.composer.text == "see: [pasted 12,345 lines]"
        await person.press("backspace")
        assert person.main.composer.text == "see: "
        await person.press("ctrl+underscore")
        assert person.main.composer.text == "see: [pasted 12,345 lines]"
        await person.press("enter")
        await person.reads("Got it.")
    assert demo.user_texts(session_id) == [f"see: {pasted}"]


async def test_cleared_text_comes_back_and_earlier_messages_are_recalled(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Again")
    demo.script(session_id, [{"text": "Done."}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.press("ctrl+y")
        await person.reads("Nothing to bring back: no text was cleared or sent.")
        await person.type("first message")
        await person.press("enter")
        await person.reads("Done.")
        await person.type("precious")
        await person.press("f7", "backspace")
        assert person.main.composer.text == ""
        await person.press("ctrl+y")
        assert person.main.composer.text == "precious"
        await person.press("up")
        assert person.main.composer.text == "precious"
        await person.press("f7", "backspace", "up")
        assert person.main.composer.text == "first message"
        await person.press("down")
        assert person.main.composer.text == ""


async def test_a_read_only_session_says_so_and_keeps_the_text(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Look, don't touch")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        # What the server says of the session would take the place of what is told here.
        demo.order(
            "faults", kind="stall", method="GET", path_prefix=f"/v1/sessions/{session_id}", delay=None, count=None
        )
        await person.type("may I?")
        conversation = person.conversation
        assert conversation.snapshot is not None
        person.app.surroundings.dispatch(
            SnapshotArrived(
                session_id=session_id,
                snapshot=conversation.snapshot.model_copy(update={"permission_level": 1}),
                asked_at_revision=conversation.revision,
                at=time.time(),
            )
        )
        await person.press("enter")
        await person.reads("you may only read this session")
        assert person.main.composer.text == "may I?"
        demo.order("reset")
    assert demo.user_texts(session_id) == []
