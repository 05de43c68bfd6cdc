"""What happens to a session beside the talk: a retry counts down on the screen, a successor is one key away."""

from pathlib import Path

from tests.pilot.demo import Demo
from tests.pilot.person import at_the_keyboard, options_for


async def test_a_retry_counts_down_until_it_was_made(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Patient")
    error = {"code": "rate_limit", "message": "too many requests"}
    retry = {"type": "response.retry", "attempt": 1, "max_attempts": 3, "delay_seconds": 2.5, "error": error}
    demo.script(session_id, [{"event": retry}, {"gate": "held"}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.type("go")
        await person.press("enter")
        await person.reads("too many requests")
        # Nothing but the passing of time changes the line from here on.
        await person.reads("Tried again (attempt 1 of 3) · too many requests")
        await person.until(lambda: not person.main.counts_seconds(person.state), "nothing counts any more")


async def test_a_key_leads_to_the_session_that_took_this_ones_place(demo: Demo, tmp_path: Path) -> None:
    first, second = demo.new_session("Cleared"), demo.new_session("Fresh")
    superseded = {"type": "session.superseded", "target_conversation_id": second, "reason": "clear"}
    demo.script(first, [{"event": superseded}, {"text": "Over there."}])
    async with at_the_keyboard(options_for(tmp_path, demo.url, first)) as person:
        await person.arrives()
        await person.is_live(first)
        await person.press("alt+o")
        await person.reads("This conversation does not go on in another session.")
        await person.type("go")
        await person.press("enter")
        await person.reads("Alt+O opens it")
        await person.press("alt+o")
        await person.is_live(second)
        assert person.main.composer.has_focus
