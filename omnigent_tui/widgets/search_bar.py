"""The line in which a person writes what to find, with what was found beside it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from omnigent_tui.state.search import NEEDLE_LIMIT
from omnigent_tui.widgets.one_line import OneLine


class NeedleChanged(Message):
    """The needle is another one now."""

    def __init__(self, needle: str) -> None:
        super().__init__()
        self.needle = needle


class NeedleAccepted(Message):
    """Enter: stay at the hit."""


class SearchCancelled(Message):
    """Esc: go back to where the reader was."""


class HitWanted(Message):
    """The next hit (1, towards newer entries) or the previous one (-1) is wanted."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step


class NeedleInput(Input):
    """Takes the needle."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "hit(-1)", show=False),
        Binding("down", "hit(1)", show=False),
        Binding("escape", "cancel", show=False),
    ]

    def action_hit(self, step: int) -> None:
        """Ask for another hit."""
        self.post_message(HitWanted(step))

    def action_cancel(self) -> None:
        """End the search."""
        self.post_message(SearchCancelled())


class SearchBar(Horizontal):
    """Hidden until `open`. Stays on the screen, without the focus, while there are hits to go to."""

    DEFAULT_CSS = """
    SearchBar { height: 1; display: none; background: $panel; }
    SearchBar Static { width: 2; }
    SearchBar Input { width: 30%; min-width: 10; max-width: 50; padding: 0; background: $panel; }
    SearchBar OneLine { width: 1fr; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.input = NeedleInput(placeholder="find in the whole session", max_length=NEEDLE_LIMIT, compact=True)
        self.findings = OneLine()

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        yield Static(Content("/ "), markup=False)
        yield self.input
        yield self.findings

    def open(self) -> None:
        """Take the focus; what was looked for last is there, and typing replaces it."""
        self.display = True
        self.input.focus()
        self.input.action_select_all()

    def close(self) -> None:
        """Go away."""
        self.display = False

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return self.display

    def show_findings(self, text: str) -> None:
        """Say what was found."""
        self.findings.set_line(Content(text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the needle."""
        event.stop()
        self.post_message(NeedleChanged(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell that it is the right one."""
        event.stop()
        self.post_message(NeedleAccepted())
