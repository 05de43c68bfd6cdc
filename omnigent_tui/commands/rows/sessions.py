"""The list of sessions and what is done with one."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("session.new", "New session", ("ctrl+n",), Scope.APP, "Create a session: agent, host and workspace.", True),
    Command("session.next", "Next session", ("alt+down",), Scope.APP, "Open the session below in the sidebar."),
    Command("session.previous", "Previous session", ("alt+up",), Scope.APP, "Open the session above in the sidebar."),
    Command("session.open", "Open", ("enter",), Scope.SIDEBAR, "Open the session under the cursor.", True),
    Command("sidebar.focus", "Sessions", ("ctrl+l",), Scope.APP, "Go to the list of sessions."),
    Command("sidebar.toggle", "Show or hide sessions", ("f9",), Scope.APP, "Show or hide the list of sessions."),
    Command("sidebar.load_more", "Load more sessions", (), Scope.SIDEBAR, "Fetch the next page of sessions."),
)
