"""What works on every screen."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("palette.open", "Commands", ("ctrl+p",), Scope.APP, "Search every command by name.", True),
    Command("help.open", "Help", ("f1",), Scope.APP, "Show every key and what it does.", True),
    Command("theme.next", "Next theme", (), Scope.APP, "Change to the next theme."),
    Command("focus.next", "Next part", ("tab",), Scope.APP, "Go to the next part of the screen."),
    Command("focus.previous", "Previous part", ("shift+tab",), Scope.APP, "Go to the previous part of the screen."),
    Command("app.repaint", "Repaint", ("f5",), Scope.APP, "Draw the whole screen again."),
    Command("app.suspend", "Suspend", ("ctrl+z",), Scope.APP, "Put the program into the background of the shell."),
    Command(
        "app.quit", "Quit", ("ctrl+q",), Scope.APP, "Leave the program; sessions go on running on the server.", True
    ),
)
