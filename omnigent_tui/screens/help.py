"""The help screen: every key by scope, made from the command table as this user has it."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from omnigent_tui.commands.catalog import Command, Scope
from omnigent_tui.commands.key_names import key_label
from omnigent_tui.commands.overrides import EffectiveCommands

_TITLES = {
    Scope.APP: "Everywhere",
    Scope.SIDEBAR: "In the list of sessions",
    Scope.TRANSCRIPT: "In the transcript (page keys also while writing)",
    Scope.COMPOSER: "While writing",
    Scope.QUEUE: "In the messages that wait for the end of the turn",
    Scope.APPROVAL: "In an approval that has the focus",
    Scope.ENTRY: "In the transcript, on its entries",
    Scope.CONNECT: "While not connected",
    Scope.NEW_SESSION: "While starting a session",
    Scope.DIRECTORY: "While picking a directory",
    Scope.FLEET: "In the fleet",
    Scope.FILES: "In the files of a session",
}
_FIRST = ("help.", "palette.", "app.")
"""What somebody who asks for help looks for first."""
_KEY_WIDTH = 20


class HelpScreen(ModalScreen[None]):
    """Scrolls with the arrow and page keys; Esc or the help key closes it."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = "#help-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close"),
        # The id of the table's row, so that the help key closes help wherever the user has moved it.
        Binding("f1", "close", "Close", id="help.open", priority=True),
    ]

    def __init__(self, commands: EffectiveCommands) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """Lay the table out as one text."""
        with VerticalScroll(id="help-text"):
            yield Static(Content("\n").join(self._lines()), markup=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def _lines(self) -> Iterator[Content]:
        yield Content.styled("Keys (Esc closes)", "bold")
        for scope in Scope:
            title = _TITLES.get(scope, scope.value.capitalize())
            rows = sorted((row for row in self._commands.commands if row.scope is scope), key=_place)
            if rows:
                yield Content("")
                yield Content.styled(title, "bold underline")
                yield from map(_line, rows)
        yield Content("")
        yield Content("Commands without a key are in the palette. The settings file can give every command other keys.")


def _place(row: Command) -> tuple[bool, bool]:
    return not row.keys, not row.id.startswith(_FIRST)


def _line(row: Command) -> Content:
    keys = ", ".join(map(key_label, row.keys)) or "(palette)"
    return Content.assemble((keys.ljust(_KEY_WIDTH), "bold"), " ", row.help)
