"""Stopping the turn, and going to the question that waits in it."""

from time import monotonic

from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.screens.interrupting import CONFIRM_SECONDS, Press
from omnigent_tui.screens.unsent_words import no_stop_without_connection
from omnigent_tui.state.intents import InterruptTurn
from omnigent_tui.state.selectors import is_away


class TurnActions(ConversationActions):
    """The running turn."""

    def action_turn_interrupt(self) -> None:
        """Stop the turn at the second press."""
        conversation = self.surroundings.state().open_conversation
        if conversation is None or not conversation.turn.is_running:
            self.say("Nothing to stop: no turn is running.")
        elif is_away(self.surroundings.state()):
            # Sent when the connection is back, it might hit another turn.
            self.interrupt_key.disarm()
            self.say_while(no_stop_without_connection(self.surroundings.key_of("turn.interrupt")), is_away)
        elif conversation.turn.stopping_since is not None:
            self.say("Already stopping; the server has not confirmed it yet.")
        elif self.interrupt_key.press(conversation.session_id, monotonic()) is Press.CONFIRMED:
            self.surroundings.perform(InterruptTurn(conversation.session_id))
            self.say("")
        else:
            # One tick later than the last moment that counts, so that the request to press again is gone then.
            self.set_timer(CONFIRM_SECONDS + 0.05, self.show_now)
            self.say("")

    def action_approval_focus(self) -> None:
        """Go to the question that waits."""
        if self.approval.pending is None:
            self.say("Nothing waits for an answer in this session.")
        else:
            self.approval.focus()
