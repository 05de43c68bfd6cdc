"""The fleet's rows as a list whose cursor stays on the thing it is on, whatever arrives."""

from typing_extensions import override

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, crop_runs
from omnigent_tui.screens.fleet.row import FleetRow
from omnigent_tui.widgets.directory_picker.row_list import RowList


class FleetList(RowList, can_focus=True):
    """Shows rows."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.glyphs = glyphs
        self._rows: tuple[FleetRow, ...] = ()
        self._lines: dict[tuple[FleetRow, int], Line] = {}

    def show(self, rows: tuple[FleetRow, ...]) -> None:
        """Show these rows; when the chosen one is gone, what took its place is chosen."""
        if rows == self._rows:
            return
        chosen = self.chosen
        self._rows = rows
        known = set(rows)
        self._lines = {key: line for key, line in self._lines.items() if key[0] in known}
        places = {row.key: index for index, row in enumerate(rows)}
        wanted = places.get(chosen.key, self.cursor) if chosen is not None else 0
        self.go_to(wanted)

    @property
    def chosen(self) -> FleetRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    @property
    def rows_on_screen(self) -> tuple[FleetRow, ...]:
        """The rows on the screen."""
        return self._rows[self._top : self._top + max(1, self.size.height)]

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def row_line(self, index: int, width: int) -> Line:
        row = self._rows[index]
        line = self._lines.get((row, width))
        if line is None:
            line = self._lines[row, width] = Line(crop_runs(row.runs, width, self.glyphs.ellipsis))
        return line
