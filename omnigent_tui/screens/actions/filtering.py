"""Showing prompts and answers alone, with a sign that it is so."""

from textual.content import Content

from omnigent_tui.screens.actions.finding import FindActions


class FilterActions(FindActions):
    """What is hidden is not found either."""

    def action_transcript_only_talk(self) -> None:
        """Show prompts and answers only, or everything again."""
        only_talk = not self.transcript.only_talk
        self.transcript.set_only_talk(only_talk)
        key = self.surroundings.key_of("transcript.only_talk")
        self.filter_sign.set_line(Content(f"Only prompts and answers are shown · {key} shows everything"))
        self.filter_sign.display = only_talk
        if self.search is not None and self.search.pattern is not None:
            self.search.was_connected = False
            self.search_history()
        self.show_now()
