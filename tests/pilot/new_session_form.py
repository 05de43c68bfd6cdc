"""What a person does with the form that starts a session, step by step."""

from __future__ import annotations

from omnigent_tui.screens.new_session.screen import NewSessionScreen
from omnigent_tui.state.new_session import FormField
from tests.pilot.person import Person


def form(person: Person) -> NewSessionScreen:
    """The form, which must be open."""
    screen = person.app.screen
    assert isinstance(screen, NewSessionScreen)
    return screen


async def opens_form(person: Person) -> NewSessionScreen:
    """Open the form and wait until there is something to choose."""
    await person.press("ctrl+n")
    await person.until(lambda: isinstance(person.app.screen, NewSessionScreen), "the form is open")
    await person.until(lambda: form(person).memory.agent_id is not None, "the choices are there")
    await person.until(lambda: bool(form(person).choices.choices), "the agents are listed")
    return form(person)


async def goes_to(person: Person, field: FormField) -> None:
    """Go down to a field with Enter."""
    for _ in FormField:
        before = form(person).current_field
        if before is field:
            return
        await person.press("enter")
        await person.until(lambda before=before: form(person).current_field is not before, "Enter goes on")  # type: ignore[misc]
    raise AssertionError(f"never at {field}")


async def is_made(person: Person, before: set[str]) -> str:
    """Wait until a new session is open and the form closed; returns its id."""
    await person.until(lambda: person.state.open_session_id not in (None, *before), "a new session is open")
    await person.until(lambda: person.app.screen is person.main, "the form is closed")
    assert person.state.open_session_id is not None
    return person.state.open_session_id


async def types_path(person: Person, path: str) -> None:
    """Go to the workspace field and type a path instead of what stands there."""
    await goes_to(person, FormField.WORKSPACE)
    await person.press("ctrl+u")
    await person.type(path)


async def fills(person: Person, texts: dict[FormField, str]) -> None:
    """Go down to each of the fields and type its text."""
    for field, text in texts.items():
        await goes_to(person, field)
        await person.type(text)


async def browses(person: Person, path: str) -> None:
    """Open the picker in that directory."""
    await types_path(person, path)
    await person.press("f4")
    await person.until(lambda: form(person).picker.has_focus, "the picker is open")
    await person.reads("this directory")


async def looks_into(person: Person, name: str) -> None:
    """Narrow the entries down to a name and look into that directory."""
    await person.type(name)
    await person.until(lambda: f"▸ {name}" in form(person).picker.plain_text(), f"{name} is there")
    await person.press("right")
    await person.until(lambda: not form(person).picker.typed, f"it looks into {name}")
