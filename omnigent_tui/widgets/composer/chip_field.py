"""A text field in which big pastes are chips: shown as one word, edited as one character, unfolded on demand."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from omnigent_tui.widgets.composer.draft import Draft, adopt, chips_in, fold, is_big

LONGEST_UNFOLDED = 200_000
"""Characters of a paste that may be unfolded here; laying out more makes every key wait."""


class ChipField(TextArea, inherit_bindings=False):
    """`shown` is what is in the field, chips and what they stand for; what was cleared is kept to be brought back."""

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(
            id=id,
            soft_wrap=True,
            compact=True,
            highlight_cursor_line=False,
            tab_behavior="focus",
            placeholder=placeholder,
        )
        self.cursor_blink = False
        self.cleared = Draft()
        """What was cleared or sent last."""
        self._pastes: Mapping[str, str] = MappingProxyType({})
        self._before_deleting: Draft | None = None

    @property
    def shown(self) -> Draft:
        """What is in the field."""
        return Draft(self.text, self._pastes)

    def replace_all(self, draft: Draft) -> None:
        """Show another draft, cursor at its end."""
        self._pastes = draft.pastes
        self._before_deleting = None
        self.load_text(draft.text)
        self.move_cursor(self.document.end)

    def insert_text(self, text: str) -> None:
        """Type `text` at the cursor, in place of what is selected; a big one is folded."""
        if is_big(text):
            text, self._pastes = fold(text, self._pastes)
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)

    def insert_draft(self, draft: Draft) -> None:
        """Type a draft at the cursor; its chips get other names if theirs are taken."""
        text, self._pastes = adopt(draft, self._pastes)
        self._replace_via_keyboard(text, *self.selection)

    def unfold(self) -> str:
        """Show the paste that the chip nearest to the cursor stands for; returns why not, or nothing."""
        row, column = self.cursor_location
        places = [
            (abs(number - row), abs(end - column), number, start, end)
            for number in range(self.document.line_count)
            for start, end in chips_in(self.document[number], self._pastes)
        ]
        if not places:
            return "There is no folded paste to unfold."
        _, _, number, start, end = min(places)
        paste = self._pastes[self.document[number][start:end]]
        if len(paste) > LONGEST_UNFOLDED:
            return f"{len(paste):,} characters are too many to show here."
        self.move_cursor(self.edit(Edit(paste, (number, start), (number, end), False)).end_location)
        return ""

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit; a chip it touches is taken whole, so that a paste is never half there."""
        start, end = self._chip_edge(edit, edit.top), self._chip_edge(edit, edit.bottom)
        edit = replace(edit, from_location=start, to_location=end)
        if edit.text:
            self._before_deleting = None
        elif self._before_deleting is None:
            self._before_deleting = self.shown
        result = super().edit(edit)
        if self._before_deleting is not None and self.document.end == (0, 0):
            self.cleared, self._before_deleting = self._before_deleting, None
        return result

    def _chip_edge(self, edit: Edit, location: Location) -> Location:
        row, column = location
        if row >= self.document.line_count:
            return location  # deleting the last line takes the beginning of the next one for its end
        for start, end in chips_in(self.document[row], self._pastes):
            if start < column < end:
                is_deletion_start = location == edit.top and edit.top != edit.bottom
                return row, start if is_deletion_start else end
        return location
