"""The oldest pending question of the open session, pinned above the composer; it never takes the focus by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from types import MappingProxyType

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.errors import NoWidget
from textual.message import Message
from textual.widgets import Input, Static

from omnigent_tui.commands.key_names import key_label
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.intents import Verdict
from omnigent_tui.widgets.approval.key_guard import KeyGuard, KeyRhythm
from omnigent_tui.widgets.approval.questions import Kind, Question, question_of
from omnigent_tui.widgets.approval.words import answer_line, details, heading, progress_line
from omnigent_tui.widgets.one_line import OneLine

_ROWS_AROUND_DETAILS = 3
"""Heading, progress and answers."""
_TOO_FAST = "Too soon after another key: read it, wait a moment, press again."


class ApprovalCard(Vertical, can_focus=True):
    """Shows one question in full. Answers are taken only while it has the focus and its guard allows the key."""

    DEFAULT_CSS = """
    ApprovalCard {
        display: none;
        height: auto;
        border-left: outer $warning;
        background: $surface;
        padding: 0 1;
        OneLine { height: 1; }
        #approval-details { height: auto; max-height: 8; }
        #approval-text { display: none; }
        &:focus, &:focus-within { border-left: outer $accent; background: $boost; }
    }
    """

    @dataclass
    class Answered(Message):
        """A person answered the question that was on the screen."""

        pending: PendingElicitation
        action: Verdict
        content: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @dataclass
    class Left(Message):
        """A person wants the focus elsewhere; the question stays pending."""

    def __init__(
        self, rhythm: KeyRhythm, *, accept_keys: Sequence[str], decline_keys: Sequence[str], focus_key: str
    ) -> None:
        super().__init__(id="approval")
        self._guard = KeyGuard(rhythm)
        self._accept, self._decline, self._focus_key = tuple(accept_keys), tuple(decline_keys), key_label(focus_key)
        self._pending: PendingElicitation | None = None
        self._question = Question(Kind.YES_OR_NO)
        self._note = ""
        self._heading = OneLine(id="approval-heading")
        self._details = VerticalScroll(id="approval-details", can_focus=False)
        self._static = Static(markup=False)
        self._text = Input(id="approval-text", compact=True)
        self._progress = OneLine(id="approval-progress")
        self._answers = OneLine(id="approval-answers")

    @property
    def pending(self) -> PendingElicitation | None:
        """The question on the screen."""
        return self._pending

    @property
    def lines(self) -> tuple[str, ...]:
        """What the card says, as plain text."""
        return self._heading.line, str(self._static.content), self._progress.line, self._answers.line

    def compose(self) -> ComposeResult:
        """Lay out heading, details, text field, progress and answers."""
        yield self._heading
        with self._details:
            yield self._static
        yield self._text
        yield self._progress
        yield self._answers

    def set_room(self, rows: int) -> None:
        """Take at most so many rows; what does not fit is scrolled, the line with the keys always shows."""
        self._details.styles.max_height = max(1, rows - _ROWS_AROUND_DETAILS)
        self.look_again()

    def show(self, pending: PendingElicitation | None, total: int, now: float) -> None:
        """Show a question, `total` of them waiting; None hides the card."""
        before, self._pending = self._pending, pending
        self.display = pending is not None
        if pending is None:
            self._guard.hidden()
            return
        if before is None or before.request is not pending.request:
            self._show_question(pending, is_other=before is None or before.elicitation_id != pending.elicitation_id)
        self._heading.set_line(heading(pending, total))
        progress = progress_line(pending, now) or self._note
        self._progress.display = bool(progress)
        self._progress.set_line(Content(progress))
        self._show_answers()

    def _show_question(self, pending: PendingElicitation, *, is_other: bool) -> None:
        self._question = question_of(pending.request.params)
        self._static.update(details(pending, self._question))
        self._text.display = self._question.kind is Kind.TEXT
        self._note = ""
        if is_other:
            self._text.value = ""
            self._details.scroll_home(animate=False)
        # The text is another one, even under the same id: whoever is pressing a key has not read it.
        self._guard.hidden()
        self.call_after_refresh(self._note_painted, pending)

    def _note_painted(self, pending: PendingElicitation) -> None:
        if self._pending is None or self._pending.request is not pending.request:
            return
        # Covered or cut off is not painted in full; tried again when that may have changed.
        if self.screen.is_current and self._is_in_full_view():
            self._guard.painted(pending.elicitation_id, monotonic())

    def _is_in_full_view(self) -> bool:
        try:
            geometry = self.screen.find_widget(self._answers)
        except NoWidget:
            return False
        return bool(geometry.visible_region) and geometry.visible_region.height == geometry.region.height

    def _show_answers(self) -> None:
        below = self._details.max_scroll_y - round(self._details.scroll_y)
        keys = answer_line(
            self._question,
            self._accept,
            self._decline,
            self._focus_key,
            focused=self.has_focus_within or self.has_focus,
        )
        self._answers.set_line(Content.assemble((f"↓ {below} more lines   ", "bold"), keys) if below > 0 else keys)

    # -- focus and size -----------------------------------------------------------------------------------------

    def on_focus(self) -> None:
        """Start reading: the guard counts from here."""
        self._guard.focused(monotonic())
        self.look_again()
        if self._question.kind is Kind.TEXT:
            self._text.focus()

    def on_blur(self) -> None:
        """No key counts any more."""
        self._guard.focused(None)
        self.look_again()

    def on_descendant_focus(self) -> None:
        """The text field has the focus: the answers line changes."""
        self.look_again()

    def on_descendant_blur(self) -> None:
        """As `on_blur`, for the text field."""
        self.look_again()

    def on_show(self) -> None:
        """The card has its place on the screen now."""
        self.look_again()

    def on_resize(self) -> None:
        """What fits on the screen is another part now."""
        self.look_again()

    def look_again(self) -> None:
        """Find out anew what of the question is on the screen."""
        if self._pending is not None:
            self._show_answers()
            self.call_after_refresh(self._show_answers)
            self.call_after_refresh(self._note_painted, self._pending)

    # -- keys ---------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Answer, scroll or leave. The keys are read here and not bound, because only an event knows its time."""
        pending = self._pending
        if pending is None:
            return
        if event.key == "escape":
            event.stop()
            self.post_message(self.Left())
        elif self._text.has_focus:
            return
        elif event.key in ("up", "down", "pageup", "pagedown", "home", "end"):
            event.stop()
            self._scroll(event.key)
        elif answer := self._answer_for(event):
            event.stop()
            event.prevent_default()
            self._take(pending, *answer, at=event.time)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Send the typed text as the answer."""
        event.stop()
        pending = self._pending
        if pending is not None and self._question.kind is Kind.TEXT:
            self.post_message(self.Answered(pending, "accept", {self._question.field_name: event.value}))

    def _answer_for(self, event: events.Key) -> tuple[Verdict, Mapping[str, object]] | None:
        kind = self._question.kind
        if event.key in self._decline:
            return "decline", {}
        if kind is Kind.YES_OR_NO and event.key in self._accept:
            return "accept", {}
        if kind is Kind.CHOICES and event.key.isdecimal() and 1 <= int(event.key) <= len(self._question.choices):
            return "accept", self._question.choices[int(event.key) - 1].content
        return None

    def _take(self, pending: PendingElicitation, action: Verdict, content: Mapping[str, object], *, at: float) -> None:
        if pending.answered is not None:
            return
        if self._guard.allows(pending.elicitation_id, at):
            self._note = ""
            self.post_message(self.Answered(pending, action, content))
            return
        self.look_again()
        self._note = _TOO_FAST
        self._progress.display = True
        self._progress.set_line(Content(self._note))

    def _scroll(self, key: str) -> None:
        match key:
            case "up":
                self._details.scroll_up(animate=False)
            case "down":
                self._details.scroll_down(animate=False)
            case "pageup":
                self._details.scroll_page_up(animate=False)
            case "pagedown":
                self._details.scroll_page_down(animate=False)
            case "home":
                self._details.scroll_home(animate=False)
            case _:
                self._details.scroll_end(animate=False)
        self.call_after_refresh(self._show_answers)
