"""The session's settings, and what is done to a session as a whole."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("session.model", "Model", ("alt+m",), Scope.APP, "Choose the model, for the session or one message."),
    Command("session.effort", "Reasoning effort", ("alt+t",), Scope.APP, "Choose how long the agent thinks."),
    Command("session.mode", "Permission mode", ("alt+y",), Scope.APP, "Choose what the agent may do without asking."),
    Command(
        "session.compact", "Compact", ("alt+c",), Scope.APP, "Let the agent go on with a summary of what was said."
    ),
    Command("session.rename", "Rename session", ("r",), Scope.SIDEBAR, "Give the session another title."),
    Command("session.archive", "Archive or unarchive session", ("a",), Scope.SIDEBAR, "Put the session away, or back."),
    Command("session.fork", "Fork session", ("f",), Scope.SIDEBAR, "Go on in a copy of the session."),
    Command("session.stop", "Stop session", ("s",), Scope.SIDEBAR, "Stop the session's runner."),
    Command("session.delete", "Delete session", ("d",), Scope.SIDEBAR, "Delete the session for good."),
)
LIST_KEYS = frozenset({"session.rename", "session.archive", "session.fork", "session.stop", "session.delete"})
"""Commands whose keys are plain letters: they are bound to the list alone, and work by name from everywhere."""
