"""The parts of the approval card, what is in them, and when all of it has been painted."""

from collections import OrderedDict
from time import monotonic

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.errors import NoWidget
from textual.widgets import Input, Static

from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.widgets.approval.filling import Filling
from omnigent_tui.widgets.approval.form_text import all_options, form_text
from omnigent_tui.widgets.approval.key_guard import KeyGuard, KeyRhythm
from omnigent_tui.widgets.approval.key_words import (
    NOTHING_OFFERED,
    ApprovalKeys,
    Keys,
    Offers,
    key_words,
    labels,
    with_bold_keys,
)
from omnigent_tui.widgets.approval.questions import Kind, Question, question_of
from omnigent_tui.widgets.approval.scopes import Scope
from omnigent_tui.widgets.approval.words import details, heading, progress_line
from omnigent_tui.widgets.one_line import OneLine

_ROWS_AROUND = 5
"""Heading, progress and three rows of keys."""
_REMEMBERED_FORMS = 64


class Draft(Struct):
    """What a person has begun to answer; kept while another question is shown. `is_typed`: something was typed."""

    filling: Filling
    reason: str = ""
    is_typed: bool = False


class CardLayout(Vertical, can_focus=True):
    """Heading, what is to be read, what is to be filled in, a line for text, progress and keys."""

    DEFAULT_CSS = """
    CardLayout {
        display: none;
        height: auto;
        border-top: solid $warning;
        border-left: solid $warning;
        border-title-color: $text-warning;
        border-title-background: $surface;
        background: $surface;
        padding: 0 1;
        OneLine { height: 1; }
        #approval-details { height: auto; max-height: 8; }
        #approval-form { height: auto; max-height: 8; display: none; }
        #approval-text { display: none; }
        #approval-answers { height: auto; max-height: 3; }
        &:focus, &:focus-within {
            border-top: heavy $warning;
            border-left: heavy $warning;
            background: $boost;
        }
    }
    """

    def __init__(self, rhythm: KeyRhythm, keys: ApprovalKeys) -> None:
        super().__init__(id="approval")
        self._guard = KeyGuard(rhythm)
        self._keys = keys
        self._pending: PendingElicitation | None = None
        self._question = Question(Kind.YES_OR_NO)
        self._draft = Draft(Filling(()))
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._confirming: Scope | None = None
        self._gives_reason = False
        self._rests = False
        self._note = ""
        self._offers: Offers = NOTHING_OFFERED
        self._rows = 12
        self._heading = Content()
        self._told: tuple[int, str, float] = (1, "", 0.0)
        self._details = VerticalScroll(id="approval-details", can_focus=False)
        self._detail_lines = 1
        self._static = Static(markup=False)
        self._form = VerticalScroll(id="approval-form", can_focus=False)
        self._form_static = Static(markup=False)
        self._text = Input(id="approval-text", compact=True, select_on_focus=False)
        self._progress = OneLine(id="approval-progress")
        self._answers = Static(id="approval-answers", markup=False)

    @property
    def pending(self) -> PendingElicitation | None:
        """The question on the screen."""
        return self._pending

    @property
    def lines(self) -> tuple[str, ...]:
        """What the card says, as plain text."""
        parts = (self._static.content, self._form_static.content, self._progress.line, self._answers.content)
        return self._heading.plain, *map(str, parts)

    @property
    def whole_text(self) -> Content:
        """All there is to read before an answer, for a view of its own."""
        if self._pending is None:
            return Content()
        told = details(self._pending, self._question, with_source=True)
        return Content("\n\n").join([told, all_options(self._question)])

    @property
    def link(self) -> str:
        """The address to visit, if that is what is asked for."""
        return self._question.link

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        with self._details:
            yield self._static
        with self._form:
            yield self._form_static
        yield self._text
        yield self._progress
        yield self._answers

    def set_room(self, rows: int) -> None:
        """Take at most so many rows; what does not fit is scrolled, the lines with the keys always show."""
        self._rows = rows
        self._share_rows()
        self.look_again()

    def _share_rows(self) -> None:
        room = max(2, self._rows - _ROWS_AROUND - self._text.display)
        # A form gets what a short question leaves it, and never less than two thirds.
        form = room - min(self._detail_lines, max(1, room - room * 2 // 3)) if self._form.display else 0
        self._form.styles.max_height = max(1, form)
        self._details.styles.max_height = max(1, room - form)

    def show(
        self,
        pending: PendingElicitation | None,
        total: int,
        now: float,
        origin: str = "",
        aged: float | None = None,
        offers: Offers = NOTHING_OFFERED,
    ) -> None:
        """Show a question, `total` of them waiting, `origin` says where; None hides the card.

        `now` is Unix seconds; `aged` is the time the question's age is told for, when that is not now.
        """
        self._offers = offers
        before, self._pending = self._pending, pending
        self.display = pending is not None
        if pending is None:
            self._guard.hidden()
            return
        if before is None or before.request is not pending.request:
            self._show_question(pending, is_other=before is None or before.elicitation_id != pending.elicitation_id)
        self._told = total, origin, now if aged is None else aged
        self._show_heading()
        progress = progress_line(pending, now, labels(self._keys.reason), labels(self._keys.undo)) or self._note
        self._progress.display = bool(progress)
        self._progress.set_line(Content(progress))
        self._show_answers()

    def _show_heading(self) -> None:
        if self._pending is None:
            return
        total, origin, aged = self._told
        is_focused = self.has_focus or self.has_focus_within
        title = heading(self._pending, total, origin, aged, is_focused=is_focused)
        if not title.is_same(self._heading):
            self._heading = title
            self.border_title = title

    def _show_question(self, pending: PendingElicitation, *, is_other: bool) -> None:
        self._question = question_of(pending.request.params)
        told = details(pending, self._question)
        self._detail_lines = told.plain.count("\n") + 1
        self._static.update(told)
        self._share_rows()
        self._note = ""
        self._confirming, self._gives_reason = None, False
        known = self._drafts.get(pending.elicitation_id)
        if known is None or known.filling.fields != self._question.fields:
            known = self._drafts[pending.elicitation_id] = Draft(Filling(self._question.fields))
        self._draft = known
        self._drafts.move_to_end(pending.elicitation_id)
        while len(self._drafts) > _REMEMBERED_FORMS:
            self._drafts.popitem(last=False)
        if is_other:
            self._details.scroll_home(animate=False)
        self._show_form()
        # The text is another one, even under the same id: whoever is pressing a key has not read it.
        self._read_anew(pending)

    def _read_anew(self, pending: PendingElicitation) -> None:
        """Let no key count until what is shown now has been painted and could be read."""
        self._guard.hidden()
        self.call_after_refresh(self._note_painted, pending)

    def _show_form(self) -> None:
        """Show what is to be filled in, and the line for text where there is something to type."""
        filling = self._draft.filling
        shown = form_text(self._question, filling, self._confirming.words if self._confirming else "")
        self._form_static.update(shown.text)
        self._form.display = bool(shown.text.plain)
        types = self._gives_reason or (self._confirming is None and filling.is_typing)
        self._text.display = types
        if types:
            field = filling.field
            wanted = self._draft.reason if self._gives_reason or field is None else filling.texts[filling.step]
            self._text.password = field is not None and field.is_secret and not self._gives_reason
            self._text.placeholder = "Why not? Enter declines with this reason" if self._gives_reason else ""
            if self._text.value != wanted:
                self._text.value = wanted
                self._text.cursor_position = len(wanted)
        self._share_rows()
        self._show_answers()
        self.call_after_refresh(self._scroll_form, shown.above)

    def _scroll_form(self, above: Content) -> None:
        top = above.get_height({}, max(1, self._form.size.width)) if above.plain else 0
        self._form.scroll_to(y=max(0, top - self._form.size.height // 2), animate=False)

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
        is_typing = self._text.has_focus
        if not (self.has_focus or self.has_focus_within):
            words: Keys = ((self._keys.focus, "to answer"),)
        elif self._gives_reason:
            words = (("Enter", "declines with this reason"), ("Esc", "keeps it for later"))
        elif self._confirming is not None:
            words = (("Enter", "confirms"), ("Esc", "goes back"))
        elif self._pending is not None and self._pending.held_until is not None:
            words = ((labels(self._keys.undo), "takes it back"), (labels(self._keys.view), "all of it"))
        else:
            words = key_words(self._question, self._draft.filling, self._keys, self._offers, is_typing=is_typing)
        below = self._details.max_scroll_y - round(self._details.scroll_y)
        hint = (f"↓ {below} more lines   ", "bold") if below > 0 else ""
        line = Content.assemble(hint, with_bold_keys(words))
        if not isinstance(self._answers.content, Content) or not line.is_same(self._answers.content):
            self._answers.update(line)

    def look_again(self) -> None:
        """Find out anew what of the question is on the screen."""
        if self._pending is not None:
            self._show_heading()
            self._show_answers()
            self.call_after_refresh(self._show_answers)
            self.call_after_refresh(self._note_painted, self._pending)

    def _scroll(self, key: str) -> bool:
        """Scroll what is to be read; False when the key does not do so."""
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
            case "end":
                self._details.scroll_end(animate=False)
            case _:
                return False
        self.call_after_refresh(self._show_answers)
        return True
