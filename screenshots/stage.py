"""The application on its stage: headless, of a given size and theme, with keys to press and a screen to read."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from omnigent_tui.app import OmnigentApp
from omnigent_tui.settings.launch_options import LaunchOptions
from omnigent_tui.settings.locations import Locations
from omnigent_tui.settings.server_resolution import ResolvedServer, ServerSource
from omnigent_tui.settings.settings_file import Settings
from omnigent_tui.state.conversation import StreamPhase

_PATIENCE_SECONDS = 30.0


class Stage:
    """What a scene can do and see."""

    def __init__(self, app: OmnigentApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        """The screen as plain text."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until the condition holds."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"never: {what}\n{self.text}")
            await self.pilot.pause(0.02)

    async def reads(self, *texts: str) -> None:
        """Wait until all the texts are on the screen."""
        for text in texts:
            await self.until(partial(self._shows, text), f"the screen says {text!r}")

    def _shows(self, text: str) -> bool:
        return text in self.text

    async def is_live(self) -> None:
        """Wait until the open session's stream is live and the list of sessions knows everything."""

        def live() -> bool:
            conversation = self.app.surroundings.state().open_conversation
            return conversation is not None and conversation.stream.phase is StreamPhase.LIVE

        await self.reads("· live", "asleep", "host offline")
        await self.until(live, "the open session is live")

    async def press(self, *keys: str) -> None:
        """Press keys by their Textual names."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Put text into what has the focus."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def settles(self) -> None:
        """Wait until the screen has not changed for a while."""
        before, since = "", time.monotonic()
        while time.monotonic() - since < 0.4:
            await self.pilot.pause(0.02)
            if self.text != before:
                before, since = self.text, time.monotonic()


@contextlib.asynccontextmanager
async def stage(
    folder: Path, url: str, session_id: str | None, size: tuple[int, int], theme: str
) -> AsyncIterator[Stage]:
    """Run the application with all its files in `folder`."""
    options = LaunchOptions(
        server=ResolvedServer(url, ServerSource.OPTION),
        session_id=session_id,
        demo=False,
        log_file=None,
        settings=Settings(theme=theme),
        locations=Locations(folder / "config", folder / "state"),
    )
    app = OmnigentApp(options)
    async with app.run_test(size=size) as pilot:
        yield Stage(app, pilot)
