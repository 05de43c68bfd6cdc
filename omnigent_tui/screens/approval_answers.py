"""What the approval card asks for, done the same way on every screen that has one."""

from omnigent_tui.screens.attention.full_view import FullView
from omnigent_tui.screens.state_screen import StateScreen
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.intents import AnswerElicitation, CheckElicitations
from omnigent_tui.widgets.approval.approval_card import ApprovalCard


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

    def on_approval_card_answered(self, event: ApprovalCard.Answered) -> None:
        """Send the answer to the session that asked."""
        event.stop()
        pending = event.pending
        self.surroundings.perform(
            AnswerElicitation(
                pending.session_id,
                self.asking_conversation(pending),
                pending.elicitation_id,
                event.action,
                dict(event.content),
                dict(event.meta),
            )
        )
        self.show_now()

    def on_approval_card_left(self, event: ApprovalCard.Left) -> None:
        """Leave the card; the question stays."""
        event.stop()
        self.leave_card()

    def on_approval_card_view_wanted(self, event: ApprovalCard.ViewWanted) -> None:
        """Show the whole question on the whole screen."""
        event.stop()
        self.app.push_screen(FullView(event.text, self.surroundings.keys_of("approval.view")))

    def on_approval_card_copy_wanted(self, event: ApprovalCard.CopyWanted) -> None:
        """Hand the address to the terminal's clipboard."""
        event.stop()
        self.app.copy_to_clipboard(event.text)
        self.told("The address was handed to the terminal's clipboard.")

    def on_approval_card_check_wanted(self, event: ApprovalCard.CheckWanted) -> None:
        """Ask the server what became of the answer."""
        event.stop()
        self.surroundings.perform(CheckElicitations(self.asking_conversation(event.pending)))
