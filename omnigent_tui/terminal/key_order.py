"""Keeps keys in order: each is dealt with, down to what its command did, before the next one is passed on.

Textual hands a key to the widget with the focus and runs commands only when the key has come back up to the app. When
keys arrive together (a slow line, a script), those typed after a command's key would be taken before it: "one", Enter,
"two" would send "onetwo".
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.message import Message
from textual.widget import Widget

from omnigent_tui.terminal.text_fields import text_fields

_ROUNDS = 2
"""The first mark follows the key up to the app, where its command runs; the second what the command posted."""

_LOST_SECONDS = 0.5
"""A mark that is not back after this, and whose widget is gone, went down with it."""

_STUCK_SECONDS = 5.0
"""Keys go on after this even if the widget is there: it may never come to the mark."""

Key = events.Key | events.Paste


@dataclass
class KeyMark(Message):
    """Goes the way of a key, behind it: where it arrives, the key has been before."""

    number: int
    rounds: int


class KeyOrder:
    """Holds keys back while one is on its way; `pass_on` gives a key to Textual."""

    def __init__(self, app: App[Any], pass_on: Callable[[Key], Awaitable[None]]) -> None:
        self._app = app
        self._pass_on = pass_on
        self._held: deque[Key] = deque()
        self._number = 0
        self._is_busy = False
        self._text_is_under_way = False
        self._lost: asyncio.TimerHandle | None = None

    async def take(self, key: Key) -> None:
        """Pass a key on, now or when those before it are dealt with."""
        self._held.append(key)
        await self._next()

    async def arrived(self, mark: KeyMark) -> None:
        """Go on when the last mark of the key that was passed on is back at the app."""
        if mark.number != self._number:
            return
        if mark.rounds > 1:
            self._send_mark(mark.rounds - 1)
            return
        self._forget_lost()
        self._is_busy = False
        await self._next()

    async def _next(self) -> None:
        while self._held and not self._is_busy:
            is_text = _is_text(self._held[0]) and isinstance(self._target(), text_fields())
            if self._text_is_under_way and not is_text:
                # A command that works everywhere would be done before what was typed is in the field.
                self._text_is_under_way = False
                self._wait(1)
                return
            # Text for a field needs no mark: text that follows it takes the same way.
            self._text_is_under_way = is_text
            self._is_busy = not is_text
            await self._pass_on(self._held.popleft())
            if not is_text:
                self._wait(_ROUNDS)

    def _wait(self, rounds: int) -> None:
        self._is_busy = True
        self._number += 1
        self._send_mark(rounds)

    def _send_mark(self, rounds: int) -> None:
        self._forget_lost()
        last, target = KeyMark(self._number, 1), self._target()
        if target is None:
            self._held.clear()
        elif target.post_message(KeyMark(self._number, rounds)):
            self._look_after(target, last, _STUCK_SECONDS)
        else:
            self._app.post_message(last)

    def _look_after(self, target: Widget, last: KeyMark, patience: float) -> None:
        """Send `last` in the place of a mark that is lost; one that is only late may still come."""

        def look() -> None:
            if target.is_running and target.is_attached and patience > 0:
                self._look_after(target, last, patience - _LOST_SECONDS)
            else:
                self._app.post_message(last)

        self._lost = asyncio.get_running_loop().call_later(_LOST_SECONDS, look)

    def _target(self) -> Widget | None:
        """What gets the next key; None when the app is ending and has nothing on the screen any more."""
        try:
            return self._app.focused or self._app.screen
        except ScreenStackError:
            return None

    def _forget_lost(self) -> None:
        if self._lost is not None:
            self._lost.cancel()
            self._lost = None


def _is_text(key: Key) -> bool:
    """Whether a key types something: a letter with Alt comes with the letter, but is a command."""
    return isinstance(key, events.Paste) or (key.is_printable and not key.key.startswith("alt+"))
