"""Keys that arrive together: commands run before what was typed after them, and no lost mark holds the keys up."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from omnigent_tui.terminal.application import TerminalApp


class Spot(Widget, can_focus=True):
    """Notes the keys it gets."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "vanish"), Binding("t", "think")]

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)

    async def action_vanish(self) -> None:
        await self.remove()

    async def action_think(self) -> None:
        await asyncio.sleep(1.2)
        self.keys.append("thought")


class Desk(TerminalApp[None]):
    """A field, a spot, and commands to go from one to the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "go('Spot')"),
        Binding("f3", "go('Input')"),
        Binding("alt+a", "note", priority=True),
    ]
    noted = ""

    def compose(self) -> ComposeResult:
        yield Input(select_on_focus=False)
        yield Spot()

    def action_note(self) -> None:
        self.noted = self.query_one(Input).value

    def action_go(self, to: str) -> None:
        self.query_one(to).focus()


def _send(app: Desk, *keys: str) -> None:
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_what_is_typed_after_a_command_comes_after_it() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        field, spot = app.query_one(Input), app.query_one(Spot)
        _send(app, "a", "b", "ctrl+u", "c", "f2", "d", "e", "f3", "f")
        app.post_message(events.Paste("pasted"))
        _send(app, "g", "f2", "h")
        while spot.keys[-1:] != ["h"]:
            await pilot.pause(0.01)
        assert field.value == "cfpastedg"
        assert [key for key in spot.keys if len(key) == 1] == ["d", "e", "h"]


async def test_a_command_that_works_everywhere_comes_after_what_was_typed_before_it() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        _send(app, "a", "b", "c")
        app.post_message(events.Paste("pasted"))
        app.post_message(events.Key("alt+a", "a"))
        _send(app, "d")
        while app.query_one(Input).value != "abcpastedd":
            await pilot.pause(0.01)
        assert app.noted == "abcpasted"


async def test_keys_go_on_when_what_had_the_focus_is_gone() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        field = app.query_one(Input)
        _send(app, "f2", "x", "f3", "a", "b")
        while field.value != "ab":
            await pilot.pause(0.01)


async def test_keys_wait_for_a_command_that_takes_its_time() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        spot = app.query_one(Spot)
        _send(app, "f2", "t", "a")
        while spot.keys[-1:] != ["a"]:
            await pilot.pause(0.01)
        assert spot.keys[-2:] == ["thought", "a"]
