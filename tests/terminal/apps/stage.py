"""A program for the tests: draws what a control file tells it to and says what its compositor shows.

Each line read from the file descriptor named by `$STAGE_IN` is a Python-literal command; after each one, when the
frame is out, a JSON line goes to `$STAGE_OUT`: the screen of the compositor, row by row, as [text, style] runs.
"""

# ruff: noqa: E402  (the environment is prepared before textual is imported)

import ast
import asyncio
import json
import os
import sys
from pathlib import Path

from omnigent_tui.terminal.environment import prepare_environment

prepare_environment(os.environ)

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from omnigent_tui.terminal.application import TerminalApp, TerminalOptions
from omnigent_tui.terminal.gate import GatedScreen


class Box(ModalScreen[None]):
    """A dialog over the screen."""

    CSS = "Box { align: center middle; } Box > Static { width: 50%; height: 50%; border: round red; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        yield Static(Content(self._text))


class Raw(Widget):
    """One line of the segments it is given, as they are."""

    DEFAULT_CSS = "Raw { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.segments: list[Segment] = []

    def show(self, segments: list[Segment]) -> None:
        self.segments = segments
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        strip = Strip(self.segments)
        if os.environ.get("STAGE_DIFF") == "0":  # The frame writer needs no filter to let nothing through.
            for line_filter in self.app.get_line_filters():
                strip = strip.apply_filter(line_filter, self.background_colors[1])
        return [strip.adjust_cell_length(self.size.width)] * crop.height


class Main(GatedScreen[None]):
    """Sidebar, scrolling text, status line and an input."""

    CSS = """
    #side { width: 18; background: $panel; }
    #log { background: $surface; scrollbar-size: 1 1; }
    #status { height: 1; background: $primary; }
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(Content("\n".join(f"session {n}" for n in range(9))), id="side")
            with VerticalScroll(id="log"):
                yield Static(id="text")
        yield Label(id="status")
        yield Raw()
        yield Input(id="input")


class Stage(TerminalApp[None]):
    """Runs commands one after the other."""

    lines: list[str]
    hang = False

    def on_mount(self) -> None:
        self.lines = []
        self.push_screen(Main())
        self.run_worker(self.obey(), exit_on_error=True, description="obey")

    async def obey(self) -> None:
        reader = asyncio.StreamReader()
        source = os.fdopen(int(os.environ["STAGE_IN"]), "rb", 0)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), source)
        while line := await reader.readline():
            name, *arguments = ast.literal_eval(line.decode())
            await getattr(self, f"do_{name}")(*arguments)
            await self.settle()
            self.tell()

    async def settle(self) -> None:
        """Wait until what was changed is drawn."""
        for _ in range(2):
            drawn = asyncio.Event()
            self.screen.call_after_refresh(drawn.set)
            await drawn.wait()

    def tell(self) -> None:
        rows = [[[s.text, describe(s.style)] for s in strip] for strip in self.screen._compositor.render_strips()]
        with Path(os.environ["STAGE_OUT"]).open("a") as out:
            out.write(json.dumps({"rows": rows, "size": list(self.size)}) + "\n")

    async def do_append(self, *lines: str) -> None:
        self.lines += lines
        main = self.screen_stack[1]
        main.query_one("#text", Static).update(Content("\n".join(self.lines)))
        main.query_one("#log", VerticalScroll).scroll_end(animate=False, immediate=True)

    async def do_replace(self, index: int, line: str) -> None:
        if self.lines:
            self.lines[index % len(self.lines)] = line
        await self.do_append()

    async def do_scroll(self, delta: int) -> None:
        self.screen_stack[1].query_one("#log", VerticalScroll).scroll_relative(y=delta, animate=False, immediate=True)

    async def do_status(self, text: str) -> None:
        self.screen_stack[1].query_one("#status", Label).update(Content(text))

    async def do_side(self, shown: bool) -> None:
        self.screen_stack[1].query_one("#side").display = shown

    async def do_input(self, text: str) -> None:
        self.screen_stack[1].query_one(Input).value = text

    async def do_modal(self, text: str) -> None:
        if len(self.screen_stack) == 2:
            await self.push_screen(Box(text))
        else:
            self.screen_stack[-1].dismiss()

    async def do_theme(self, name: str) -> None:
        self.theme = name

    async def do_look(self) -> None:
        """Change nothing."""

    async def do_repaint(self) -> None:
        self.repaint()

    async def do_title(self, text: str) -> None:
        self.write_title(text)

    async def do_notify(self, text: str) -> None:
        self.notify(text, markup=False)

    async def do_resized(self, width: int, height: int) -> None:
        while tuple(self.size) != (width, height):
            await asyncio.sleep(0.01)

    async def do_batch(self, *lines: str) -> None:
        with self.batch_update():
            await self.do_append(*lines)

    async def do_focus(self) -> None:
        self.screen_stack[1].query_one(Input).focus()

    async def do_border(self, text: str) -> None:
        side = self.screen_stack[1].query_one("#side")
        side.styles.border = ("round", "red")
        side.border_title = Content(text)

    async def do_tooltip(self, text: str) -> None:
        self.screen_stack[1].query_one("#side").tooltip = Content(text)

    async def do_raw(self, text: str) -> None:
        """Draw segments that nothing has cleaned."""
        self.screen_stack[1].query_one(Raw).show([Segment(text), Segment(text, Style(bold=True))])

    async def do_linked(self, text: str) -> None:
        """Draw links, one good one and one made of the text."""
        good, bad = Style(link="https://good.example/page"), Style(link=f"https://evil.example/{text}")
        self.screen_stack[1].query_one(Raw).show([Segment("good", good), Segment("bad", bad)])

    async def do_farewell(self, text: str) -> None:
        self.exit(return_code=3, message=Text(text))

    async def do_suspend(self) -> None:
        with self.suspend():
            os.write(1, b"\x1b[31;4mSOMETHING ELSE\x1b[3;7r")

    async def do_hang_on_exit(self) -> None:
        self.hang = True

    def _leave(self, return_code: int) -> None:
        if self.hang:
            self.screen_stack[1].query_one("#status", Label).update(Content("leaving, but never done"))
        else:
            super()._leave(return_code)

    async def do_crash(self) -> None:
        secret = " ".join(["a secret in", "a local variable"])
        raise RuntimeError(f"crashed on purpose \x1b]52;c;{len(secret)}\x07")


def describe(style: object) -> list[object]:
    """The parts of a rich style a terminal shows."""
    if not isinstance(style, Style):
        return ["default", "default", False, False, False, False]

    def color(value: object) -> str:
        triplet = getattr(value, "triplet", None)
        return triplet.hex[1:] if triplet else "default"

    marks = [bool(style.bold), bool(style.italic), bool(style.underline), bool(style.reverse)]
    return [color(style.color), color(style.bgcolor), *marks]


if __name__ == "__main__":
    app = Stage(TerminalOptions(differential=os.environ.get("STAGE_DIFF", "1") == "1"))
    app.run()
    sys.exit(app.return_code or 0)
