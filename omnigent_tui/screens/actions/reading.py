"""Scrolling the transcript, from wherever the focus is."""

from omnigent_tui.screens.actions.conversation_actions import ConversationActions
from omnigent_tui.widgets.transcript.navigating import is_failure, is_prompt


class ReadingActions(ConversationActions):
    """The transcript's keys that type nothing in the composer."""

    def action_transcript_page_up(self) -> None:
        """Scroll up by one page."""
        self.transcript.page_up()

    def action_transcript_page_down(self) -> None:
        """Scroll down by one page."""
        self.transcript.page_down()

    def action_transcript_top(self) -> None:
        """Go to the oldest line."""
        self.transcript.go_top()

    def action_transcript_bottom(self) -> None:
        """Go to the newest line."""
        self.transcript.go_bottom()

    def action_transcript_line_up(self) -> None:
        """Scroll up by one line."""
        self.transcript.scroll_lines(-1)

    def action_transcript_line_down(self) -> None:
        """Scroll down by one line."""
        self.transcript.scroll_lines(1)

    # -- from entry to entry --------------------------------------------------------------------------------------

    def action_transcript_previous_entry(self) -> None:
        """Choose the entry before."""
        if not self.transcript.choose_neighbour(-1):
            self.say_briefly(self._none_earlier("entry"))

    def action_transcript_next_entry(self) -> None:
        """Choose the entry after."""
        if not self.transcript.choose_neighbour(1):
            self.say_briefly(self._none_later("entry"))

    def action_transcript_previous_prompt(self) -> None:
        """Go to what a person said before."""
        if not self.transcript.choose_next(is_prompt, -1):
            self.say_briefly(self._none_earlier("prompt"))

    def action_transcript_next_prompt(self) -> None:
        """Go to what a person said next."""
        if not self.transcript.choose_next(is_prompt, 1):
            self.say_briefly(self._none_later("prompt"))

    def action_transcript_previous_error(self) -> None:
        """Go to what went wrong before."""
        if not self.transcript.choose_next(is_failure, -1):
            self.say_briefly(self._none_earlier("error"))

    def action_transcript_next_error(self) -> None:
        """Go to what went wrong next."""
        if not self.transcript.choose_next(is_failure, 1):
            self.say_briefly(self._none_later("error"))

    def _none_earlier(self, what: str) -> str:
        return f"There is no earlier {what}." if self.transcript.is_below_all else f"No earlier {what} is loaded."

    def _none_later(self, what: str) -> str:
        return f"No later {what} is loaded." if self.transcript.is_above_gap else f"There is no later {what}."
