"""The question that waits for a person, pinned above the composer; it never takes the focus by itself."""

from collections.abc import Mapping
from time import monotonic

from textual import events
from textual.content import Content
from textual.widgets import Input

from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.intents import Verdict
from omnigent_tui.widgets.approval.card_layout import CardLayout
from omnigent_tui.widgets.approval.card_messages import (
    NOTHING,
    AlikeWanted,
    Answered,
    CheckWanted,
    CopyWanted,
    Left,
    TakeBackWanted,
    ViewWanted,
)
from omnigent_tui.widgets.approval.checking import WrongValueError
from omnigent_tui.widgets.approval.fields import Field, FieldKind
from omnigent_tui.widgets.approval.questions import MOST_DIGITS, Kind
from omnigent_tui.widgets.approval.scopes import Scope, sounds_standing

_TOO_FAST = Content("Too soon after another key: read it, wait a moment, press again.")


class ApprovalCard(CardLayout):
    """Shows one question in full. Verdicts are taken only while it has the focus and its guard allows the key."""

    # -- focus --------------------------------------------------------------------------------------------------

    def on_focus(self) -> None:
        """Start reading: the guard counts from here."""
        self._guard.focused(monotonic())
        self.look_again()
        if self._text.display and not self._rests and self._is_open:
            self._text.focus()

    def on_blur(self) -> None:
        """No key counts any more."""
        self._guard.focused(None)
        self.look_again()

    def on_descendant_focus(self) -> None:
        """The text field has the focus: other keys work."""
        self._rests = False
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

    @property
    def _is_open(self) -> bool:
        return self._pending is not None and self._pending.is_open

    def _changed_form(self) -> None:
        """Show the form as it is now, with the focus where the next key belongs."""
        had_focus = self.has_focus or self.has_focus_within
        self._rests = False
        self._show_form()
        if self._pending is not None:
            self._read_anew(self._pending)
        if had_focus:
            (self._text if self._text.display else self).focus()

    # -- keys ---------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Answer, choose, scroll or leave. The keys are read here and not bound: only an event knows its time."""
        pending = self._pending
        if pending is None:
            return
        if event.key == "escape":
            taken = True
            self._step_out()
        elif self._text.has_focus:
            taken = event.key in ("up", "down") and self._leave_text(event.key)
        else:
            taken = self._take_key(pending, event)
        if taken:
            event.stop()
            event.prevent_default()

    def _take_key(self, pending: PendingElicitation, event: events.Key) -> bool:
        if event.key in self._keys.view:
            self.post_message(ViewWanted(pending, self.whole_text))
        elif pending.held_until is not None:
            if event.key not in self._keys.undo:
                return self._scroll(event.key)
            self.post_message(TakeBackWanted(pending))
        elif not self._is_open:
            if event.key not in self._keys.reason:
                return self._scroll(event.key)
            self.post_message(CheckWanted(pending))
        elif self._confirming is not None:
            if event.key != "enter":
                return self._scroll(event.key)
            scope = self._confirming
            self._take(pending, "accept", scope.content, scope.meta, at=event.time, makes_rule=scope.makes_rule)
        elif event.key in self._keys.decline:
            self._take(pending, "decline", at=event.time)
        elif event.key in self._keys.reason and self._question.takes_reason:
            # What is typed next is sent by Enter: the key that leads there must be as deliberate as a verdict.
            if self._is_meant(pending, event.time):
                self._gives_reason = True
                self._changed_form()
        elif event.key in self._keys.copy and self._question.kind is Kind.LINK:
            self.post_message(CopyWanted(self._question.link))
        else:
            return self._take_answer_key(pending, event)
        return True

    def _take_answer_key(self, pending: PendingElicitation, event: events.Key) -> bool:
        filling, question = self._draft.filling, self._question
        place = int(event.key) - 1 if event.key in tuple("123456789"[:MOST_DIGITS]) else None
        if question.kind is Kind.YES_OR_NO:
            return self._take_consent_key(pending, event, place)
        if question.kind is not Kind.FORM:
            return self._scroll(event.key)
        if filling.field is None and event.key in self._keys.accept:
            self._send_form(pending, at=event.time)
        elif place is not None and filling.field is not None:
            self._pick(pending, filling.field, place, at=event.time)
        elif event.key in ("left", "backspace"):
            filling.go_back()
            self._changed_form()
        elif event.key == "enter":
            self._go_on()
        elif event.key == "space" and filling.field is not None:
            filling.pick(filling.cursors[filling.step])
            self._changed_form()
        elif event.key in ("up", "down") and filling.option_count():
            filling.move(-1 if event.key == "up" else 1)
            self._changed_form()
        else:
            return self._scroll(event.key)
        return True

    def _take_consent_key(self, pending: PendingElicitation, event: events.Key, place: int | None) -> bool:
        scopes, offers = self._question.scopes, self._offers
        if event.key in self._keys.accept:
            self._take(pending, "accept", at=event.time)
        elif place is not None and place < len(scopes):
            self._confirm(scopes[place])
        elif event.key in self._keys.allow and offers.rule:
            words = f"Accept, and allow exactly this in this session, until revoked or this program ends: {offers.rule}"
            self._confirm(Scope(words, makes_rule=True))
        elif event.key in self._keys.alike and offers.alike > 1:
            # It opens a list with a guard of its own; still no key that was typed for something else.
            if self._is_meant(pending, event.time):
                self.post_message(AlikeWanted(pending))
        else:
            return self._scroll(event.key)
        return True

    def _pick(self, pending: PendingElicitation, chosen_in: Field, place: int, *, at: float) -> None:
        """Choose by digit: it sends the only answer there is to give, goes on, or takes one of several."""
        filling = self._draft.filling
        if self._question.single_choice == chosen_in and place < len(chosen_in.options):
            option = chosen_in.options[place]
            content = {chosen_in.name: option.value}
            if sounds_standing(f"{option.label} {option.value}"):
                self._confirm(Scope(option.label, content))
            else:
                self._take(pending, "accept", content, at=at)
        elif filling.pick(place):
            if chosen_in.kind is FieldKind.ONE_OF and not filling.is_typing:
                filling.go_on()
            self._changed_form()

    def _go_on(self) -> None:
        filling = self._draft.filling
        if filling.is_typing and self._rests:
            self._text.focus()
            return
        field = filling.field
        is_open = field is not None and field.kind is FieldKind.ONE_OF and not filling.chosen[filling.step]
        # What the cursor points at is meant, unless nothing need be chosen.
        if is_open and field is not None and field.is_required:
            filling.pick(filling.cursors[filling.step])
        filling.go_on()
        self._changed_form()

    def _confirm(self, scope: Scope) -> None:
        self._confirming = scope
        self._changed_form()

    def _step_out(self) -> None:
        if self._gives_reason or self._confirming is not None:
            self._gives_reason, self._confirming = False, None
            self._changed_form()
        elif self._text.has_focus:
            self._rests = True
            self.focus()
        else:
            self.post_message(Left())

    def _leave_text(self, key: str) -> bool:
        filling = self._draft.filling
        if self._gives_reason:
            return False
        if filling.option_count():
            filling.move(-1 if key == "up" else 1)
        elif key == "up":
            filling.go_back()
        else:
            filling.go_on()
        self._changed_form()
        return True

    # -- text ---------------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Remember what is typed, so that nothing of it is lost."""
        event.stop()
        filling = self._draft.filling
        if not self._text.display or event.value != self._text.value:
            return
        if self._gives_reason:
            self._draft.reason = event.value
        elif filling.is_typing and event.value != filling.texts[filling.step]:
            self._draft.is_typed = True
            filling.type(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Decline with the reason, send the only text there is to give, or go on to the next field."""
        event.stop()
        pending = self._pending
        if pending is None or not self._is_open:
            return
        filling = self._draft.filling
        if self._gives_reason:
            if self._draft.reason.strip():
                self.post_message(Answered(pending, "decline", {"feedback": self._draft.reason.strip()}))
            return
        went_on = filling.go_on()
        # Only what somebody typed here is sent at once; a default is looked at first.
        if went_on and self._question.single_text is not None and self._draft.is_typed:
            filling.go_back()
            self.post_message(Answered(pending, "accept", filling.content()))
            return
        self._changed_form()

    # -- verdicts -----------------------------------------------------------------------------------------------

    def _send_form(self, pending: PendingElicitation, *, at: float) -> None:
        try:
            content = self._draft.filling.content()
        except WrongValueError:
            # Out of reach for keys; what is wrong is shown at its field again.
            self._draft.filling.step = 0
            self._changed_form()
            return
        self._take(pending, "accept", content, at=at)

    def _take(
        self,
        pending: PendingElicitation,
        action: Verdict,
        content: Mapping[str, object] = NOTHING,
        meta: Mapping[str, object] = NOTHING,
        *,
        at: float,
        makes_rule: bool = False,
    ) -> None:
        if pending.is_open and self._is_meant(pending, at):
            self.post_message(Answered(pending, action, content, meta, makes_rule))

    def _is_meant(self, pending: PendingElicitation, at: float) -> bool:
        """Whether the guard allows a key of that time; says so on the card if not."""
        if self._guard.allows(pending.elicitation_id, at):
            self._note = ""
            return True
        self.look_again()
        self._note = _TOO_FAST.plain
        self._progress.display = True
        self._progress.set_line(_TOO_FAST)
        return False
