"""A program for the tests: writes every key and paste it gets to the file `$KEYS_OUT`, one JSON line each."""

# ruff: noqa: E402  (the environment is prepared before textual is imported)

import json
import os
import sys
from pathlib import Path

from omnigent_tui.terminal.environment import prepare_environment

prepare_environment(os.environ)

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static, TextArea

from omnigent_tui.terminal.application import TerminalApp


class Composer(TextArea):
    """Takes keys and pastes as the real composer does, and reports them."""

    async def _on_key(self, event: events.Key) -> None:
        report("key", event.key)
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        report("paste", event.text)
        await super()._on_paste(event)


class Keyboard(TerminalApp[None]):
    """An input and a label that says it is ready."""

    def compose(self) -> ComposeResult:
        yield Static("ready")
        yield Composer()

    def on_ready(self) -> None:
        self.query_one(Composer).focus()


def report(kind: str, value: str) -> None:
    with Path(os.environ["KEYS_OUT"]).open("a") as out:
        out.write(json.dumps([kind, value]) + "\n")


if __name__ == "__main__":
    app = Keyboard()
    app.run()
    sys.exit(app.return_code or 0)
