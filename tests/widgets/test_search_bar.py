"""The search bar shares its line out: the needle is seen whole, and keys are named where there is room."""

import pytest
from textual.pilot import Pilot

from omnigent_tui.widgets.search_bar import Findings, SearchBar
from tests.widgets.stage import Stage, screen_text, staged

FOUND = Findings("8/47", ("↑ ↓", "Enter stay", "Esc back"))
NEEDLE = "Rename the flag and keep the old name"


async def written(app: Stage, pilot: Pilot[None], needle: str) -> str:
    """What the bar looks like once the needle was typed."""
    bar = app.widget
    assert isinstance(bar, SearchBar)
    bar.open()
    await pilot.pause()
    bar.input.value = ""
    await pilot.press(*("space" if character == " " else character for character in needle))
    await pilot.pause()
    return screen_text(app).split("\n")[0]


@pytest.mark.parametrize(
    ("columns", "keys"),
    [
        (76, "8/47 · ↑ ↓ · Enter stay · Esc back"),
        (66, "8/47 · ↑ ↓ · Enter stay"),
        (56, "8/47 · ↑ ↓"),
        (50, "8/47"),
    ],
)
async def test_keys_make_room_for_the_needle_and_go_whole(columns: int, keys: str) -> None:
    bar = SearchBar()
    async with staged(bar, (columns, 3)) as (app, pilot):
        bar.show_findings(FOUND)
        line = await written(app, pilot, NEEDLE)
        assert line.startswith(f"/ {NEEDLE} ")
        assert line.endswith(f" {keys}")
        # In less room for the needle there is more for the keys.
        bar.input.value = "Re"
        await pilot.pause()
        assert screen_text(app).split("\n")[0].endswith("Esc back")


async def test_another_width_shares_anew() -> None:
    bar = SearchBar()
    async with staged(bar, (30, 3)) as (app, pilot):
        bar.show_findings(FOUND)
        narrow = await written(app, pilot, NEEDLE)
        assert "the old name " in narrow
        assert narrow.endswith(" 8/47")
        await pilot.resize_terminal(90, 3)
        await pilot.pause()
        wide = screen_text(app).split("\n")[0]
        assert wide.startswith(f"/ {NEEDLE} ")
        assert wide.endswith("8/47 · ↑ ↓ · Enter stay · Esc back")


async def test_long_words_leave_half_of_the_line_to_the_needle() -> None:
    bar = SearchBar()
    async with staged(bar, (60, 3)) as (app, pilot):
        bar.show_findings(Findings(f"8 hits · older items could not be searched: {'no answer ' * 9}"))
        line = await written(app, pilot, "Rename the flag and keep")
        assert line.startswith("/ Rename the flag and keep  8 hits · older")
        assert line.endswith("…")


async def test_the_cursor_stays_in_view_when_the_findings_take_more_room() -> None:
    bar = SearchBar()
    async with staged(bar, (40, 3)) as (app, pilot):
        bar.show_findings(Findings("1/1"))
        line = await written(app, pilot, NEEDLE)
        assert "keep the old name " in line
        bar.show_findings(Findings("none yet · older items come next…"))
        await pilot.pause()
        await pilot.pause()
        line = screen_text(app).split("\n")[0]
        assert "old name " in line
        assert "none yet" in line
