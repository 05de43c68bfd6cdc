# ruff: noqa: E402  (the environment is prepared before textual is imported)

"""A program for the tests: streams text into a line view, one frame per `$STREAM_BATCH` deltas of 20 characters.

`$STREAM_DELTAS` of them, then it writes `$STREAM_OUT`: the number of characters drawn. With `$STREAM_RATE` deltas come
by the clock, as many per second, and frames as they may. `$STREAM_SIDE` shows a sidebar beside the text.
"""

import asyncio
import json
import os
import random
import sys
import time
from pathlib import Path

from omnigent_tui.terminal.environment import prepare_environment

prepare_environment(os.environ)

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from omnigent_tui.terminal.application import TerminalApp, TerminalOptions

WORDS = [
    "the",
    "agent",
    "reads",
    "a",
    "file",
    "and",
    "finds",
    "where",
    "the",
    "value",
    "is",
    "computed",
    "then",
    "writes",
    "small",
    "tests",
    "that",
    "fail",
    "after",
    "this",
    "change",
    "everything",
    "passes",
    "while",
    "another",
    "module",
    "which",
    "has",
    "longer",
    "callers",
    "comes",
    "next",
    "in",
    "its",
    "plan",
    "for",
    "`render()`",
    "**three**",
]


def prose(size: int) -> str:
    """Paragraphs and lists of random words, always the same, at least `size` characters."""
    dice = random.Random(1)
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        mark = dice.choice(["", "", "- "])
        count = dice.randrange(5, 14) if mark else dice.randrange(20, 90)
        parts.append(f"{mark}{' '.join(dice.choice(WORDS) for _ in range(count))}.\n" + "\n" * (not mark))
    return "".join(parts)


class Lines(Widget, can_focus=False):
    """Shows the end of a text; only the last lines are wrapped again when it grows."""

    DEFAULT_CSS = "Lines { width: 1fr; height: 1fr; background: $surface; }"

    def __init__(self) -> None:
        super().__init__()
        self.done: list[Strip] = []
        self.open = ""

    def extend(self, text: str) -> None:
        self.open += text
        while "\n" in self.open or len(self.open) > self.size.width:
            line, _, rest = self.open.partition("\n")
            if len(line) > self.size.width:
                cut = line.rfind(" ", 0, self.size.width) + 1 or self.size.width
                line, rest = self.open[:cut], self.open[cut:]
            self.done.append(self.strip(line.rstrip()))
            self.open = rest
        self.refresh()

    def strip(self, line: str) -> Strip:
        base = self.rich_style
        style = base + Style(bold=True) if line.startswith("- ") else base
        words = line.split(" ")
        marked = base + Style(color="#ff8800")
        return Strip([Segment(w + " ", marked if w[:1] in "`*" else style) for w in words]).simplify()

    def render_lines(self, crop: Region) -> list[Strip]:
        rows = [*self.done[-self.size.height + 1 :], self.strip(self.open)]
        rows += [Strip([])] * (self.size.height - len(rows))
        width, style = self.size.width, self.rich_style
        return [row.adjust_cell_length(width, style) for row in rows[crop.y : crop.bottom]]


class Stream(TerminalApp[None]):
    """A line view, a status line and an input."""

    CSS = "#side { width: 30; background: $panel; } #status { height: 1; background: $primary; }"

    def compose(self) -> ComposeResult:
        with Horizontal():
            if os.environ.get("STREAM_SIDE"):
                yield Static(Content("\n".join(f"session number {n}" for n in range(30))), id="side")
            yield Lines()
        yield Static("streaming", id="status")
        yield Input()

    def on_ready(self) -> None:
        self.run_worker(self.play_by_the_clock() if os.environ.get("STREAM_RATE") else self.play(), description="play")

    async def play(self) -> None:
        batch, total = int(os.environ["STREAM_BATCH"]), int(os.environ["STREAM_DELTAS"])
        lines = self.query_one(Lines)
        text = prose(total * 20)
        for at in range(0, total * 20, batch * 20):
            lines.extend(text[at : at + batch * 20])
            drawn = asyncio.Event()
            lines.call_after_refresh(drawn.set)
            await drawn.wait()
        self.finish(total * 20, 0)

    async def play_by_the_clock(self) -> None:
        rate, total = int(os.environ["STREAM_RATE"]), int(os.environ["STREAM_DELTAS"])
        lines = self.query_one(Lines)
        text = prose(total * 20)
        start = last = time.monotonic()
        sent, worst = 0, 0.0
        while sent < total:
            await asyncio.sleep(0.005)
            now = time.monotonic()
            worst, last = max(worst, now - last), now
            due = min(total, int((now - start) * rate))
            if due > sent:
                lines.extend(text[sent * 20 : due * 20])
                sent = due
        self.finish(total * 20, worst)

    def finish(self, characters: int, stall: float) -> None:
        self.query_one("#status", Static).update("finished")
        Path(os.environ["STREAM_OUT"]).write_text(
            json.dumps({"characters": characters, "cpu": time.process_time(), "stall": stall})
        )


if __name__ == "__main__":
    app = Stream(TerminalOptions(differential=os.environ.get("STAGE_DIFF", "1") == "1"))
    app.run()
    sys.exit(app.return_code or 0)
