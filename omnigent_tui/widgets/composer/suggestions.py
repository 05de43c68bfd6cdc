"""The list above the composer: what can be completed there, moved through while the composer keeps the focus."""

from collections.abc import Sequence

from typing_extensions import override

from omnigent_tui.rendering.lines import Line, Run, crop_runs, runs_width, wrap_text
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.values import Value
from omnigent_tui.widgets.directory_picker.row_list import NOWHERE, RowList

MOST_ROWS = 8
_NOTE_ROWS = 3
_LEAST_WIDTH = 40


class Suggestion(Value):
    """One thing to take: `value` says what it is to whoever takes it, the rest is shown."""

    value: str
    name: str
    words: str = ""
    is_directory: bool = False


class Suggestions(RowList):
    """Hidden until `show` gives it something to say. The cursor begins on the first row and stays on what it was on."""

    can_focus = False
    DEFAULT_CSS = """
    Suggestions { display: none; height: auto; background: $surface; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.is_used = True
        self._rows: tuple[Suggestion, ...] = ()
        self._note: Run = ("", 0)
        self._widest = 0

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return self.display

    @property
    def chosen(self) -> Suggestion | None:
        """The row under the cursor of the open list."""
        return self._rows[self.cursor] if self.is_open and 0 <= self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[Suggestion], note: Run = ("", 0)) -> None:
        """Show these rows, and `note` below them; nothing at all closes the list."""
        rows = tuple(rows)
        if not rows and not note[0]:
            self.close()
            return
        if rows != self._rows:
            before = self._rows[self.cursor].value if 0 <= self.cursor < len(self._rows) else None
            values = [row.value for row in rows]
            kept = values.index(before) if self.is_open and self.cursor > 0 and before in values else 0
            self._top = 0
            self.cursor = kept if rows else NOWHERE
            self._widest = max((runs_width(((row.name, 0),)) for row in rows), default=0)
        self._rows, self._note = rows, note
        foot = self.foot_lines(self.container_size.width or self.size.width or _LEAST_WIDTH)
        self.styles.height = min(MOST_ROWS, len(rows) + len(foot))
        self.display = True
        self.show_rows()

    def close(self) -> None:
        """Take the list off the screen."""
        self._rows, self._note, self.cursor = (), ("", 0), NOWHERE
        self.display = False

    @override
    def row_count(self) -> int:
        return len(self._rows)

    @override
    def row_line(self, index: int, width: int) -> Line:
        row = self._rows[index]
        room = min(self._widest, max(12, width // 2)) if row.words else width - 2
        name = crop_runs(((row.name, 0),), room, self.glyphs.ellipsis)
        pad = " " * max(0, room - runs_width(name)) if row.words else ""
        rest: list[Run] = [(f"  {row.words}", MUTED)] if row.words else []
        return Line(crop_runs(((" ", 0), *name, (pad, 0), *rest), width, self.glyphs.ellipsis))

    @override
    def foot_lines(self, width: int) -> list[Line]:
        return wrap_text((self._note,), width, ((" ", 0),), ((" ", 0),))[:_NOTE_ROWS] if self._note[0] else []
