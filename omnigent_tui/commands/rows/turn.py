"""The turn and the session's settings."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command(
        "turn.interrupt", "Interrupt", ("ctrl+x",), Scope.APP, "Stop the running turn; press twice to confirm.", True
    ),
    Command("todos.toggle", "Todos", ("alt+k",), Scope.APP, "Show all of the agent's todo list, or one line."),
)
