"""Where the focus is, and what of the main screen is shown."""

from omnigent_tui.screens.actions.conversation_actions import ConversationActions


class PlaceActions(ConversationActions):
    """Parts of the screen."""

    def action_composer_focus(self) -> None:
        """Go to the composer."""
        if self.is_narrow and self.shows_sidebar:
            self.set_sidebar(shown=None)
        self.composer.focus()

    def action_transcript_focus(self) -> None:
        """Go to the transcript."""
        if self.is_narrow and self.shows_sidebar:
            self.set_sidebar(shown=None)
        if self.transcript.display:
            self.transcript.focus()
        else:
            self.say("Nothing to read: no session is open.")

    def action_sidebar_focus(self) -> None:
        """Go to the list, showing it first if need be."""
        if not self.shows_sidebar:
            self.set_sidebar(shown=True)
        self.sidebar.focus()

    def action_sidebar_toggle(self) -> None:
        """Show or hide the list."""
        self.set_sidebar(shown=not self.shows_sidebar)

    def action_focus_next(self) -> None:
        """Go to the next part."""
        self.focus_next()

    def action_focus_previous(self) -> None:
        """Go to the previous part."""
        self.focus_previous()

    def action_close(self) -> None:
        """Close what lies over the conversation; never stops or clears anything."""
        if self.is_narrow and self.shows_sidebar:
            self.set_sidebar(shown=None)
        elif self.remark:
            self.say("")
