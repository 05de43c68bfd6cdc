"""An app with one widget on it, and the messages the widget posted."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget


class Stage(App[None]):
    """Shows `widget` and keeps the messages of the `kinds` asked for."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget, kinds: tuple[type[Message], ...] = ()) -> None:
        super().__init__()
        self.widget = widget
        self.kinds = kinds
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, self.kinds):
            self.posted.append(message)
        await super()._dispatch_message(message)


@asynccontextmanager
async def staged(
    widget: Widget, size: tuple[int, int] = (60, 20), kinds: tuple[type[Message], ...] = ()
) -> AsyncIterator[tuple[Stage, Pilot[None]]]:
    """Run an app with `widget` in a headless terminal of `size` (columns, rows)."""
    app = Stage(widget, kinds)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[None], condition: Callable[[], bool], what: str) -> None:
    """Wait until `condition` holds."""
    for _ in range(500):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"never happened: {what}")


def screen_text(app: App[None]) -> str:
    """Return what the compositor shows, one line a row."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
