"""Scrolling the transcript, from wherever the focus is."""

from omnigent_tui.screens.main_layout import MainLayout


class ReadingActions(MainLayout):
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
