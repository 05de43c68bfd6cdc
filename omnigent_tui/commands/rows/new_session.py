"""The form that starts a session, and its directory picker."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command(
        "new_session.create",
        "Create session",
        ("f10",),
        Scope.NEW_SESSION,
        "Create the session as it is filled in.",
        True,
    ),
    Command(
        "new_session.browse", "Browse", ("f4",), Scope.NEW_SESSION, "Walk through the directories of the host.", True
    ),
    Command(
        "new_session.cancel", "Cancel creation", ("alt+x",), Scope.NEW_SESSION, "Give up the session being created."
    ),
    Command(
        "new_session.reload", "Read again", ("f6",), Scope.NEW_SESSION, "Read agents, hosts and directories again."
    ),
    Command(
        "directory.choose", "Take directory", ("f2",), Scope.DIRECTORY, "Take the directory under the cursor.", True
    ),
    Command("directory.hidden", "Hidden entries", ("f3",), Scope.DIRECTORY, "Show or hide hidden entries.", True),
    Command("directory.new", "New directory", ("f7",), Scope.DIRECTORY, "Make a directory in the one shown.", True),
)
