"""The line in which a person writes what to find, with what was found beside it."""

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input, Static

from omnigent_tui.state.search import NEEDLE_LIMIT
from omnigent_tui.values import Value
from omnigent_tui.widgets.one_line import OneLine

_SIGN_WIDTH, _PADDING = 2, 2


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

    def on_resize(self) -> None:
        """Keep the cursor in view: what was found takes more room, or less, after the key was dealt with."""
        # Private in Textual 8.2, which does this when the cursor moves.
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def action_hit(self, step: int) -> None:
        """Ask for another hit."""
        self.post_message(HitWanted(step))

    def action_cancel(self) -> None:
        """End the search."""
        self.post_message(SearchCancelled())


class Findings(Value):
    """What was found, and the keys that work now, the most important first."""

    words: str
    keys: tuple[str, ...] = ()


class SearchBar(Horizontal):
    """Hidden until `open`. Stays on the screen, without the focus, while there are hits to go to.

    The needle is written in what the findings leave free; where it needs more, keys are left out, then words cut.
    """

    DEFAULT_CSS = """
    SearchBar { height: 1; display: none; background: $panel; }
    SearchBar Static { width: 2; }
    SearchBar Input { width: 1fr; padding: 0; background: $panel; }
    SearchBar OneLine { width: 2; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.input = NeedleInput(placeholder="find in the whole session", max_length=NEEDLE_LIMIT, compact=True)
        self.findings = OneLine()
        self._found = Findings("")

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

    def show_findings(self, findings: Findings) -> None:
        """Say what was found."""
        self._found = findings
        self._share_out()

    def on_resize(self) -> None:
        """Share the line out anew."""
        self._share_out()

    def _share_out(self) -> None:
        room = self.size.width - _SIGN_WIDTH - _PADDING
        if room <= 0:
            return
        # Behind the last character the cursor stands.
        needed = cell_len(self.input.value or self.input.placeholder) + 1
        line = self._found.words
        width = min(cell_len(line), room - min(needed, room // 2))
        for key in self._found.keys:
            longer = f"{line} · {key}" if line else key
            if cell_len(longer) + needed > room:
                break
            line, width = longer, cell_len(longer)
        self.findings.styles.width = width + _PADDING
        self.findings.set_line(Content(line))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the needle."""
        event.stop()
        self._share_out()
        self.post_message(NeedleChanged(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell that it is the right one."""
        event.stop()
        self.post_message(NeedleAccepted())
