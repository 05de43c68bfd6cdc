"""The agent's todo list above the conversation."""

from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.state.conversation import Conversation


class TodoActions(ConversationActions):
    """Showing the list, folded or whole."""

    def show_todos(self, conversation: Conversation | None) -> None:
        """Show the open session's list."""
        self.todos.show(
            conversation.todos if conversation is not None else (),
            is_running=conversation is not None and conversation.turn.is_running,
            key=self.surroundings.key_of("todos.toggle"),
        )

    def action_todos_toggle(self) -> None:
        """Show all of the list, or one line again."""
        if not self.todos.toggle():
            self.say("The agent has no todo list in this session.")
