"""Starting a session from the keyboard: the form, its defaults, what it refuses, what it remembers."""

from pathlib import Path

from textual import events

from omnigent_tui.screens.new_session.fields import FieldRow
from omnigent_tui.state.new_session import CreationPhase, FormField
from tests.pilot.demo import Demo
from tests.pilot.new_session_form import fills, form, goes_to, is_made, opens_form, types_path
from tests.pilot.person import at_the_keyboard, options_for


async def test_a_session_is_made_and_opened_and_its_first_message_answered(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await person.type("smoke")
        await person.reads("Answers questions")
        await types_path(person, "/home/ada/projects/with space")
        await fills(
            person,
            {
                FormField.TITLE: "Made by hand",
                FormField.MESSAGE: "hello\nthere",
                FormField.MODEL: "tiny-model",
                FormField.EFFORT: "xhi",
            },
        )
        await person.press("f10")
        session_id = await is_made(person, before)
        await person.until(lambda: demo.user_texts(session_id) == ["hello\nthere"], "the first message is stored")
        await person.until(lambda: demo.status(session_id) == "idle", "the agent has answered")
        made = demo.get(f"/v1/sessions/{session_id}")
        assert person.main.composer.has_focus
    assert (made["title"], made["workspace"]) == ("Made by hand", "/home/ada/projects/with space")
    assert (made["agent_name"], made["model_override"], made["reasoning_effort"]) == ("smoke", "tiny-model", "xhigh")


async def test_one_key_creates_with_what_was_used_last(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await person.type("review")
        await types_path(person, "/home/ada/projects/deep/a")
        await person.press("f10")
        first = await is_made(person, before)
        await opens_form(person)
        await person.press("f10")
        second = await is_made(person, {*before, first})
    for session_id in (first, second):
        made = demo.get(f"/v1/sessions/{session_id}")
        assert (made["agent_name"], made["workspace"]) == ("reviewer", "/home/ada/projects/deep/a")


async def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await types_path(person, "/no/such/folder")
        await goes_to(person, FormField.TITLE)
        await person.type("Nowhere")
        await person.press("f10")
        await person.until(lambda: person.state.new_session.phase is CreationPhase.FAILED, "the server refuses")
        await person.reads("✕ workspace path does not exist")
        await person.until(lambda: form(person).current_field is FormField.WORKSPACE, "the focus is at the fault")
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.main, "the form is closed")
        await opens_form(person)
        await person.reads("/no/such/folder")
        await person.reads("Nowhere")
        await person.press("escape")
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await person.reads("/no/such/folder")
        await person.reads("Nowhere")
        assert set(person.state.sessions.by_id) == before


async def test_an_agent_that_cannot_run_there_is_told_before_and_refused_at_its_field(
    demo: Demo, tmp_path: Path
) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await person.type("claude-native")
        await person.reads("not installed")
        await person.press("ctrl+u")
        await person.type("cursor")
        await person.reads("needs sign-in")
        await person.press("f10")
        await person.reads("✕ Harness 'cursor-native' is not configured")
        await person.until(lambda: form(person).current_field is FormField.AGENT, "the focus is at the agent")


async def test_offline_hosts_are_folded_and_refused_at_their_field(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await goes_to(person, FormField.HOST)
        await person.reads("1 offline")
        assert "MacBook" not in form(person).choices.plain_text()
        await person.press("down", "enter")
        await person.reads("MacBook")
        await person.press("enter")
        await goes_to(person, FormField.WORKSPACE)
        await person.reads("is offline: its directories cannot be read")
        await person.type("/Users/ada/code")
        await person.press("f10")
        await person.reads("is offline; reconnect the host")
        await person.until(lambda: form(person).current_field is FormField.HOST, "the focus is at the host")


async def test_the_root_of_a_file_system_is_asked_about_first(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await types_path(person, "/")
        await person.press("f10")
        await person.reads("the whole file system")
        assert person.state.new_session.request is None
        await person.press("f10")
        session_id = await is_made(person, before)
    assert demo.get(f"/v1/sessions/{session_id}")["workspace"] == "/"


async def test_a_worktree_is_made_and_later_chosen_again(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        for number, keys in enumerate(((), ("down",))):
            await opens_form(person)
            await goes_to(person, FormField.WORKSPACE)
            await person.press("ctrl+u")
            await person.type("/home/ada/projects/api")
            await goes_to(person, FormField.WORKTREE)
            if number == 0:
                await person.type("feature/x")
                await person.reads("new branch")
            else:
                await person.reads("feature/x")
            await person.press(*keys, "f10")
            session_id = await is_made(person, before)
            before.add(session_id)
            made = demo.get(f"/v1/sessions/{session_id}")
            assert (made["git_branch"], made["workspace"]) == (
                "feature/x",
                "/home/ada/projects/api-worktrees/feature-x",
            )


async def test_leaving_while_it_is_created_does_not_take_the_person_along(demo: Demo, tmp_path: Path) -> None:
    session_id = demo.new_session("Where I am")
    async with at_the_keyboard(options_for(tmp_path, demo.url, session_id), (80, 24)) as person:
        await person.arrives()
        await person.is_live(session_id)
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await fills(person, {FormField.TITLE: "Slow", FormField.MESSAGE: "go ahead"})
        demo.order("faults", kind="stall", path_prefix="/v1/sessions", method="POST", delay=None)
        await person.press("f10")
        await person.reads("● make the session on atlas")
        await person.press("escape")
        await person.reads("goes on being created")
        demo.order("reset")
        await person.until(lambda: bool(set(person.state.sessions.by_id) - before), "the session is there")
        made = next(iter(set(person.state.sessions.by_id) - before))
        await person.until(lambda: demo.user_texts(made) == ["go ahead"], "its first message is stored")
        assert any("“Slow” is ready" in news.text for news in person.state.announcements)
        assert person.state.open_session_id == session_id


async def test_the_form_fits_a_small_terminal(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (40, 12)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        for field in FormField:
            await goes_to(person, field)
            row = form(person).rows[field].region
            assert form(person).query_one("#new-fields").region.contains_region(row)
            assert form(person).choices.size.height >= 2
        await person.press("f10")
        await is_made(person, before)


async def test_a_host_that_is_not_there_is_not_replaced_by_the_one_before(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        before = set(person.state.sessions.by_id)
        await opens_form(person)
        await types_path(person, "/home/ada/projects/api")
        await person.press("shift+tab")
        await person.until(lambda: form(person).current_field is FormField.HOST, "the focus is at the host")
        await person.type("nowhere")
        await person.press("f10")
        await person.reads("✕ No host has that in its name.")
        assert form(person).entry(FormField.HOST).value == "nowhere"
        await person.press("ctrl+u")
        await person.type("atl")
        await person.until(lambda: "✕" not in person.sees, "what was wrong is wrong no more")
        await person.press("f10")
        session_id = await is_made(person, before)
    assert demo.get(f"/v1/sessions/{session_id}")["workspace"] == "/home/ada/projects/api"


async def test_a_creation_is_cancelled_from_a_text_field(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await types_path(person, "/home/ada/projects/api")
        demo.order("faults", kind="stall", path_prefix="/v1/sessions", method="POST", delay=None)
        await person.press("f10")
        await person.reads("Alt+X cancels the creation")
        # As a terminal sends it: with its letter, which a text field would take.
        person.app.post_message(events.Key("alt+x", "x"))
        await person.until(lambda: person.state.new_session.phase is CreationPhase.CANCELLING, "it is given up")
        await person.reads("making sure that no session is left behind")
        assert "Alt+X" not in person.sees, "given up once is enough: a second time nobody would look for the session"
        person.app.post_message(events.Key("alt+x", "x"))
        demo.order("reset")
        await person.until(lambda: not person.state.new_session.is_under_way, "it is over")
        assert "is removed" in person.state.announcements[-1].text
        assert form(person).entry(FormField.WORKSPACE).value == "/home/ada/projects/api"


async def test_the_label_of_the_field_that_is_typed_into_is_marked(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url)) as person:
        await person.arrives()
        screen = await opens_form(person)

        def marked() -> list[FormField]:
            labels = [(row.field, row.query_one(".field-label").rich_style.bold) for row in screen.query(FieldRow)]
            return [field for field, is_bold in labels if is_bold]

        await person.until(lambda: marked() == [screen.current_field], "the first field is marked, and nothing else")
        await person.press("tab")
        await person.until(lambda: len(marked()) == 1 and marked() == [screen.current_field], "the next one is")
        await goes_to(person, FormField.MESSAGE)
        await person.until(lambda: marked() == [FormField.MESSAGE], "the message is, and nothing else")


async def test_without_a_server_the_form_says_that_nothing_could_be_read(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        demo.order("faults", kind="refuse", count=None)
        await person.press("ctrl+n")
        await person.reads("The agents could not be read.")
        await person.reads("F6 tries again.")
        assert ".." not in person.sees
        assert "has that in its name" not in person.sees
        demo.order("reset")
        await person.press("f6")
        await person.until(lambda: bool(form(person).choices.choices), "the agents are listed")
        await person.type("nobody")
        await person.reads("No agent has that in its name.")


async def test_a_directory_that_is_not_there_is_not_one_without_a_repository(demo: Demo, tmp_path: Path) -> None:
    async with at_the_keyboard(options_for(tmp_path, demo.url), (80, 24)) as person:
        await person.arrives()
        await opens_form(person)
        await types_path(person, "/home/ada/projects/nowhere")
        await goes_to(person, FormField.WORKTREE)
        await person.reads("There is no such directory.")
        assert "not in a git repository" not in person.sees
