"""The turn and the session's settings."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command(
        "turn.interrupt", "Interrupt", ("ctrl+x",), Scope.APP, "Stop the running turn; press twice to confirm.", True
    ),
)
