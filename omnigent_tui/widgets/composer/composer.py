"""The multi-line text field of a session: plain text in, whole messages out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import Scope
from omnigent_tui.widgets.composer.draft import Draft, adopt, chips_in, draft_of, fold, is_big, typable
from omnigent_tui.widgets.composer.recall import Recall

# The editing keys of a text field, spelled out: the inherited ones would shadow the command table's.
_EDITING = (
    ("left", "cursor_left"),
    ("right", "cursor_right"),
    ("up", "cursor_up"),
    ("down", "cursor_down"),
    ("ctrl+left", "cursor_word_left"),
    ("ctrl+right", "cursor_word_right"),
    ("home,ctrl+a", "cursor_line_start"),
    ("end", "cursor_line_end"),
    ("shift+left", "cursor_left(True)"),
    ("shift+right", "cursor_right(True)"),
    ("shift+up", "cursor_up(True)"),
    ("shift+down", "cursor_down(True)"),
    ("shift+home", "cursor_line_start(True)"),
    ("shift+end", "cursor_line_end(True)"),
    ("ctrl+shift+left", "cursor_word_left(True)"),
    ("ctrl+shift+right", "cursor_word_right(True)"),
    ("f7", "select_all"),
    ("backspace", "delete_left"),
    ("delete,ctrl+d", "delete_right"),
    ("ctrl+w,ctrl+backspace,alt+backspace", "delete_word_left"),
    ("alt+delete", "delete_word_right"),
    ("ctrl+u", "delete_to_start_of_line"),
    ("ctrl+k", "delete_to_end_of_line_or_delete_line"),
    ("ctrl+c,super+c", "copy"),
    ("ctrl+v", "paste"),
    ("ctrl+underscore", "undo"),
)


class Composer(TextArea, inherit_bindings=False):
    """Where a message is written. Enter posts `Submitted`; the text stays until `take_sent` is called."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.COMPOSER),
        *(Binding(keys, action, show=False) for keys, action in _EDITING),
    ]

    @dataclass
    class Submitted(Message):
        """A person wants this draft sent to `owner`, the session it was written for."""

        composer: "Composer"
        draft: Draft
        owner: str | None

    def __init__(self, earlier: Callable[[], Sequence[str]], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            id=id,
            soft_wrap=True,
            compact=True,
            highlight_cursor_line=False,
            tab_behavior="focus",
            placeholder=Content("Write a message"),
        )
        self.cursor_blink = False
        self._recall = Recall(earlier)
        self._pastes: Mapping[str, str] = MappingProxyType({})
        self._cleared = Draft()
        self._before_deleting: Draft | None = None
        self.owner: str | None = None
        """The id of the session that what is written belongs to."""

    @property
    def draft(self) -> Draft:
        """What is written now."""
        return Draft(self.text, self._pastes)

    def load(self, draft: Draft) -> None:
        """Show another draft, cursor at its end."""
        self._recall.stop()
        self._replace_all(draft)

    def put_back(self, full_text: str) -> None:
        """Put a message that was not sent above what is written, separated by a blank line."""
        self.load(draft_of(full_text).above(self.draft))

    def take_sent(self) -> None:
        """Empty the field after its draft was sent; `composer.restore` still brings it back."""
        self._cleared = self.draft
        self.load(Draft())

    # -- actions ------------------------------------------------------------------------------------------------

    def action_composer_send(self) -> None:
        """Post what is written, unless it is only blanks."""
        if self.text.strip():
            self.post_message(self.Submitted(self, self.draft, self.owner))

    def action_composer_newline(self) -> None:
        """Start a new line."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_composer_restore(self) -> None:
        """Bring back the text that was cleared or sent last: at the cursor when something is written."""
        if not self._cleared.text:
            self.app.bell()
            return
        self._recall.stop()
        if not self.text:
            self._replace_all(self._cleared)
            return
        text, self._pastes = adopt(self._cleared, self._pastes)
        self._replace_via_keyboard(text, *self.selection)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up; in an empty field, or over a recalled message, recall the message before."""
        if not select and (not self.text or (self._recall.is_active and self.cursor_at_first_line)):
            self._show_recalled(self._recall.previous())
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down; over a recalled message, recall the one after."""
        if not select and self._recall.is_active and self.cursor_at_last_line:
            self._show_recalled(self._recall.next())
        else:
            super().action_cursor_down(select)

    # -- editing ------------------------------------------------------------------------------------------------

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit; a chip it touches is taken whole, so that a paste is never half there."""
        self._recall.stop()
        start, end = self._chip_edge(edit, edit.top), self._chip_edge(edit, edit.bottom)
        edit = replace(edit, from_location=start, to_location=end)
        if edit.text:
            self._before_deleting = None
        elif self._before_deleting is None:
            self._before_deleting = self.draft
        result = super().edit(edit)
        if self._before_deleting is not None and self.document.end == (0, 0):
            self._cleared, self._before_deleting = self._before_deleting, None
        return result

    def _chip_edge(self, edit: Edit, location: Location) -> Location:
        row, column = location
        for start, end in chips_in(self.document[row], self._pastes):
            if start < column < end:
                is_deletion_start = location == edit.top and edit.top != edit.bottom
                return row, start if is_deletion_start else end
        return location

    def _replace_all(self, draft: Draft) -> None:
        self._pastes = draft.pastes
        self._before_deleting = None
        self.load_text(draft.text)
        self.move_cursor(self.document.end)

    def _show_recalled(self, text: str | None) -> None:
        if text is not None:
            self._replace_all(draft_of(text))

    # -- events -------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        # Enter is a command of the table (and may be another one's by the user's settings), never a typed character.
        if event.key == "enter":
            event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = typable(event.text)
        if is_big(text):
            text, self._pastes = fold(text, self._pastes)
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)
