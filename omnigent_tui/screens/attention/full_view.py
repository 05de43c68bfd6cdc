"""One question on the whole screen: all there is to read before an answer, none of it cut; it can be searched."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from omnigent_tui.screens.attention.text_search import TextSearch
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.attention import find_pending
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.widgets.approval.words import outcome
from omnigent_tui.widgets.one_line import OneLine

_SCROLLING = {"j": "down", "k": "up", "space": "pagedown", "b": "pageup", "g": "home", "G": "end"}


class FullView(StateScreen, ModalScreen[None]):
    """Read only: scrolled with every key a pager knows, searched with `/`, closed with Esc."""

    AUTO_FOCUS = "#full-view"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "close", "Close", show=False)]
    DEFAULT_CSS = """
    FullView { background: $surface; layout: vertical; }
    FullView #full-view { padding: 0 1; height: 1fr; }
    FullView #full-news { display: none; background: $warning; color: $background; padding: 0 1; }
    FullView #full-search { display: none; border: none; padding: 0 1; height: 1; background: $panel; }
    FullView #full-keys { background: $panel; padding: 0 1; }
    """

    def __init__(
        self,
        surroundings: Surroundings,
        pending: PendingElicitation,
        conversation_id: str,
        text: Content,
        close_keys: Sequence[str],
    ) -> None:
        super().__init__(surroundings)
        self._pending = pending
        self._conversation_id = conversation_id
        self._search = TextSearch(text)
        self._close_keys = frozenset(close_keys)
        self._news = OneLine(id="full-news")
        self._body = VerticalScroll(id="full-view")
        self._static = Static(text, markup=False)
        self._input = Input(id="full-search", compact=True, placeholder="Search; Enter finds, Esc gives up")
        self._keys = OneLine(id="full-keys")

    def compose(self) -> ComposeResult:
        """Lay the text out."""
        yield self._news
        with self._body:
            yield self._static
        yield self._input
        yield self._keys

    def on_mount(self) -> None:
        """Show how the question stands."""
        self.show_now()

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Say when the question is not what was asked any more."""
        if not self.is_mounted:
            return
        pending = find_pending(state, self._conversation_id, self._pending.elicitation_id)
        conversation = state.conversations.get(self._conversation_id)
        verdict = conversation.verdicts.get(self._pending.elicitation_id) if conversation is not None else None
        news = outcome(self._pending, pending, verdict)
        self._news.display = bool(news)
        self._news.set_line(Content.styled(news, "bold"))
        self._show_keys()

    def _show_keys(self) -> None:
        words = self._search.words
        keys = (("Esc", "closes"), ("/", "search"), ("n/N", "next, previous"), ("↑↓ PgUp PgDn Home End", "scroll"))
        line = Content("   ").join(Content.assemble((key, "bold"), " ", what) for key, what in keys)
        self._keys.set_line(Content.assemble((f"{words}   ", "bold") if words else "Read only   ", line))

    def on_key(self, event: events.Key) -> None:
        """Scroll, search or close; what is typed into the search goes there."""
        if self._input.has_focus:
            if event.key == "escape":
                event.stop()
                self._end_search()
            return
        if event.key == "escape" or event.key in self._close_keys:
            self.dismiss()
        elif event.key == "slash":
            self._input.display = True
            self._input.focus()
        elif event.key in ("n", "N"):
            self._go_to_hit(1 if event.key == "n" else -1)
        elif event.key in _SCROLLING:
            self._scroll(_SCROLLING[event.key])
        else:
            return
        event.stop()
        event.prevent_default()

    def _scroll(self, key: str) -> None:
        match key:
            case "up":
                self._body.scroll_up(animate=False)
            case "down":
                self._body.scroll_down(animate=False)
            case "pageup":
                self._body.scroll_page_up(animate=False)
            case "pagedown":
                self._body.scroll_page_down(animate=False)
            case "home":
                self._body.scroll_home(animate=False)
            case "end":
                self._body.scroll_end(animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look for what was typed, from what is on the screen on."""
        event.stop()
        width = max(1, self._static.size.width)
        self._search.look_for(event.value, self._search.offset_of_row(round(self._body.scroll_y), width))
        self._end_search()
        self._show_hit()

    def _end_search(self) -> None:
        self._input.display = False
        self._body.focus()

    def _go_to_hit(self, step: int) -> None:
        self._search.go(step)
        self._show_hit()

    def _show_hit(self) -> None:
        self._static.update(self._search.marked)
        row = self._search.row(max(1, self._static.size.width))
        if row is not None:
            self._body.scroll_to(y=max(0, row - self._body.size.height // 3), animate=False)
        self._show_keys()

    def action_close(self) -> None:
        """Go back to the card."""
        self.dismiss()
