"""One confirmation for several like questions: each is listed in full with its session, and answered by its own id."""

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.screens.surroundings import Surroundings
from omnigent_tui.state.app_state import State
from omnigent_tui.state.asked import asked, can_be_shown_in_full
from omnigent_tui.state.attention import Waiting, find_pending
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.intents import AnswerAlike, AnswerElicitation, Verdict
from omnigent_tui.widgets.approval.asked_text import asked_text
from omnigent_tui.widgets.approval.key_guard import KeyGuard
from omnigent_tui.widgets.approval.key_words import Keys, labels, with_bold_keys
from omnigent_tui.widgets.approval.words import origin, who_asks
from omnigent_tui.widgets.one_line import OneLine

_TOO_FAST = "Too soon after another key: read them, wait a moment, press again."
_TO_THE_END = "There is more below: read to the end first."


class AnswerAlikeScreen(StateScreen, ModalScreen[None]):
    """Lists what is answered. What comes later is not among it, what is gone or has changed is left out."""

    AUTO_FOCUS = "#alike-list"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]
    DEFAULT_CSS = """
    AnswerAlikeScreen { background: $surface; layout: vertical; }
    AnswerAlikeScreen #alike-title { background: $panel; padding: 0 1; }
    AnswerAlikeScreen #alike-list { height: 1fr; padding: 0 1; border-left: heavy $warning; }
    AnswerAlikeScreen #alike-note { padding: 0 1; color: $text-warning; }
    AnswerAlikeScreen #alike-keys { background: $panel; padding: 0 1; }
    """

    def __init__(self, surroundings: Surroundings, found: Sequence[Waiting]) -> None:
        super().__init__(surroundings)
        complete = [w for w in found if w.pending is not None and can_be_shown_in_full(w.pending.request.params)]
        self._listed = tuple((waiting, waiting.pending) for waiting in complete if waiting.pending is not None)
        self._left_out = len(found) - len(self._listed)
        self._guard = KeyGuard(surroundings.rhythm)
        self._title = OneLine(id="alike-title")
        self._list = VerticalScroll(id="alike-list")
        self._static = Static(markup=False)
        self._note = OneLine(id="alike-note")
        self._keys = OneLine(id="alike-keys")
        self._shown: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay the parts out."""
        yield self._title
        with self._list:
            yield self._static
        yield self._note
        yield self._keys

    def on_mount(self) -> None:
        """Show them; the guard counts from here."""
        self._guard.focused(monotonic())
        self.show_now()
        self.call_after_refresh(lambda: self._guard.painted("alike", monotonic()))

    def show_state(self, state: State, now: float) -> None:  # noqa: ARG002
        """Show what is still as it was when the list was opened."""
        if not self.is_mounted:
            return
        left = self._still_open(state)
        ids = tuple(pending.elicitation_id for _, pending in left)
        if ids == self._shown and ids:
            return
        self._shown = ids
        policy = who_asks(self._listed[0][1]) if self._listed else ""
        self._title.set_line(Content.assemble((f"Answer {len(ids)} like questions", "bold"), f" · {policy}"))
        gone = len(self._listed) - len(ids)
        parts = [_entry(number, *one) for number, one in enumerate(left, 1)]
        if gone:
            parts.append(Content.styled(f"{gone} more: answered or changed meanwhile, left out.", "dim"))
        if self._left_out:
            words = f"{self._left_out} more cannot be shown in full, and are left out: answer them one by one."
            parts.append(Content.styled(words, "bold $text-warning"))
        self._static.update(Content("\n\n").join(parts) if parts else Content("Nothing is left to answer."))
        self._show_keys()

    def _still_open(self, state: State) -> list[tuple[Waiting, PendingElicitation]]:
        found = ((w, p, find_pending(state, w.session_id, p.elicitation_id)) for w, p in self._listed)
        return [(w, p) for w, p, now in found if now is not None and now.is_open and now.request == p.request]

    def _show_keys(self) -> None:
        count, keys = len(self._shown), self.surroundings
        accept, decline = labels(keys.keys_of("approval.accept")), labels(keys.keys_of("approval.decline"))
        answers: Keys = (
            ((accept, f"accept all {count}, once each"), (decline, f"decline all {count} (can end their turns)"))
            if count
            else ()
        )
        self._keys.set_line(with_bold_keys((*answers, ("↑↓", "scroll"), ("Esc", "leaves them all waiting"))))

    def on_key(self, event: events.Key) -> None:
        """Answer all that are listed, when the list was read to its end and the key was meant."""
        keys = self.surroundings
        if event.key in keys.keys_of("approval.accept"):
            self._answer("accept", event)
        elif event.key in keys.keys_of("approval.decline"):
            self._answer("decline", event)

    def _answer(self, action: Verdict, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if not self._guard.allows("alike", event.time):
            self._note.set_line(Content(_TOO_FAST))
            return
        if self._list.scroll_y < self._list.max_scroll_y:
            self._note.set_line(Content(_TO_THE_END))
            return
        shown = set(self._shown)
        left = [one for one in self._still_open(self.surroundings.state()) if one[1].elicitation_id in shown]
        answers = tuple(
            AnswerElicitation(pending.session_id, waiting.session_id, pending.elicitation_id, action, by="all-like")
            for waiting, pending in left
        )
        if answers:
            self.surroundings.perform(AnswerAlike(answers))
        self.dismiss()

    def action_close(self) -> None:
        """Answer none of them."""
        self.dismiss()


def _entry(number: int, waiting: Waiting, pending: PendingElicitation) -> Content:
    head = Content.assemble((f"{number}  ", "bold"), (origin(waiting, with_title=True), "bold"))
    told = asked_text(asked(pending.request.params)) or Content(pending.request.params.content_preview or "")
    message = Content(pending.request.params.message.strip())
    return Content("\n").join(part for part in (head, message, told) if part.plain)
