"""The files of a session."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("files.open", "Files", ("alt+v",), Scope.APP, "Show the files of this session; save or delete them."),
    Command("files.save", "Save file", ("enter", "s"), Scope.FILES, "Save the file on this machine.", True),
    Command("files.delete", "Delete file", ("d",), Scope.FILES, "Delete the file on the server, after asking.", True),
    Command("files.refresh", "Read files again", ("r",), Scope.FILES, "Read the list of files again.", True),
)
