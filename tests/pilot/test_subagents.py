"""Going into a sub-agent's session and back, and what the parent's screen says of it."""

from pathlib import Path

from omnigent_tui.state.notices import SubAgentStep
from omnigent_tui.state.transcript import Notice
from tests.pilot.demo import Demo
from tests.pilot.person import at_the_keyboard, options_for


async def test_into_a_sub_agent_and_back(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Parent")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (120, 36)) as person:
        await person.arrives()
        await person.is_live(session_id)
        await person.press("alt+right")
        await person.reads("no sub-agents")
        demo.post_message(session_id, "use a subagent")
        await person.reads("The researcher reports")
        await person.reads("└ ○ researcher:auth")
        await person.press("alt+right")
        await person.reads("research the authentication module")
        await person.reads("Sub-agent of “Parent”")
        assert person.state.open_session_id in person.state.conversations[session_id].children
        child_id = person.state.open_session_id
        await person.press("alt+left")
        await person.until(lambda: person.state.open_session_id == session_id, "the parent is open again")
        await person.reads("The researcher reports")
        step = next(
            e for e in person.conversation.entries if isinstance(e, Notice) and isinstance(e.about, SubAgentStep)
        )
        person.main.transcript.focus()
        person.main.transcript.choose_entry(step.key)
        await person.press("enter")
        await person.until(lambda: person.state.open_session_id == child_id, "its entry leads there, too")
