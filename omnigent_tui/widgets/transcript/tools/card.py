"""What all tool cards share: a title, facts beside it, a short form while folded, and all of it unfolded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, Runs, crop_runs, wrap_text
from omnigent_tui.rendering.looks import BAD, BOLD, MUTED
from omnigent_tui.rendering.tool_output import ToolOutput
from omnigent_tui.rendering.tool_values import ToolValues
from omnigent_tui.values import Value
from omnigent_tui.widgets.transcript.face import SHOWN_LIMIT, SHOWN_LINES

FOLDED_ROWS = 3
"""Lines of an output that a folded card shows."""

INDENT: Runs = (("  ", 0),)

_TITLE_LIMIT = 400


class Excerpt(Value):
    """The rows of a folded card; `hidden` lines are left out where row `at` is (None: behind the last row)."""

    rows: list[Line]
    hidden: int = 0
    at: int | None = None


class ToolCard:
    """Draws what a kind of tool was asked and what it gave; the base draws any output as plain text.

    Subclasses override `read`, which refuses (None) whatever does not fit: the generic card draws that.
    """

    folded_rows: ClassVar[int] = FOLDED_ROWS

    def __init__(self, name: str, values: ToolValues, glyphs: Glyphs) -> None:
        self.name = name
        self.values = values
        self.glyphs = glyphs
        self.open_key = ""
        """The key that opens all of an entry in another program, as it is written for people."""

    @classmethod
    def read(cls, name: str, values: ToolValues, glyphs: Glyphs) -> ToolCard | None:
        """Return the card of a call, None when the arguments are not what this kind of tool takes."""
        return cls(name, values, glyphs)

    # What is told

    def title(self) -> str:
        """Return what the call does, in a line."""
        raise NotImplementedError

    def subject(self) -> str:
        """Return the title without what `asked_text` tells anyway."""
        return self.title()

    def facts(self, output: ToolOutput) -> Iterable[str]:  # noqa: ARG002 - for subclasses
        """Return what else is known in a few words each; stands behind the state."""
        return ()

    def heading(self) -> tuple[Run, ...]:
        """Return the title of the unfolded card; may have several lines."""
        return ((clean_line(self.subject(), _TITLE_LIMIT), BOLD),)

    def line(self) -> str:
        """Return the title cleaned and on one line."""
        return clean_line(self.title(), _TITLE_LIMIT)

    # What is drawn

    def asked(self, width: int, output: ToolOutput) -> list[Line]:  # noqa: ARG002 - for subclasses
        """Return the rows of the unfolded card about what was asked for, below the title."""
        return []

    def excerpt(self, width: int, output: ToolOutput) -> Excerpt:
        """Return the rows of the folded card."""
        return self.text_excerpt(output.text, width, self.output_look(output), running=output.is_running)

    def gave(self, width: int, output: ToolOutput) -> list[Line]:
        """Return the rows of the unfolded card about what the tool gave."""
        return self.text_rows(output.text, width, self.output_look(output))

    def source(self, output: ToolOutput) -> str:
        """Return the card as text, for copying and for other programs."""
        parts = (self.subject(), self.asked_text(), output.text, *output.media)
        return "\n".join(part.rstrip("\n") for part in parts if part.strip("\n"))

    def asked_text(self) -> str:
        """Return what was asked for beyond the title, as text."""
        return ""

    # How texts are drawn

    @staticmethod
    def output_look(output: ToolOutput) -> int:
        """Return the look of an output's text."""
        return BAD if output.is_error_text else MUTED

    def text_excerpt(self, text: str, width: int, look: int, *, running: bool = False, failed: bool = False) -> Excerpt:
        """Return the first lines of a text; the last ones while it grows; first and last ones where a command failed.

        A text that is only a line longer than that is shown whole: the note would take as much room.
        """
        text = text.strip("\n")
        if not text:
            return Excerpt([])
        total = text.count("\n") + 1
        most = self.folded_rows
        if total <= most + 1:
            return Excerpt(self._cropped(text.split("\n"), width, look))
        if running:
            return Excerpt(self._cropped(text.rsplit("\n", most)[-most:], width, look), total - most, 0)
        if failed:
            shown = [*text.split("\n", 1)[:1], *text.rsplit("\n", most)[-most:]]
            return Excerpt(self._cropped(shown, width, look), total - most - 1, 1)
        return Excerpt(self._cropped(text.split("\n", most)[:most], width, look), total - most)

    def _cropped(self, lines: Iterable[str], width: int, look: int) -> list[Line]:
        return [self.row(((line[: width * 4].expandtabs(4), look),), width) for line in lines]

    def row(self, runs: tuple[Run, ...], width: int) -> Line:
        """Return one indented row, cut to the width."""
        return Line(crop_runs(runs, width - 2, self.glyphs.ellipsis), INDENT)

    def text_rows(self, text: str, width: int, look: int = MUTED) -> list[Line]:
        """Return a text as wrapped rows, as much of it as is shown of any."""
        text = text.strip("\n")
        if not text:
            return []
        shown, note = cut_to_shown(text)
        rows = wrap_text(((shown, look),), width, INDENT, note_look=MUTED, open_key=self.open_key)
        return [*rows, *note_rows(note, width, self.open_key)]


def cut_to_shown(text: str) -> tuple[str, str]:
    """Return the part of `text` that an unfolded card shows, and a note about the rest ("" when that is all)."""
    shown = text[:SHOWN_LIMIT]
    if shown.count("\n") >= SHOWN_LINES:
        shown = "\n".join(shown.split("\n", SHOWN_LINES)[:SHOWN_LINES])
    rest = text[len(shown) :]
    if not rest:
        return shown, ""
    return shown, f"{rest.count(chr(10)):,} more lines ({len(rest):,} characters)"


def note_rows(note: str, width: int, open_key: str) -> list[Line]:
    """Return the row that says what is left out even of an unfolded card, and which key opens all of it."""
    return wrap_text(((f"… {note} · {open_key} opens all of it", MUTED),), width, INDENT) if note else []
