"""Looking for an earlier message: everything sent from here, of all sessions, filtered as one types."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from omnigent_tui.rendering.durations import age
from omnigent_tui.rendering.looks import MUTED
from omnigent_tui.settings.prompt_history import Prompt
from omnigent_tui.widgets.composer.suggestions import Suggestion, Suggestions
from omnigent_tui.widgets.directory_picker.row_list import RowList

_PREVIEW_LINES = 6


class EarlierMessages(ModalScreen[str | None]):
    """Returns the text that was chosen, None after Esc. `titles` are the sessions' titles by id."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
    ]
    DEFAULT_CSS = """
    EarlierMessages { align: center middle; }
    EarlierMessages #earlier {
        width: 90%; max-width: 110; height: auto; max-height: 90%;
        background: $surface; border: round $accent; padding: 0 1;
    }
    EarlierMessages #earlier-title { height: 1; text-style: bold; }
    EarlierMessages Input { border: none; height: 1; padding: 0; background: $boost; }
    EarlierMessages #earlier-preview { height: auto; max-height: 6; color: $text-muted; border-top: solid $panel; }
    EarlierMessages #earlier-keys { height: 1; color: $text-muted; }
    """

    def __init__(self, prompts: Sequence[Prompt], titles: Mapping[str, str], here: str | None, now: float) -> None:
        super().__init__()
        self._texts, self._rows = _rows(prompts, titles, here, now)
        self._list = Suggestions(id="earlier-list")
        self._preview = Static("", id="earlier-preview", markup=False)

    def compose(self) -> ComposeResult:
        """The filter, the messages, and the whole of the one under the cursor."""
        with Vertical(id="earlier"):
            yield Static(Content("Earlier messages"), id="earlier-title", markup=False)
            yield Input(placeholder="Type words of the message", compact=True)
            yield self._list
            yield self._preview
            yield Static(Content("Enter takes it · your draft is kept · Esc closes"), id="earlier-keys", markup=False)

    def on_mount(self) -> None:
        """Show all of them."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show those with every word that is typed."""
        event.stop()
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the one under the cursor."""
        event.stop()
        self._take()

    def on_row_list_row_clicked(self, event: RowList.RowClicked) -> None:
        """Take the one that was clicked."""
        event.stop()
        self._take()

    def action_move(self, step: int) -> None:
        """Go to another one."""
        self._list.move(step)
        self._show_preview()

    def action_leave(self) -> None:
        """Take none."""
        self.dismiss(None)

    def _take(self) -> None:
        if (chosen := self._list.chosen) is not None:
            self.dismiss(self._texts[int(chosen.value)])

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        found = [
            row
            for row in self._rows
            if all(word in self._texts[int(row.value)].casefold() or word in row.words.casefold() for word in words)
        ]
        nothing = "Nothing was sent from here yet." if not self._rows else "No message has all these words."
        self._list.show(found, ("", 0) if found else (nothing, MUTED))
        self._show_preview()

    def _show_preview(self) -> None:
        chosen = self._list.chosen
        lines = self._texts[int(chosen.value)].splitlines() if chosen is not None else []
        more = [f"… {len(lines) - _PREVIEW_LINES + 1} more lines"] if len(lines) > _PREVIEW_LINES else []
        shown = lines[: _PREVIEW_LINES - 1] + more if more else lines
        self._preview.display = len(lines) > 1
        self._preview.update(Content("\n".join(line[:500] for line in shown)))


def _rows(
    prompts: Sequence[Prompt], titles: Mapping[str, str], here: str | None, now: float
) -> tuple[list[str], list[Suggestion]]:
    """Return the texts, newest first and each once, and a row for each."""
    texts, rows = list[str](), list[Suggestion]()
    known = set[str]()
    for prompt in reversed(prompts):
        if prompt.text in known:
            continue
        known.add(prompt.text)
        where = "this session" if prompt.session_id == here else titles.get(prompt.session_id, "another session")
        first = " ".join(prompt.text.split())[:300]
        rows.append(Suggestion(str(len(texts)), first, f"{age(prompt.at, now)} · {where}"))
        texts.append(prompt.text)
    return texts, rows
