"""Drives `apps/stage.py` in a pty and compares the terminal's screen with the compositor's."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.cells import split_graphemes

from tests.terminal.pty_session import PtySession

ROOT = Path(__file__).parents[2]
STAGE = Path(__file__).parent / "apps" / "stage.py"

Cell = tuple[str, str, str, bool, bool, bool, bool]


class StageSession(PtySession):
    """A running stage; `do` has it obey one command."""

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        self._out = folder / "told.jsonl"
        self._out.touch()
        self._reader = self._out.open("rb")
        self._lines_told = b""
        self.count = 0
        self.expected: dict[str, Any] = {}
        read, self._commands = os.pipe()
        os.set_inheritable(read, True)
        inherited = {"STAGE_IN": str(read), "STAGE_OUT": str(self._out), "PYTHONPATH": str(ROOT)}
        super().__init__(
            [sys.executable, str(STAGE)],
            size=size,
            env=inherited | dict(env or {}),
            ignore_hangup=ignore_hangup,
            pass_fds=(read,),
        )
        os.close(read)
        self.do("status", "ready")

    def tell(self, name: str, *arguments: object) -> None:
        """Send a command and go on."""
        os.write(self._commands, f"{[name, *arguments]!r}\n".encode())

    def do(self, name: str, *arguments: object) -> None:
        """Send a command and wait until it is obeyed and drawn."""
        self.tell(name, *arguments)
        self.wait_told(self.count + 1)

    def wait_told(self, count: int) -> None:
        """Wait until `count` commands have been obeyed since the start."""
        self.wait(lambda: self.told() >= count, f"answer {count} of the stage")
        self.count = count
        self.expected = json.loads(self._lines_told.splitlines()[count - 1])

    def told(self) -> int:
        """How many commands the stage has obeyed since the start."""
        if self.process.poll() is not None:
            raise AssertionError(f"the stage ended with {self.process.returncode}:\n{self.text}")
        self._lines_told += self._reader.read()
        return self._lines_told.count(b"\n")

    def expected_cells(self) -> list[list[Cell]]:
        """What the compositor of the stage shows, cell by cell."""
        return [_cells(row) for row in self.expected["rows"]]

    def terminal_cells(self) -> list[list[Cell]]:
        """What the terminal shows, cell by cell."""
        columns, rows = self.screen.columns, self.screen.lines
        return [[_terminal_cell(self.screen.buffer[y][x]) for x in range(columns)] for y in range(rows)]

    def check(self) -> None:
        """Wait until the terminal shows exactly what the compositor does; fails with the first difference."""
        for _ in range(20):
            self.drain(0.02)
            if self.terminal_cells() == self.expected_cells():
                return
            # What was told may have been a moment before the last frame.
            self.do("look")
        for y, (shown, wanted) in enumerate(zip(self.terminal_cells(), self.expected_cells(), strict=True)):
            for x, (a, b) in enumerate(zip(shown, wanted, strict=True)):
                assert a == b, f"row {y}, column {x}: the terminal shows {a}, the compositor {b}\n{self.text}"

    def close(self) -> None:
        if self._commands >= 0:
            os.close(self._commands)
            self._commands = -1
            self._reader.close()
        super().close()


def _look(text: str, fg: str, bg: str, marks: list[bool]) -> Cell:
    bold, italic, underline, reverse = marks
    # pyte composes characters, and spreads what it deems two characters (emoji modifiers) over more cells.
    text = unicodedata.normalize("NFC", text)[:1]
    if not text.strip() and not (underline or reverse):
        fg, bold, italic = "default", False, False
    return (text, fg, bg, bold, italic, underline, reverse)


def _cells(row: list[Any]) -> list[Cell]:
    cells: list[Cell] = []
    for text, (fg, bg, *marks) in row:
        for start, end, width in split_graphemes(text)[0]:
            if width:
                cells.append(_look(text[start:end], fg, bg, marks))
                cells += [_look("", fg, bg, marks)] * (width - 1)
    return cells


def _terminal_cell(char: Any) -> Cell:
    return _look(char.data, char.fg, char.bg, [char.bold, char.italics, char.underscore, char.reverse])
