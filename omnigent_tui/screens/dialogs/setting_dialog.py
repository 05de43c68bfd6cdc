"""Choosing a session's model, effort or mode: type to narrow the list down, Enter takes the choice."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from omnigent_tui.rendering.looks import WARNING
from omnigent_tui.screens.dialogs.dialog import Dialog
from omnigent_tui.screens.new_session.choice_list import Choice, ChoiceList
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.client_events import NextModelChosen
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.intents import ChangeSetting, LoadModelOptions
from omnigent_tui.state.session_settings import DEFAULT, OfferPhase, Setting
from omnigent_tui.state.setting_choices import (
    SettingChoice,
    effort_choices,
    is_model_name,
    mode_choices,
    model_choices,
    models_note,
    offered_models,
)
from omnigent_tui.widgets.directory_picker.row_list import NOWHERE, RowList
from omnigent_tui.widgets.one_line import OneLine

_STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}
_MOST_ROWS = 12
_NO_MODEL_NAME = (
    "No model has that in its name, and typed out a name has no spaces: only letters, digits, . _ : / - [ ]"
)


class SettingDialog(Dialog):
    """`setting` is MODEL, EFFORT or PERMISSION_MODE, which stands for every mode the agent has."""

    DEFAULT_CSS = """
    SettingDialog ChoiceList { height: 1; background: $surface; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "take_once", "Next message only", show=False, priority=True),
    ]

    def __init__(self, surroundings: Surroundings, session_id: str, setting: Setting) -> None:
        super().__init__(surroundings, session_id)
        self._setting = setting
        self._frame = Vertical(id="dialog")
        self._input = Input(placeholder="type to narrow down", compact=True, id="dialog-filter")
        self._input.cursor_blink = False
        self._list = ChoiceList(id="dialog-choices")
        self._problem = OneLine(id="dialog-problem")
        self._hints = OneLine(id="dialog-hints")
        self._all: tuple[SettingChoice, ...] = ()
        self._shown: tuple[SettingChoice, ...] = ()
        self._has_moved = False

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        with self._frame:
            yield self._input
            yield self._list
            yield self._problem
            yield self._hints

    def on_mount(self) -> None:
        """Ask for the models; what is known already is there at once."""
        self._problem.display = False
        once = "F2 the next message only · " if self._setting is Setting.MODEL else ""
        self._hints.set_line(Content(f"Enter for the session · {once}Esc closes"))
        if self._setting in (Setting.MODEL, Setting.EFFORT):
            self.surroundings.perform(LoadModelOptions(self.session_id))
        self.show_now()

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Show what may be chosen now."""
        if not self.is_mounted:
            return
        conversation = state.conversations.get(self.session_id)
        if conversation is None:
            self.dismiss()
            return
        self._frame.border_title = Content(f"{self._setting.value.capitalize()} · {self.title_of(state)}")
        self._all = self._choices(conversation)
        self._arrange(conversation)

    def _choices(self, conversation: Conversation) -> tuple[SettingChoice, ...]:
        match self._setting:
            case Setting.MODEL:
                return model_choices(conversation)
            case Setting.EFFORT:
                return effort_choices(conversation)
            case _:
                return mode_choices(conversation)

    def _arrange(self, conversation: Conversation) -> None:
        typed = self._input.value.strip()
        before = self._chosen
        rows = [(choice, _row(choice)) for choice in self._all]
        rows = [(choice, row) for choice, row in rows if not typed or row.matches(typed)]
        if self._setting is Setting.MODEL and is_model_name(typed) and all(typed != c.value for c in self._all):
            own = SettingChoice(Setting.MODEL, typed, typed, "as typed; nobody checks it before the turn")
            rows.append((own, _row(own)))
        self._shown = tuple(choice for choice, _ in rows)
        note = self._note(conversation), 0 if rows else WARNING
        self._list.show(tuple(row for _, row in rows), self._cursor(before), note)
        self._list.styles.height = max(1, min(_MOST_ROWS, self.size.height - 8, len(rows) + self._note_rows()))

    def _note(self, conversation: Conversation) -> str:
        if self._setting is not Setting.MODEL:
            return "" if self._shown else "Nothing of that name."
        is_asking = conversation.settings.offer.phase in (OfferPhase.LOADING, OfferPhase.UNKNOWN)
        if self._shown or (is_asking and not offered_models(conversation)):
            return models_note(conversation)
        return _NO_MODEL_NAME

    def _note_rows(self) -> int:
        return 3 if self._list_note else 0

    @property
    def _list_note(self) -> str:
        conversation = self.surroundings.state().conversations.get(self.session_id)
        return self._note(conversation) if conversation is not None else ""

    @property
    def _chosen(self) -> SettingChoice | None:
        place = self._list.cursor
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _cursor(self, before: SettingChoice | None) -> int:
        """Where a person put the cursor, else on the value in use; with a filter, on the first that is left."""
        keys = [(choice.setting, choice.value) for choice in self._shown]
        if self._has_moved and before is not None and (before.setting, before.value) in keys:
            return keys.index((before.setting, before.value))
        if not self._shown:
            return NOWHERE
        current = (place for place, choice in enumerate(self._shown) if choice.is_current)
        return 0 if self._input.value.strip() else next(current, 0)

    # -- keys ---------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Move through the list while the filter keeps the focus."""
        if event.key in _STEPS:
            event.stop()
            event.prevent_default()
            self._has_moved = True
            self._list.move(_STEPS[event.key])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list down."""
        event.stop()
        self._has_moved = False
        self._problem.display = False
        self.show_now()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the choice for the session."""
        event.stop()
        self._take()

    def on_row_list_row_clicked(self, event: RowList.RowClicked) -> None:
        """Take the row under the mouse."""
        event.stop()
        self._take()

    def _take(self) -> None:
        choice = self._chosen
        conversation = self.surroundings.state().conversations.get(self.session_id)
        if choice is None or conversation is None:
            self.app.bell()
            return
        if conversation.settings.change_of(choice.setting) is not None:
            self._refuse(f"The {choice.setting.value} is being changed already; wait for the server.")
            return
        if not choice.is_current:
            self.surroundings.perform(ChangeSetting(self.session_id, choice.setting, choice.value))
        self.dismiss()

    def action_take_once(self) -> None:
        """Take the model for the next message only; the agent's own takes that back."""
        choice = self._chosen
        if self._setting is not Setting.MODEL or choice is None:
            self.app.bell()
            return
        model = None if choice.value == DEFAULT else choice.value
        now = self.surroundings.clock()
        self.surroundings.dispatch(NextModelChosen(session_id=self.session_id, model=model, at=now))
        self.dismiss()

    def _refuse(self, problem: str) -> None:
        self._problem.display = True
        self._problem.set_line(Content(problem))


def _row(choice: SettingChoice) -> Choice:
    mark = "● " if choice.is_current else "  "
    words = "in use" if choice.is_current else ""
    return Choice(
        id=choice.value,
        name=mark + choice.name,
        words=words,
        details=choice.details,
        searched=f"{choice.value} {choice.details}",
    )
