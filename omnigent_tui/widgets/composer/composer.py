"""The field a session's messages are written in: plain text in, whole messages out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets.text_area import Edit, EditResult

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import Scope
from omnigent_tui.widgets.composer.chip_field import ChipField
from omnigent_tui.widgets.composer.draft import Draft, draft_of, typable
from omnigent_tui.widgets.composer.editing_keys import EDITING_KEYS
from omnigent_tui.widgets.composer.pasted_paths import attachable_paths
from omnigent_tui.widgets.composer.recall import Recall
from omnigent_tui.widgets.composer.suggestions import Suggestion, Suggestions
from omnigent_tui.widgets.composer.tokens import Token, token_at, word_at


class Composer(ChipField, inherit_bindings=False):
    """Where a message is written. Enter posts `Submitted`; the text stays until `take_sent` is called."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.COMPOSER),
        *(Binding(keys, action, show=False) for keys, action in EDITING_KEYS),
    ]

    @dataclass
    class Submitted(Message):
        """A person wants this draft, blank or not, sent to `owner`, the session it was written for."""

        composer: "Composer"
        draft: Draft
        owner: str | None

    @dataclass
    class Completing(Message):
        """Another token is being typed at the cursor, or none any more."""

        token: Token | None

    @dataclass
    class SuggestionTaken(Message):
        """A person took a suggestion for the token, which `replace_token` puts in; without one, of some other list."""

        token: Token | None
        suggestion: Suggestion

    @dataclass
    class PathsPasted(Message):
        """Paths of files that one attaches were pasted; `text` is not in the field, `insert_text` puts it in."""

        text: str
        paths: tuple[str, ...]

    @dataclass
    class BackspaceAtStart(Message):
        """Backspace was pressed before everything that is written."""

    @dataclass
    class NothingToRestore(Message):
        """A person wants cleared text back, and there is none."""

    def __init__(
        self,
        earlier: Callable[[], Sequence[str]],
        suggestions: Suggestions,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id, placeholder="Write a message (@ file, / command)")
        self.suggestions = suggestions
        self._recall = Recall(earlier)
        self._token: Token | None = None
        self._dismissed: tuple[int, int] | None = None
        self.owner: str | None = None
        """The id of the session that what is written belongs to."""

    @property
    def draft(self) -> Draft:
        """What is written, also while an earlier message is looked at."""
        return self._recall.aside if self._recall.is_active else self.shown

    def load(self, draft: Draft) -> None:
        """Show another draft, cursor at its end."""
        self._recall.stop()
        self.replace_all(draft)

    def put_back(self, full_text: str) -> None:
        """Put a message that was not sent above what is written, separated by a blank line."""
        self.load(draft_of(full_text).above(self.draft))

    def take_text(self, full_text: str) -> None:
        """Show this text instead of what is written; `composer.restore` brings that back."""
        written = self.draft
        self.load(draft_of(full_text))
        if written.text and written.full_text != full_text:
            self.cleared = written

    def recall(self, text: str) -> None:
        """Show an earlier message; what is written is put aside, and comes back after the newest one."""
        self.replace_all(self._recall.show(text, self.shown))

    def take_sent(self) -> None:
        """Empty the field after it was sent; `composer.restore` still brings it back, and a draft put aside returns."""
        sent = self.shown
        self.replace_all(self._recall.stop())
        self.cleared = sent

    # -- actions ------------------------------------------------------------------------------------------------

    def action_composer_send(self) -> None:
        """Take the suggestion under the cursor; else post what is in the field."""
        if self.suggestions.chosen is not None:
            self.action_suggestion_take()
        else:
            self.post_message(self.Submitted(self, self.shown, self.owner))

    def action_composer_newline(self) -> None:
        """Start a new line."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_composer_restore(self) -> None:
        """Bring back the text that was cleared or sent last: at the cursor when something is written."""
        cleared = self.cleared
        if not cleared.text:
            self.post_message(self.NothingToRestore())
        elif self.text:
            self._recall.stop()
            self.insert_draft(cleared)
        else:
            self.load(cleared)

    def action_composer_previous(self) -> None:
        """Show the message before, whatever is written."""
        self._show_recalled(self._recall.previous(self.shown))

    def action_composer_next(self) -> None:
        """Show the message after; after the newest, what was written."""
        self._show_recalled(self._recall.next())

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up: in the suggestions; in an empty field, or over a recalled message, to the message before."""
        if self.suggestions.chosen is not None and not select:
            self.suggestions.move(-1)
        elif not select and (not self.text or (self._recall.is_active and self.cursor_at_first_line)):
            self.action_composer_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down: in the suggestions; over a recalled message, to the one after."""
        if self.suggestions.chosen is not None and not select:
            self.suggestions.move(1)
        elif not select and self._recall.is_active and self.cursor_at_last_line:
            self.action_composer_next()
        else:
            super().action_cursor_down(select)

    def action_delete_left(self) -> None:
        """Delete before the cursor; where there is nothing, say so."""
        if self.selection.is_empty and self.cursor_location == (0, 0):
            self.post_message(self.BackspaceAtStart())
        else:
            super().action_delete_left()

    def _show_recalled(self, recalled: Draft | None) -> None:
        if recalled is None:
            self.app.bell()
        else:
            self.replace_all(recalled)

    # -- completing ---------------------------------------------------------------------------------------------

    @property
    def word(self) -> Token | None:
        """The word before the cursor, as a token."""
        row, column = self.cursor_location
        return word_at(self.document[row], row, column)

    def replace_token(self, token: Token, text: str) -> bool:
        """Put `text` where the token is; False if it is not there any more."""
        if self.document.get_text_range((token.row, token.start), (token.row, token.end)) != token.text:
            return False
        self._dismissed = None
        result = self.edit(Edit(text, (token.row, token.start), (token.row, token.end), False))
        self.move_cursor(result.end_location)
        return True

    def action_suggestion_take(self) -> None:
        """Take the suggestion under the cursor."""
        if self.suggestions.chosen is not None:
            self.post_message(self.SuggestionTaken(self._token, self.suggestions.chosen))

    def action_suggestion_close(self) -> None:
        """Close the list, until something else is to be completed."""
        if self._token is not None:
            self._dismissed = self._token.row, self._token.start
        self.suggestions.close()
        self._complete(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Tab and Esc to the screen while there is no list."""
        if action == "suggestion_take":
            return self.suggestions.chosen is not None
        if action == "suggestion_close":
            return self.suggestions.is_open
        return super().check_action(action, parameters)

    def _find_token(self) -> None:
        token = None
        if self.has_focus and self.selection.is_empty and not self._recall.is_active:
            row, column = self.cursor_location
            token = token_at(self.document[row], row, column)
        if token is None or self._dismissed != (token.row, token.start):
            self._dismissed = None
            self._complete(token)

    def _complete(self, token: Token | None) -> None:
        if token == self._token:
            return
        self._token = token
        if token is None:
            self.suggestions.close()
        self.post_message(self.Completing(token))

    # -- events -------------------------------------------------------------------------------------------------

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit. Of an earlier message: it becomes the draft; the one put aside can be brought back."""
        if (aside := self._recall.stop()).text:
            self.cleared = aside
        result = super().edit(edit)
        self._find_token()
        return result

    def watch_selection(self) -> None:
        """See what is typed at the cursor now."""
        if self.is_mounted:
            self._find_token()

    def on_blur(self) -> None:
        """Nothing is completed while something else has the focus."""
        self._complete(None)

    async def _on_key(self, event: events.Key) -> None:
        # Enter is a command of the table (and may be another one's by the user's settings), never a typed character;
        # neither is a letter with Alt, though it comes with one.
        if event.key == "enter" or event.key.startswith("alt+"):
            event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = typable(event.text)
        if paths := attachable_paths(text):
            self.post_message(self.PathsPasted(text, paths))
        else:
            self.insert_text(text)
