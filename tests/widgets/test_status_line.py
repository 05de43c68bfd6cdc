"""The bottom line: what is left out where there is no room for all of it."""

import pytest

from omnigent_tui.commands.catalog import CATALOG
from omnigent_tui.state.server import ServerPhase, ServerState
from omnigent_tui.widgets.status_line import StatusLine
from tests.widgets.stage import screen_text, staged

SERVER = ServerState(
    url="https://agents.example.com", phase=ServerPhase.CONNECTED, version="0.19.0", user_id="me@example.com"
)
HINTS = [row for row in CATALOG if row.id in ("composer.send", "help.open")]


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (100, "● connected · agents.example.com 0.19.0 · me@example.com", "Enter send  F1 help"),
        (56, "● connected · agents.example.com 0.19.0", "F1 help"),
        (46, "● connected · agents.example.com", "F1 help"),
    ],
)
async def test_the_key_for_help_stays_longer_than_version_and_user(width: int, left: str, right: str) -> None:
    line = StatusLine()
    async with staged(line, size=(width, 3)) as (app, pilot):
        line.show(SERVER, None, HINTS, 0.0)
        await pilot.pause()
        shown = screen_text(app).splitlines()[0].strip()
        assert shown.startswith(f"{left}  ")
        assert shown.endswith(right)
