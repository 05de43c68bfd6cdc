"""A short list to choose from, when there is more than one thing to copy."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from omnigent_tui.widgets.paged_options import PagedOptions
from omnigent_tui.widgets.transcript.copying import Part

NUMBERED = 9


class CopyChooser(ModalScreen[Part | None]):
    """Returns the part that was chosen, by its number or with Enter; None after Esc."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss_empty", "Close", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
        *(Binding(str(number), f"choose({number})", show=False) for number in range(1, NUMBERED + 1)),
    ]
    DEFAULT_CSS = """
    CopyChooser { align: center middle; }
    CopyChooser #copy-chooser {
        width: 80%; max-width: 100; height: auto; max-height: 80%;
        background: $surface; border: round $accent; padding: 0 1;
    }
    CopyChooser Static { height: 1; text-style: bold; }
    CopyChooser #copy-chooser-keys { text-style: none; color: $text-muted; }
    CopyChooser OptionList { height: auto; border: none; padding: 0; background: $surface; }
    """

    def __init__(self, title: str, parts: Sequence[Part]) -> None:
        super().__init__()
        self._title_line = title
        self._parts = parts

    def compose(self) -> ComposeResult:
        """List the parts."""
        options = [
            Option(Content(f"{number if number <= NUMBERED else ' '}  {part.label}"))
            for number, part in enumerate(self._parts, 1)
        ]
        keys = "1-9 or Enter copies · Esc closes"
        with Vertical(id="copy-chooser"):
            yield Static(Content(self._title_line), markup=False)
            yield PagedOptions(*options, markup=False, compact=True)
            yield Static(Content(keys), id="copy-chooser-keys", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the part under the cursor."""
        event.stop()
        self.dismiss(self._parts[event.option_index])

    def action_choose(self, number: int) -> None:
        """Take the part with that number."""
        if number <= len(self._parts):
            self.dismiss(self._parts[number - 1])

    def action_dismiss_empty(self) -> None:
        """Take none."""
        self.dismiss(None)

    def action_move(self, move: str) -> None:
        """Move the cursor."""
        options = self.query_one(OptionList)
        if move == "cursor_down":
            options.action_cursor_down()
        else:
            options.action_cursor_up()
