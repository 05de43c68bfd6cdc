"""Stopping a turn takes two presses, and the screen says so until the server confirms."""

from pathlib import Path

from omnigent_tui.state.conversation import StreamPhase
from tests.pilot.demo import Demo
from tests.pilot.person import Person, at_the_keyboard, options_for


def _notice(person: Person) -> str:
    """What of the notice is to be seen, in one line."""
    return " ".join(str(person.main.notice.render()).split())


async def test_two_presses_stop_the_turn(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Busy")
    demo.script(session_id, [{"text": "Working…"}, {"gate": "held"}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.press("ctrl+x")
        await person.reads("Nothing to stop")
        await person.type("go")
        await person.press("enter")
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        await person.type("a draft")
        await person.press("ctrl+x")
        await person.reads("Ctrl+X again to stop the turn")
        assert person.conversation.turn.stopping_since is None
        await person.press("ctrl+x")
        await person.until(lambda: not person.conversation.turn.is_running, "the turn ended")
        assert person.main.composer.text == "a draft"
    assert demo.status(session_id) == "idle"


async def test_the_wish_to_stop_is_shown_until_the_server_confirms(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Slow to stop")
    demo.script(session_id, [{"gate": "held"}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("go")
        await person.press("enter")
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        demo.order("faults", kind="stall", path_prefix=f"/v1/sessions/{session_id}/events", method="POST")
        await person.press("ctrl+x", "ctrl+x")
        await person.reads("stopping…")
        demo.order("reset")
        await person.until(lambda: not person.conversation.turn.is_running, "the turn ended")
        await person.until(lambda: "stopping…" not in person.sees, "the screen says so")


async def test_without_a_connection_nothing_is_stopped_and_that_is_said(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Cut off")
    demo.script(session_id, [{"gate": "held"}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size=(80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("go")
        await person.press("enter")
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        demo.order("faults", kind="refuse", count=None)
        demo.order("faults", kind="drop_streams")
        await person.until(lambda: person.conversation.stream.phase is StreamPhase.WAITING, "the stream is gone")
        await person.press("ctrl+x", "ctrl+x")
        said = "There is no connection: the turn was not stopped. Once it is back, Ctrl+X tries again."
        await person.until(lambda: said in _notice(person), "it says so, to the end")
        await person.type("later")
        await person.press("alt+w")
        await person.until(lambda: "whether a turn runs is not known" in _notice(person), "nor is it held for its end")
        assert person.main.composer.text == "later"
        await person.press("ctrl+x")
        await person.until(lambda: said in _notice(person), "it says so again")
        demo.order("reset")
        await person.press("ctrl+r")
        await person.is_live(session_id)
        await person.until(lambda: person.conversation.is_status_known, "the turn is known again")
        await person.until(lambda: "not stopped" not in _notice(person), "what is said of it holds no more")
        assert demo.status(session_id) == "running"
        await person.press("ctrl+x")
        await person.reads("Ctrl+X again to stop the turn")
        await person.press("ctrl+x")
        await person.until(lambda: not person.conversation.turn.is_running, "the turn ended")
    assert demo.status(session_id) == "idle"


async def test_a_stop_that_does_not_reach_the_server_says_so(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Deaf")
    demo.script(session_id, [{"gate": "held"}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), size=(80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("go")
        await person.press("enter")
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        await person.until(lambda: not person.state.outbox, "the message arrived")
        events = f"/v1/sessions/{session_id}/events"
        demo.order("faults", kind="refuse", path_prefix=events, method="POST", count=None)
        await person.press("ctrl+x", "ctrl+x")
        said = "The turn was not stopped, as far as is known; Ctrl+X tries again."
        await person.until(lambda: said in _notice(person), "it says so, and how to go on")
        demo.order("reset")
        await person.press("ctrl+x", "ctrl+x")
        await person.until(lambda: not person.conversation.turn.is_running, "the turn ended")
        await person.until(lambda: "not stopped" not in _notice(person), "nothing is said of it any more")


async def test_a_first_press_does_not_count_in_another_session(demo: Demo, tmp_path: Path) -> None:
    first, second = demo.new_session("One"), demo.new_session("Two")
    for session_id in (first, second):
        demo.script(session_id, [{"gate": session_id}])
        demo.post_message(session_id, "go")
    async with at_the_keyboard(options_for(tmp_path, demo.url, first)) as person:
        await person.arrives()
        await person.is_live(first)
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        await person.press("ctrl+x")
        await person.opens(second)
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        await person.press("ctrl+x")
        await person.reads("Ctrl+X again to stop the turn")
    assert demo.status(first) == demo.status(second) == "running"


async def test_escape_never_stops_and_never_clears(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Escape")
    demo.script(session_id, [{"gate": "held"}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        demo.post_message(session_id, "go")
        await person.until(lambda: person.conversation.turn.is_running, "the turn runs")
        await person.type("draft")
        await person.press("escape", "escape", "escape")
        assert person.main.composer.text == "draft"
        assert person.conversation.turn.stopping_since is None
    assert demo.status(session_id) == "running"


async def test_the_key_cuts_nothing_where_it_does_not_stop_a_turn(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Copied before")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        person.app.copy_text("kept")
        await person.press("ctrl+p")
        await person.until(lambda: person.app.screen is not person.main, "the palette is open")
        await person.press("ctrl+x")
        assert person.app.clipboard == "kept"
        await person.type("mod")
        await person.press("home", "shift+end", "ctrl+x")
        await person.until(lambda: person.app.clipboard == "mod", "what is selected is cut")
