"""Calls the person for what is not on the screen: at most once in a few seconds, and writes nothing otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from omnigent_tui.settings.answering import ASKS_AND_TURNS, NotificationSettings
from omnigent_tui.terminal.application import TerminalApp
from omnigent_tui.terminal.notifications import BELL, channel_of, notification, waiting_title, write

if TYPE_CHECKING:
    # Only types: the models of the protocol are loaded after the first screen is painted.
    from omnigent_tui.state.app_state import State
    from omnigent_tui.state.calling import Call, Known, View

BETWEEN_SECONDS = 4.0
"""Calls that come sooner after one another are one call."""


class Terminal(Protocol):
    """Where calls are written to, and how to come back later."""

    def write_title(self, title: str) -> None:
        """Set the window's title."""
        ...

    def write_call(self, sequence: str) -> None:
        """Write a bell or a notification."""
        ...

    def call_back(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call `callback` in so many seconds."""
        ...


class AppTerminal:
    """The terminal the application runs in; without one (in tests) nothing is written."""

    def __init__(self, app: TerminalApp[None]) -> None:
        self._app = app

    def write_title(self, title: str) -> None:
        """Set the window's title."""
        self._app.write_title(title)

    def write_call(self, sequence: str) -> None:
        """Write a bell or a notification."""
        write(self._app, sequence)

    def call_back(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call `callback` in so many seconds."""
        self._app.set_timer(seconds, callback)


class Caller:
    """Looks at each state that is shown; `clock` is monotonic."""

    def __init__(
        self,
        terminal: Terminal,
        settings: NotificationSettings,
        clock: Callable[[], float],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._terminal = terminal
        self._settings = settings
        self._clock = clock
        self._channel = channel_of(environ)
        self._in_tmux = bool(environ.get("TMUX"))
        self._known: Known | None = None
        self._title = ""
        self._waiting: list[Call] = []
        self._called_at = float("-inf")
        self._is_due = False

    def look(self, state: State, now: float, view: View) -> None:
        """Call for what is new in `state` and not in `view`."""
        from omnigent_tui.state.attention import needing_count
        from omnigent_tui.state.calling import Known, news

        self._show_title(needing_count(state, now))
        with_turns = self._settings.when == ASKS_AND_TURNS
        self._known, calls = news(state, now, self._known or Known(), view, with_turns=with_turns)
        if not calls or not (self._settings.bell or self._settings.desktop):
            return
        self._waiting += calls
        left = self._called_at + BETWEEN_SECONDS - self._clock()
        if left <= 0:
            self._call()
        elif not self._is_due:
            self._is_due = True
            self._terminal.call_back(left, self._call)

    def _show_title(self, count: int) -> None:
        title = waiting_title(count)
        # The user's own title stays until something waits for the first time.
        if self._settings.title and title != self._title and (count or self._title):
            self._title = title
            self._terminal.write_title(title)

    def _call(self) -> None:
        calls, self._waiting = self._waiting, []
        self._called_at, self._is_due = self._clock(), False
        if not calls:
            return
        if len(calls) == 1:
            who, what = calls[0].who, calls[0].what
        else:
            who = f"{len(calls)} things need a look"
            what = ", ".join(dict.fromkeys(call.who for call in calls))
        sequence = notification(self._channel, who, what, in_tmux=self._in_tmux) if self._settings.desktop else ""
        self._terminal.write_call(sequence + (BELL if self._settings.bell else ""))
