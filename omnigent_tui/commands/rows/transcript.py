"""Reading: scrolling, entries, finding, copying."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("transcript.page_up", "Page up", ("pageup",), Scope.TRANSCRIPT, "Scroll up by one page."),
    Command("transcript.page_down", "Page down", ("pagedown",), Scope.TRANSCRIPT, "Scroll down by one page."),
    Command("transcript.top", "Top", ("ctrl+home",), Scope.TRANSCRIPT, "Go to the oldest line that is loaded."),
    Command("transcript.bottom", "Bottom", ("ctrl+end",), Scope.TRANSCRIPT, "Go to the newest line and follow it."),
    Command("transcript.line_up", "Line up", ("shift+up",), Scope.TRANSCRIPT, "Scroll up by one line."),
    Command("transcript.line_down", "Line down", ("shift+down",), Scope.TRANSCRIPT, "Scroll down by one line."),
    Command("transcript.start", "To the start", ("g", "home"), Scope.ENTRY, "Go to the oldest line that is loaded."),
    Command("transcript.end", "To the end", ("G", "end"), Scope.ENTRY, "Go to the newest line and follow it."),
    Command("transcript.half_page_up", "Half a page up", ("u",), Scope.ENTRY, "Scroll up by half a page."),
    Command("transcript.half_page_down", "Half a page down", ("d",), Scope.ENTRY, "Scroll down by half a page."),
    Command(
        "transcript.previous_entry", "Previous entry", ("left_curly_bracket",), Scope.ENTRY, "Choose the entry before."
    ),
    Command("transcript.next_entry", "Next entry", ("right_curly_bracket",), Scope.ENTRY, "Choose the entry after."),
    Command(
        "transcript.previous_prompt",
        "Previous prompt",
        ("left_square_bracket",),
        Scope.ENTRY,
        "Go to what a person said before.",
    ),
    Command(
        "transcript.next_prompt",
        "Next prompt",
        ("right_square_bracket",),
        Scope.ENTRY,
        "Go to what a person said next.",
    ),
    Command("transcript.previous_error", "Previous error", ("X",), Scope.ENTRY, "Go to what went wrong before."),
    Command("transcript.next_error", "Next error", ("x",), Scope.ENTRY, "Go to what went wrong next."),
    Command(
        "transcript.toggle_fold",
        "Fold or unfold",
        ("enter", "space"),
        Scope.ENTRY,
        "Fold or unfold the chosen entry; go into a sub-agent.",
    ),
    Command(
        "transcript.open_entry", "Open in pager", ("o",), Scope.ENTRY, "Read the chosen entry in $PAGER or $EDITOR."
    ),
    Command(
        "transcript.retry_older", "Load older again", ("r",), Scope.ENTRY, "Fetch older entries again after a failure."
    ),
    Command(
        "transcript.only_talk", "Prompts and answers", ("f",), Scope.ENTRY, "Show prompts and answers only, or all."
    ),
    Command("transcript.focus", "Read", ("alt+g",), Scope.APP, "Go to the transcript, to read, copy and find."),
    Command("find.open", "Find", ("ctrl+f",), Scope.APP, "Find text in the whole session."),
    Command("find.start", "Find here", ("slash",), Scope.ENTRY, "Find text in the whole session.", True),
    Command("find.next", "Next hit", ("n",), Scope.ENTRY, "Go to the next hit, towards newer ones."),
    Command("find.previous", "Previous hit", ("N",), Scope.ENTRY, "Go to the previous hit, towards older ones."),
    Command("copy.entry", "Copy", ("y",), Scope.ENTRY, "Copy the selection, or the chosen entry as its source.", True),
    Command("copy.code", "Copy code", ("c",), Scope.ENTRY, "Copy a code block."),
    Command("copy.command", "Copy command", ("s",), Scope.ENTRY, "Copy a shell command."),
    Command("copy.path", "Copy path", ("p",), Scope.ENTRY, "Copy the path of a file."),
    Command("copy.url", "Copy link", ("l",), Scope.ENTRY, "Copy an address."),
    Command("copy.save", "Copy to file", ("w",), Scope.ENTRY, "Write what was copied last to a file."),
)
