"""What a person does about approvals beside answering one: looking at the rules that answer by themselves."""

from omnigent_tui.screens.actions.conversation_actions import ConversationActions


class ApprovalActions(ConversationActions):
    """The actions."""

    def action_approval_rules(self) -> None:
        """Show the rules, to revoke them."""
        from omnigent_tui.screens.attention.rules import RulesScreen

        self.app.push_screen(RulesScreen(self.surroundings))
