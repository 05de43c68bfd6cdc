"""Reading: scrolling, entries, finding, copying."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("transcript.page_up", "Page up", ("pageup",), Scope.TRANSCRIPT, "Scroll up by one page."),
    Command("transcript.page_down", "Page down", ("pagedown",), Scope.TRANSCRIPT, "Scroll down by one page."),
    Command("transcript.top", "Top", ("ctrl+home",), Scope.TRANSCRIPT, "Go to the oldest line that is loaded."),
    Command("transcript.bottom", "Bottom", ("ctrl+end",), Scope.TRANSCRIPT, "Go to the newest line and follow it."),
    Command("transcript.line_up", "Line up", ("shift+up",), Scope.TRANSCRIPT, "Scroll up by one line."),
    Command("transcript.line_down", "Line down", ("shift+down",), Scope.TRANSCRIPT, "Scroll down by one line."),
    Command(
        "transcript.previous_entry", "Previous entry", ("left_curly_bracket",), Scope.ENTRY, "Choose the entry before."
    ),
    Command("transcript.next_entry", "Next entry", ("right_curly_bracket",), Scope.ENTRY, "Choose the entry after."),
    Command(
        "transcript.toggle_fold", "Fold or unfold", ("enter", "space"), Scope.ENTRY, "Fold or unfold the chosen entry."
    ),
    Command(
        "transcript.retry_older", "Load older again", ("r",), Scope.ENTRY, "Fetch older entries again after a failure."
    ),
)
