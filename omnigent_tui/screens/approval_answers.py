"""What the approval card asks for, done the same way on every screen that has one."""

from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.state.app_state import State
from omnigent_tui.state.approval_rules import rule_for
from omnigent_tui.state.attention import alike
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.intents import AllowInSession, AnswerElicitation, CheckElicitations, TakeBackAnswer
from omnigent_tui.widgets.approval import card_messages as card
from omnigent_tui.widgets.approval.key_words import NOTHING_OFFERED, Offers


class ApprovalAnswers(StateScreen):
    """Handles the card's messages."""

    def asking_conversation(self, pending: PendingElicitation) -> str:
        """Return the id of the session in whose conversation the question is shown."""
        raise NotImplementedError

    def leave_card(self) -> None:
        """Put the focus back to where it was before the card."""
        raise NotImplementedError

    def told(self, remark: str) -> None:
        """Tell the person in one line what was done."""
        self.notify(remark, markup=False)

    def on_approval_card_answered(self, event: card.Answered) -> None:
        """Send the answer to the session that asked."""
        event.stop()
        pending = event.pending
        answer = AnswerElicitation(
            pending.session_id,
            self.asking_conversation(pending),
            pending.elicitation_id,
            event.action,
            dict(event.content),
            dict(event.meta),
        )
        self.surroundings.perform(AllowInSession(answer) if event.makes_rule else answer)
        self.show_now()

    def on_approval_card_left(self, event: card.Left) -> None:
        """Leave the card; the question stays."""
        event.stop()
        self.leave_card()

    def on_approval_card_view_wanted(self, event: card.ViewWanted) -> None:
        """Show the whole question on the whole screen."""
        from omnigent_tui.screens.attention.full_view import FullView

        event.stop()
        where, keys = self.asking_conversation(event.pending), self.surroundings.keys_of("approval.view")
        self.app.push_screen(FullView(self.surroundings, event.pending, where, event.text, keys))

    def on_approval_card_copy_wanted(self, event: card.CopyWanted) -> None:
        """Hand the address to the terminal's clipboard."""
        event.stop()
        # What became of it is told by `TextCopied`.
        self.app.copy_to_clipboard(event.text)

    def on_approval_card_check_wanted(self, event: card.CheckWanted) -> None:
        """Ask the server what became of the answer."""
        event.stop()
        self.surroundings.perform(CheckElicitations(self.asking_conversation(event.pending)))

    def on_approval_card_take_back_wanted(self, event: card.TakeBackWanted) -> None:
        """Do not send what is held back."""
        event.stop()
        self.surroundings.perform(TakeBackAnswer(event.pending.elicitation_id))

    def on_approval_card_alike_wanted(self, event: card.AlikeWanted) -> None:
        """List every question like this one."""
        from omnigent_tui.screens.attention.answer_alike import AnswerAlikeScreen

        event.stop()
        found = alike(self.surroundings.state(), event.pending, self.surroundings.clock())
        if len(found) > 1:
            self.app.push_screen(AnswerAlikeScreen(self.surroundings, found))

    def offers_for(self, state: State, pending: PendingElicitation | None, now: float) -> Offers:
        """Return what the card may offer beyond an answer to this one question."""
        if pending is None or not pending.is_open:
            return NOTHING_OFFERED
        rule = rule_for(state, pending, "", now) if self.surroundings.session_rules else None
        return Offers(len(alike(state, pending, now)), rule.words if rule is not None else "")
