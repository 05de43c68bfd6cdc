"""The list beside a field: what can be chosen there, moved through while the field keeps the focus."""

from typing_extensions import override

from omnigent_tui.rendering.lines import Line, Run, crop_runs, runs_width, wrap_text
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.values import Value
from omnigent_tui.widgets.directory_picker.row_list import NOWHERE, RowList


class Choice(Value):
    """One thing to choose. `words` says its state in the look `look`; `searched` is what typing is matched against."""

    id: str
    name: str
    words: str = ""
    look: int = MUTED
    details: str = ""
    searched: str = ""

    def matches(self, typed: str) -> bool:
        """Whether the choice has what is typed in its name or details."""
        return typed.casefold() in f"{self.name} {self.searched or self.details}".casefold()


class ChoiceList(RowList):
    """Shows choices; `note` stands below them."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.is_used = True
        self.choices: tuple[Choice, ...] = ()
        self._note: Run = ("", 0)
        self._widest = 0

    def show(self, choices: tuple[Choice, ...], cursor: int, note: Run = ("", 0)) -> None:
        """Show these choices with the cursor on one of them, or `NOWHERE`."""
        if choices is not self.choices and choices != self.choices:
            self._top = 0
            self._widest = max((runs_width(((c.name, 0),)) for c in choices[:200]), default=0)
        self.choices, self._note = choices, note
        self.cursor = cursor if NOWHERE <= cursor < len(choices) else NOWHERE
        self.show_rows()

    @property
    def chosen(self) -> Choice | None:
        """The choice under the cursor."""
        return self.choices[self.cursor] if 0 <= self.cursor < len(self.choices) else None

    @property
    def note(self) -> str:
        """What stands below the choices."""
        return self._note[0]

    @override
    def row_count(self) -> int:
        return len(self.choices)

    @override
    def row_line(self, index: int, width: int) -> Line:
        choice = self.choices[index]
        least = max(12, width // 2)
        room = least if choice.details else max(least, width - runs_width(((choice.words, 0),)) - 3)
        name_width = min(self._widest, room) if choice.words or choice.details else width - 1
        name = crop_runs(((choice.name, 0),), name_width, self.glyphs.ellipsis)
        pad = " " * max(0, name_width - runs_width(name))
        rest: list[Run] = [(f"  {choice.words}", choice.look)] if choice.words else []
        if choice.details:
            rest.append((f"  {choice.details}", MUTED))
        return Line(crop_runs(((" ", 0), *name, (pad if rest else "", 0), *rest), width, self.glyphs.ellipsis))

    @override
    def foot_lines(self, width: int) -> list[Line]:
        return wrap_text((self._note,), width, ((" ", 0),)) if self._note[0] else []
