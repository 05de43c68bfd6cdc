"""The help screen: every key by scope, made from the command table as this user has it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget

from omnigent_tui.commands.catalog import Command, Scope
from omnigent_tui.commands.key_names import key_label
from omnigent_tui.commands.overrides import EffectiveCommands
from omnigent_tui.rendering.wrapping import wrap_offsets

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
_LEAST_WORDS = 20
"""Cells beside the keys below which words go on under them."""


class KeyTable(Widget):
    """Keys with what they do, in words that go on beside the keys where they do not fit into a row.

    Of a heading there are no words, and of a remark no keys.
    """

    DEFAULT_CSS = """
    KeyTable { height: auto; }
    """

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__(markup=False)
        self._rows = rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as all of it takes."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Return the lines for Textual to draw."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        return [line for keys, words in self._rows for line in _laid_out(keys, words, width)]


def _laid_out(keys: str, words: str, width: int) -> Iterator[Content]:
    if not words:
        yield Content.styled(keys, "bold underline")
        return
    indent = _KEY_WIDTH + 1 if keys and width >= _KEY_WIDTH + _LEAST_WORDS else 0
    if keys and (len(keys) >= _KEY_WIDTH or not indent):
        yield Content.styled(keys, "bold")
        keys = ""
    breaks = [0, *wrap_offsets(words, max(1, width - indent)), len(words)]
    for number, (start, end) in enumerate(pairwise(breaks)):
        beside = keys if number == 0 else ""
        yield Content.assemble((beside.ljust(indent), "bold"), words[start:end].rstrip())


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
            yield KeyTable(tuple(self._rows()))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def _rows(self) -> Iterator[tuple[str, str]]:
        yield "Keys (Esc closes)", ""
        for scope in Scope:
            title = _TITLES.get(scope, scope.value.capitalize())
            rows = sorted((row for row in self._commands.commands if row.scope is scope), key=_place)
            if rows:
                yield "", ""
                yield title, ""
                yield from ((", ".join(map(key_label, row.keys)) or "(palette)", row.help) for row in rows)
        yield "", ""
        yield "", "Commands without a key are in the palette. The settings file can give every command other keys."


def _place(row: Command) -> tuple[bool, bool]:
    return not row.keys, not row.id.startswith(_FIRST)
