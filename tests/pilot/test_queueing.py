"""Messages written while a turn runs: waiting in view, changed, sent one by one or now, kept over a restart."""

from pathlib import Path

from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for

SLOW = {"text": "Working on it.", "chunk": 100}


async def _busy(person: Person, demo: Demo, session_id: str, *answers: str) -> None:
    """A turn that works until the gate `held` is opened; the turns after it answer at once."""
    turns = [[{"text": answer, "chunk": 100}] for answer in answers]
    demo.script(session_id, [SLOW, {"gate": "held"}], *turns)
    await person.arrives()
    await person.is_live(session_id)
    await person.type("go")
    await person.press("enter")
    await person.reads("Working on it.")


async def _writes(person: Person, *texts: str) -> None:
    for text in texts:
        await person.type(text)
        await person.press("enter")


def _waiting(person: Person) -> list[str]:
    return [message.text for message in person.state.outbox if message.is_held]


async def test_messages_wait_in_view_are_changed_and_go_one_by_one(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Queue")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await _busy(person, demo, session_id, "Yes one.", "Yes two.")
        await person.reads("Enter queue")
        await _writes(person, "alpha", "beta", "gamma")
        await person.reads("3 messages wait for the end of the turn")
        await person.type("draft")
        await person.press("alt+q")
        await person.reads("Enter edit")
        await person.press("down", "down", "u")
        await person.until(lambda: _waiting(person) == ["alpha", "gamma", "beta"], "gamma is second")
        await person.press("down", "x")
        await person.until(lambda: _waiting(person) == ["alpha", "gamma"], "beta is deleted")
        await person.press("ctrl+y")
        await person.until(lambda: _waiting(person) == ["alpha", "gamma", "beta"], "beta is back")
        await person.press("home", "enter")
        await person.until(lambda: person.main.composer.text == "alpha\n\ndraft", "alpha is above the draft")
        assert person.main.composer.has_focus
        assert demo.user_texts(session_id) == ["go"]
        demo.order("release", gate="held")
        await person.until(lambda: demo.user_texts(session_id) == ["go", "gamma", "beta"], "they were sent in order")
        await person.reads("Yes two.")
        await person.until(lambda: not person.state.outbox and not person.main.queue.display, "none is left")
        await person.reads("Enter send")
    answers = [
        item["content"][0]["text"]
        for item in demo.get(f"/v1/sessions/{session_id}/items", order="asc")["data"]
        if item["type"] == "message" and item["role"] == "assistant"
    ]
    assert answers == ["Working on it.", "Yes one.", "Yes two."]


async def test_every_deletion_is_undone_and_the_cursor_is_on_what_came_back(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Undo")

    def current(person: Person) -> str:
        found = person.main.queue.current
        return found.text if found is not None else ""

    async def undone(person: Person, texts: list[str], came_back: str) -> None:
        await person.press("ctrl+y")
        await person.until(lambda: _waiting(person) == texts, f"{came_back} is back")
        await person.until(lambda: current(person) == came_back, "the cursor is on it")

    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await _busy(person, demo, session_id)
        await _writes(person, "alpha", "beta", "gamma")
        await person.reads("3 messages wait")
        await person.press("alt+q", "home", "x")
        await undone(person, ["alpha", "beta", "gamma"], "alpha")
        await person.press("down", "x", "x", "x")
        await person.until(lambda: not _waiting(person), "all are deleted")
        await undone(person, ["alpha"], "alpha")
        await undone(person, ["alpha", "gamma"], "gamma")
        await person.until(lambda: "Ctrl+Y undo" in person.main.queue.plain_text, "there is more to undo")
        await undone(person, ["alpha", "beta", "gamma"], "beta")
        await person.until(lambda: "Ctrl+Y undo" not in person.main.queue.plain_text, "there is no more to undo")


async def test_on_a_small_screen_the_queue_leaves_room_and_says_how_to_go_on(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Small")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size=(40, 12)) as person:
        await _busy(person, demo, session_id)
        await _writes(person, *(f"message {number}" for number in range(1, 7)))
        await person.reads("6 messages wait · Alt+Q to edit")
        await person.press("alt+q", "p")
        await person.reads("p go on · Enter edit")
        assert person.main.transcript.size.height >= 5
        await person.press("escape")
        await person.reads("6 wait (paused) · Alt+Q to go on")
        await person.press("alt+q", "end")
        await person.reads("❯  6 message 6")


async def test_send_now_says_what_the_server_does_with_it(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Steer")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await _busy(person, demo, session_id)
        await _writes(person, "later")
        await person.type("at once")
        await person.press("alt+s")
        await person.reads("buffered: the agent sees it after this turn")
        await person.until(lambda: demo.user_texts(session_id) == ["go", "at once"], "it was sent past the queue")
        assert _waiting(person) == ["later"]
        await person.press("alt+s")
        await person.until(lambda: demo.user_texts(session_id) == ["go", "at once", "later"], "the queue went too")


async def test_enter_sends_where_that_is_set(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Sends")
    settings = {"enter_while_running": "send"}
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id, **settings)) as person:
        await _busy(person, demo, session_id)
        await person.type("waits")
        await person.press("alt+w")
        await person.reads("1 message waits for the end of the turn")
        await _writes(person, "goes")
        await person.until(lambda: demo.user_texts(session_id) == ["go", "goes"], "Enter sent it")


async def test_what_waits_survives_the_program_and_is_sent_once(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Restart")
    options = options_for(tmp_path, demo.url, session_id)
    async with at_the_keyboard(options) as person:
        await _busy(person, demo, session_id)
        await _writes(person, "one", "two")
        await person.reads("2 messages wait")
        sent = next(message for message in person.state.outbox if message.text == "one")
    # What a run that was killed had just sent, and could not write down any more.
    demo.post_message(session_id, "one", sent.stable_id)
    async with at_the_keyboard(options) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.reads("1 message waits, not sent by itself: kept from an earlier run")
        assert _waiting(person) == ["two"]
        demo.order("release", gate="held")
        await person.until(lambda: not person.conversation.turn.is_running, "the turns are over")
        assert _waiting(person) == ["two"]
        await person.press("alt+q", "p")
        await person.until(lambda: demo.user_texts(session_id) == ["go", "one", "two"], "it was sent once")
        await person.until(lambda: not person.state.outbox, "none is left")
