"""A person at the keyboard: presses keys, reads the screen, waits for what should come."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from omnigent_tui.app import OmnigentApp
from omnigent_tui.screens.main import MainScreen
from omnigent_tui.settings.launch_options import LaunchOptions
from omnigent_tui.settings.locations import Locations
from omnigent_tui.settings.server_resolution import ResolvedServer, ServerSource
from omnigent_tui.settings.settings_file import Settings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation, StreamPhase

PATIENCE_SECONDS = 60.0
HURRY_SECONDS = 0.05
THOUGHT_SECONDS = 1.0
"""How much later than now a considered key is stamped: no test waits for it."""


class Person:
    """What a person can do and see."""

    def __init__(self, app: OmnigentApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self._thought = 0.0

    @property
    def state(self) -> State:
        """What the program knows."""
        assert self.app.store is not None
        return self.app.store.state

    @property
    def main(self) -> MainScreen:
        """The main screen, which must be on."""
        screen = self.app.get_screen_stack("main")[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def conversation(self) -> Conversation:
        """The open conversation."""
        assert self.state.open_conversation is not None
        return self.state.open_conversation

    @property
    def sees(self) -> str:
        """The screen as plain text."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    async def press(self, *keys: str) -> None:
        """Press keys by their Textual names."""
        await self.pilot.press(*keys)
        await self._dealt_with()

    async def type(self, text: str) -> None:
        """Type text faster than the screen is painted, newlines as Ctrl+J; returns when all of it was dealt with."""
        for character in text:
            key = character if character.isalnum() else _character_to_key(character)
            newline = events.Key("ctrl+j", "\n")
            self.app.post_message(newline if character == "\n" else events.Key(key, character))
        await self.pilot.pause()
        await self._dealt_with()
        await self.pilot.pause()

    async def _dealt_with(self) -> None:
        """Wait until no key is on its way any more: on a busy machine they outlast what a pilot waits for."""
        order = self.app._key_order
        if order._held or order._is_busy:
            await self.until(
                lambda: not (self.app.is_running and (order._held or order._is_busy)), "the keys are dealt with"
            )
            await self.pilot.pause()

    async def consider_and_press(self, key: str) -> None:
        """Press a key that was thought about: stamped well after everything before it, and after that was painted."""
        await self.pilot.pause()
        await self.pilot.pause()
        self._thought += THOUGHT_SECONDS
        event = events.Key(key, key if len(key) == 1 else None)
        event.time = time.monotonic() + self._thought
        self.app.post_message(event)
        await self.pilot.pause()

    async def hurry_and_press(self, *keys: str) -> None:
        """Press keys right after the one before them, however long the program took for that one."""
        for key in keys:
            event = events.Key(key, key if len(key) == 1 else None)
            event.time = (self.app.surroundings.rhythm.last or 0.0) + HURRY_SECONDS
            self.app.post_message(event)
            await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until the condition holds; fails with the screen and `what` was expected."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < end, f"never: {what}\n{self.sees}"
            # Rarely enough that looking at the screen is not most of the work.
            await self.pilot.pause(0.04)

    async def reads(self, text: str) -> None:
        """Wait until the text is on the screen."""
        await self.until(lambda: text in self.sees, f"the screen says {text!r}")

    async def arrives(self) -> None:
        """Wait until the main screen is on and the list of sessions is there."""
        await self.until(lambda: self.app.current_mode == "main" and self.main.is_mounted, "the main screen is on")
        await self.until(lambda: self.state.sessions.phase.value == "ready", "the sessions are listed")

    async def opens(self, session_id: str) -> None:
        """Open a session, and wait until it is live."""
        self.main.open_session(session_id)
        await self.is_live(session_id)

    async def chooses(self, session_id: str) -> None:
        """Open a session with the list's own keys."""
        await self.press("ctrl+l", "home")
        for _ in self.main.sidebar.plain_text().splitlines():
            if self.main.sidebar.cursor_id != session_id:
                await self.press("down")
        await self.press("enter")
        await self.is_live(session_id)

    async def is_live(self, session_id: str) -> None:
        """Wait until the open session's stream is live and its history loaded."""
        await self.until(
            lambda: (
                self.state.open_session_id == session_id
                and self.conversation.snapshot is not None
                and self.conversation.stream.phase is StreamPhase.LIVE
                and self.main.composer.owner == session_id
            ),
            f"session {session_id} is open and live",
        )


def options_for(folder: Path, url: str | None, session_id: str | None = None, **settings: Any) -> LaunchOptions:
    """Return launch options with all files in `folder`; without a URL the demo is wanted."""
    return LaunchOptions(
        server=ResolvedServer(url, ServerSource.OPTION) if url else None,
        session_id=session_id,
        demo=url is None,
        log_file=None,
        settings=Settings(**settings),
        locations=Locations(folder / "config", folder / "state"),
    )


@contextlib.asynccontextmanager
async def at_the_keyboard(options: LaunchOptions, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Person]:
    """Run the application headless and sit down before it."""
    app = OmnigentApp(options)
    async with app.run_test(size=size, notifications=True) as pilot:
        person = Person(app, pilot)
        await person.until(lambda: app.store is not None, "the network side is loaded")
        yield person
