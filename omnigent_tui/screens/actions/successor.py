"""Going on where a conversation goes on: the session that took the open one's place."""

from omnigent_tui.screens.actions.places import PlaceActions


class SuccessorActions(PlaceActions):
    """A session that was superseded leads to its successor."""

    def action_session_successor(self) -> None:
        """Open the session in which the conversation goes on."""
        conversation = self.surroundings.state().open_conversation
        target = conversation.superseded_by if conversation is not None else None
        if target is None:
            self.say("This conversation does not go on in another session.")
        else:
            self.open_session(target)
            self.action_composer_focus()
