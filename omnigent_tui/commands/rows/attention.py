"""Everything that waits for the person."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command(
        "attention.next", "Next waiting", ("ctrl+g",), Scope.APP, "Open the next session that waits for you.", True
    ),
    Command("attention.previous", "Previous waiting", ("alt+z",), Scope.APP, "Open the one before that waits for you."),
    Command(
        "attention.queue", "All that waits", ("ctrl+t",), Scope.APP, "Answer what waits for you in any session.", True
    ),
)
