"""Answering the real server's questions by keys: its own record shows the verdict, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.pilot.person import Person, at_the_keyboard, options_for
from tests.real_server.driving import SessionDriver
from tests.real_server.rig import RealServer

pytestmark = [pytest.mark.real_server, pytest.mark.xdist_group("real_server_screens"), pytest.mark.timeout(300)]

_FORM = {
    "type": "object",
    "properties": {"count": {"type": "integer", "minimum": 1}, "ok": {"type": "boolean"}},
    "required": ["ok"],
}


@pytest.fixture
def session(request: pytest.FixtureRequest, real_server: RealServer) -> Iterator[SessionDriver]:
    """A session of the agent a test names."""
    made = SessionDriver.create(
        real_server.client,
        agent_id=real_server.agents[request.param],
        host_id=real_server.host_id,
        workspace=str(real_server.workspace),
        title=f"Asks {uuid4().hex[:6]}",
    )
    made.wait_runner()
    yield made
    made.delete()


async def _reads_the_question(person: Person) -> None:
    await person.until(lambda: person.main.approval.pending is not None, "the card is there")
    await person.press("ctrl+o")


@pytest.mark.parametrize("session", ["smoke"], indirect=True)
async def test_a_form_is_filled_in_and_another_client_may_be_faster(session: SessionDriver, tmp_path: Path) -> None:
    url = str(session.client.base_url).rstrip("/")
    event = {"type": "mcp_elicitation", "data": {"message": "How many?", "requestedSchema": _FORM}}
    async with at_the_keyboard(options_for(tmp_path, url, session.id), (80, 24)) as person:
        await person.arrives()
        await person.is_live(session.id)
        with session.tap() as tap:
            asked = session.post(event).json()["elicitation_id"]
            await _reads_the_question(person)
            await person.press("0", "enter")
            await person.reads("at least 1")
            await person.press("backspace", "2", "enter", "1")
            await person.reads("Your answers:")
            await person.consider_and_press("y")
            await person.until(lambda: person.main.approval.pending is None, "the card goes")
            tap.wait_for(
                "response.elicitation_resolved",
                lambda told: told.data["elicitation_id"] == asked and told.data["action"] == "accept",
            )
        second = session.post(event).json()["elicitation_id"]
        await _reads_the_question(person)
        session.approve(second, "decline")
        await person.until(
            lambda: person.main.approval.pending is None, "the other client's verdict takes the card away"
        )
        await person.reads("Declined: How many?")
    assert session.snapshot()["pending_elicitations"] == []
