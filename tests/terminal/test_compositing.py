"""Frames are whole: what lies behind is asked for wherever what is in front does not fill its place."""

import pytest
from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from omnigent_tui.terminal.application import TerminalApp
from omnigent_tui.terminal.gate import GatedScreen

asked: list[str] = []


class Behind(Vertical):
    def render_lines(self, crop: Region) -> list[Strip]:
        asked.append("behind")
        return super().render_lines(crop)


class InFront(Widget):
    """Draws rows that lack so many cells, and lacks so many rows, as a widget does that was just resized."""

    cells, rows = 0, 0

    def render_lines(self, crop: Region) -> list[Strip]:
        width = crop.width - self.cells
        return [Strip([Segment("x" * width)], width)] * (crop.height - self.rows)


class Only(GatedScreen[None]):
    def compose(self) -> ComposeResult:
        with Behind():
            yield InFront()


class Stage(TerminalApp[None]):
    def get_default_screen(self) -> Only:
        return Only()


@pytest.mark.parametrize(("cells", "rows", "is_asked"), [(0, 0, False), (3, 0, True), (0, 1, True), (5, 2, True)])
async def test_every_cell_is_drawn_by_somebody(
    monkeypatch: pytest.MonkeyPatch, cells: int, rows: int, is_asked: bool
) -> None:
    async with Stage().run_test(size=(30, 6)) as pilot:
        monkeypatch.setattr(InFront, "cells", cells)
        monkeypatch.setattr(InFront, "rows", rows)
        asked.clear()
        chops = pilot.app.screen._compositor._render_chops(Region(0, 0, 30, 6), lambda _y: True)
    assert all(strip is not None for row in chops for strip in row.values())
    assert (asked != []) is is_asked
