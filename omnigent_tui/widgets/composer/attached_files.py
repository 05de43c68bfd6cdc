"""The files that go with the next message: one chip each, with its size and how far its upload is."""

from collections.abc import Sequence

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, crop_runs, runs_width, wrap_text
from omnigent_tui.rendering.looks import BAD, GOOD, MUTED
from omnigent_tui.values import Value
from omnigent_tui.widgets.line_view import LineView

MOST_ROWS = 5
_LONGEST_NAME = 40


class Chip(Value):
    """A file: its name, its size, and where it stands in a word or two; `problem` is why it is not uploaded."""

    name: str
    size: str
    progress: str = ""
    is_ready: bool = False
    problem: str = ""


class AttachedFiles(LineView):
    """As many rows as the chips need; hidden without any."""

    can_focus = False
    DEFAULT_CSS = """
    AttachedFiles { display: none; height: auto; padding: 0; }
    """

    def __init__(self, *, glyphs: Glyphs, id: str | None = None) -> None:  # noqa: A002
        super().__init__(glyphs=glyphs, id=id)
        self._chips: tuple[Chip, ...] = ()
        self._advice = ""

    def show(self, chips: Sequence[Chip], advice: str) -> None:
        """Show these files; `advice` follows the reason of a failed upload."""
        if (tuple(chips), advice) == (self._chips, self._advice):
            return
        self._chips, self._advice = tuple(chips), advice
        self.display = bool(self._chips)
        self._fit()

    def plain_text(self) -> str:
        """Return what is on the screen, one line a row."""
        return "\n".join(strip.text.rstrip() for strip in self._strips) if self.display else ""

    @override
    def on_resize(self) -> None:
        self._fit()

    @override
    def show_rows(self) -> None:
        width, height = self.measure()
        if width and height:
            lines = self._lines(width)
            self.put([self.paint(line) for line in lines[:height]])

    def _fit(self) -> None:
        width = self.container_size.width or self.size.width
        if self._chips and width:
            self.styles.height = len(self._lines(width))
        self.show_rows()

    def _lines(self, width: int) -> list[Line]:
        rows: list[list[Run]] = [[]]
        for chip in self._chips:
            runs = self._chip(chip)
            if rows[-1] and runs_width(rows[-1]) + runs_width(runs) + 1 > width:
                rows.append([])
            rows[-1].extend(runs)
        lines = [Line(crop_runs(row, width, self.glyphs.ellipsis)) for row in rows]
        for chip in self._chips:
            if chip.problem:
                said: tuple[Run, ...] = ((f"{chip.name}: {chip.problem} ", BAD), (self._advice, MUTED))
                lines.extend(wrap_text(said, width, ((" ", 0),), ((" ", 0),)))
        if len(lines) > MOST_ROWS:
            lines = [*lines[: MOST_ROWS - 1], Line(((f" {self.glyphs.ellipsis} {len(self._chips)} files", MUTED),))]
        return lines

    def _chip(self, chip: Chip) -> list[Run]:
        name = chip.name if len(chip.name) <= _LONGEST_NAME else f"{chip.name[: _LONGEST_NAME - 1]}…"
        look = BAD if chip.problem else GOOD if chip.is_ready else MUTED
        state = f" {chip.progress}" if chip.progress else ""
        return [(f" [{name}", 0), (f" {chip.size}", MUTED), (state, look), ("]", 0)]
