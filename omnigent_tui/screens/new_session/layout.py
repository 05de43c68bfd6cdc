"""The parts of the form and where they stand: fields above, what they offer below, progress and keys at the end."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from omnigent_tui.screens.new_session.choice_list import ChoiceList
from omnigent_tui.screens.new_session.fields import FieldInput, FieldRow, MessageInput, make_entry
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.new_session import CreationPhase, FormField
from omnigent_tui.widgets.directory_picker.picker import DirectoryPicker
from omnigent_tui.widgets.one_line import OneLine

NARROW_BELOW = 60
SHORT_BELOW = 18


class NewSessionLayout(StateScreen):
    """Composes the screen and shows progress, errors and hints."""

    FIELDS: ClassVar[tuple[FormField, ...]] = tuple(FormField)
    """The fields of the form, from top to bottom."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.rows = {field: FieldRow(field, make_entry(field)) for field in FormField}
        self.choices = ChoiceList(id="new-choices")
        self.picker = DirectoryPicker(surroundings.key_of, id="new-picker")
        self.folder = Input(id="new-folder", compact=True, placeholder="name of the new directory")
        self.folder.cursor_blink = False
        self.progress = Static(id="new-progress", markup=False)
        self.title_line = OneLine(id="new-heading")
        self.hints = OneLine(id="new-hints")
        self._progress_text = ""
        self._put: dict[FormField, str] = {}
        self.heading = "New session"

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        yield self.title_line
        with VerticalScroll(id="new-fields", can_focus=False):
            yield from (self.rows[field] for field in self.FIELDS)
        yield OneLine(id="new-rule")
        yield self.choices
        yield self.folder
        yield self.picker
        yield self.progress
        yield self.hints

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the parts for the new size."""
        self.set_class(event.size.width < NARROW_BELOW, "-narrow")
        self.set_class(event.size.height < SHORT_BELOW, "-short")

    def entry(self, field: FormField) -> FieldInput:
        """Return the one-line input of a field."""
        entry = self.rows[field].entry
        if isinstance(entry, MessageInput):
            raise TypeError(f"{field} has more than one line")
        return entry

    @property
    def message(self) -> MessageInput:
        """The field of the first message."""
        entry = self.rows[FormField.MESSAGE].entry
        if not isinstance(entry, MessageInput):
            raise TypeError("the message has one line only")
        return entry

    @property
    def current_field(self) -> FormField | None:
        """The field that has the focus."""
        return next((field for field, row in self.rows.items() if row.entry.has_focus), None)

    @property
    def is_picking(self) -> bool:
        """Whether the directory picker is on the screen."""
        return self.has_class("-picking")

    def focus_field(self, field: FormField) -> None:
        """Go to a field."""
        self.remove_class("-picking", "-naming")
        self.rows[field].entry.focus()

    def set_text(self, field: FormField, text: str) -> None:
        """Put text into a field without taking it for typed; the cursor goes to its end."""
        entry = self.entry(field)
        self._put[field] = text
        if entry.value == text:
            return
        with entry.prevent(Input.Changed):
            entry.value = text
        entry.cursor_position = len(text)
        if entry.select_on_focus and entry.has_focus:
            entry.select_all()

    def is_being_typed(self, field: FormField) -> bool:
        """Whether a person has changed the field since something was put there, and is still at it."""
        entry = self.entry(field)
        return entry.has_focus and entry.value != self._put.get(field, "")

    def set_errors(self, errors: dict[FormField, str]) -> None:
        """Show these errors beneath their fields, and none beneath the others."""
        for field in self.FIELDS:
            self.rows[field].set_error(errors.get(field, ""))

    def show_progress(self, text: str) -> None:
        """Say how far things are; empty when there is nothing to say."""
        if text != self._progress_text:
            self._progress_text = text
            self.progress.display = bool(text)
            self.progress.update(Content(text))

    def show_keys(self) -> None:
        """Show title and the keys that work where the focus is."""
        key_of = self.surroundings.key_of
        if self.has_class("-naming"):
            keys = ["Enter makes it", "Esc goes back"]
        elif self.is_picking:
            keys = [
                "→ in",
                "← up",
                f"{key_of('directory.choose')} takes",
                "Esc back",
                "type filters",
                f"{key_of('directory.hidden')} hidden",
                f"{key_of('directory.new')} new",
                "~ home",
            ]
        else:
            extra = {FormField.WORKSPACE: ["Tab completes"], FormField.AGENT: ["a path uploads an agent"]}
            complete = extra.get(self.current_field, []) if self.current_field is not None else []
            browse = f"{key_of('new_session.browse')} browses"
            keys = ["Enter next", f"{key_of('new_session.create')} creates", "Esc closes", browse, *complete]
            new = self.surroundings.state().new_session
            if new.is_under_way:
                cancel = f"{key_of('new_session.cancel')} cancels the creation"
                keys = [*([] if new.phase is CreationPhase.CANCELLING else [cancel]), "Esc closes; it goes on"]
        heading = "Choose a directory" if self.is_picking else self.heading
        self.title_line.set_line(Content.styled(heading, "bold"))
        self.hints.set_line(Content(" · ".join(keys)))
