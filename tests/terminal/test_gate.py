"""Frames that come late draw everything that asked for it, also what asked a moment before."""

from __future__ import annotations

from textual.app import App
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from omnigent_tui.terminal.gate import GatedScreen


class Counted(Widget):
    """Counts how often it is drawn."""

    drawn = 0

    def render(self) -> Content:
        return Content("text")

    def render_lines(self, crop: Region) -> list[Strip]:
        self.drawn += 1
        return super().render_lines(crop)


class Gated(App[None]):
    def get_default_screen(self) -> Screen[None]:
        return GatedScreen(id="_default")


async def test_a_late_frame_forgets_no_widget_that_waits_for_the_next_one() -> None:
    app = Gated()
    async with app.run_test() as pilot:
        widget = Counted()
        await app.screen.mount(widget)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, GatedScreen)
        before = widget.drawn
        # What the widget's message to the screen does, before the timer of the screen has fired.
        widget.refresh()
        screen._dirty_widgets.add(widget)
        screen._refresh_late()
        assert widget.drawn == before + 1
