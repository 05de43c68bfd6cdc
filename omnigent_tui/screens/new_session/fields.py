"""The fields of the form: a label, what is typed, and beneath it what the server has against it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from omnigent_tui.state.new_session import FormField
from omnigent_tui.widgets.composer.composer import Composer
from omnigent_tui.widgets.composer.suggestions import Suggestions

LABELS = {
    FormField.AGENT: "Agent",
    FormField.HOST: "Host",
    FormField.WORKSPACE: "Directory",
    FormField.WORKTREE: "Worktree",
    FormField.BASE_BRANCH: "Base branch",
    FormField.TITLE: "Title",
    FormField.MESSAGE: "Message",
    FormField.MODEL: "Model",
    FormField.EFFORT: "Effort",
    FormField.PERMISSIONS: "Permissions",
    FormField.ARGUMENTS: "Arguments",
    FormField.PROJECT: "Project",
    FormField.LABELS: "Labels",
}
_PLACEHOLDERS = {
    FormField.WORKSPACE: "an absolute path, or ~/…",
    FormField.WORKTREE: "none; or the name of a branch",
    FormField.BASE_BRANCH: "the one checked out now",
    FormField.TITLE: "made from the first message",
    FormField.MODEL: "the agent's own",
    FormField.EFFORT: "the agent's own",
    FormField.PERMISSIONS: "the agent's own",
    FormField.PROJECT: "none",
    FormField.ARGUMENTS: "none; for the agent's own program",
    FormField.LABELS: "none; or name=value, name=value",
}
PICKED = (FormField.AGENT, FormField.HOST, FormField.EFFORT, FormField.PERMISSIONS, FormField.PROJECT)
"""In these what is typed only narrows the choice down."""


class FieldInput(Input):
    """The text of a field. Coming back to it never selects a path or a title: typing must not replace it."""

    def __init__(self, field: FormField) -> None:
        super().__init__(
            id=f"new-{field.name.lower().replace('_', '-')}",
            compact=True,
            placeholder=_PLACEHOLDERS.get(field, ""),
            select_on_focus=field in PICKED,
        )
        self.cursor_blink = False
        self.field = field


class PathInput(FieldInput):
    """The field of a path, in which Tab completes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", show=False)]

    class CompletionWanted(Message):
        """The path is to be completed."""

    def action_complete(self) -> None:
        """Complete the path."""
        self.post_message(self.CompletionWanted())


class MessageInput(Composer):
    """The field of the first message: Enter goes on, whatever is written."""

    class Finished(Message):
        """The message is written."""

    def __init__(self) -> None:
        nothing = Suggestions()
        nothing.close()
        super().__init__(lambda: (), nothing, id="new-message")
        self.placeholder = "sent as soon as the session is there"

    def action_composer_send(self) -> None:
        """Go on."""
        self.post_message(self.Finished())


class FieldRow(Vertical):
    """Label, field, and a line for its error."""

    def __init__(self, field: FormField, entry: FieldInput | MessageInput) -> None:
        super().__init__()
        self.field = field
        self.entry = entry
        self._error = Static(classes="field-error", markup=False)

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        with Horizontal(classes="field-line"):
            yield Static(Content(LABELS[self.field]), classes="field-label", markup=False)
            yield self.entry
        yield self._error

    def on_descendant_focus(self) -> None:
        """Mark the label of the field that is typed into."""
        # By a class: Textual looks `:focus-within` up again for what has the rule, not for what is beside the field.
        self.add_class("-focused")

    def on_descendant_blur(self) -> None:
        """Mark it no longer."""
        self.remove_class("-focused")

    def set_error(self, text: str) -> None:
        """Say what is wrong with the field; empty when nothing is."""
        self._error.display = bool(text)
        self._error.update(Content(f"✕ {text}" if text else ""))


def make_entry(field: FormField) -> FieldInput | MessageInput:
    """Return the widget that a field is typed into."""
    if field is FormField.MESSAGE:
        return MessageInput()
    return PathInput(field) if field is FormField.WORKSPACE else FieldInput(field)
