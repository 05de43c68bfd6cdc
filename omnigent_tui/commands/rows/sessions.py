"""The list of sessions and what is done with one."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("session.new", "New session", ("ctrl+n",), Scope.APP, "Create a session: agent, host and workspace.", True),
    Command("session.next", "Next session", ("alt+down",), Scope.APP, "Open the session below in the sidebar."),
    Command("session.previous", "Previous session", ("alt+up",), Scope.APP, "Open the session above in the sidebar."),
    Command("session.child", "Open sub-agent", ("alt+right",), Scope.APP, "Open the sub-agent that works or asks."),
    Command("session.parent", "Back to parent", ("alt+left",), Scope.APP, "Go back from a sub-agent to its session."),
    Command(
        "session.successor", "Go on", ("alt+o",), Scope.APP, "Open the session in which this conversation goes on."
    ),
    Command("session.open", "Open", ("enter",), Scope.SIDEBAR, "Open the session under the cursor.", True),
    Command(
        "session.export_markdown", "Export as Markdown", (), Scope.APP, "Write the whole session to a Markdown file."
    ),
    Command("session.export_jsonl", "Export as JSONL", (), Scope.APP, "Write every item of the session to a file."),
    Command("sidebar.focus", "Sessions", ("ctrl+l",), Scope.APP, "Go to the list of sessions."),
    Command("sidebar.toggle", "Show or hide sessions", ("f9",), Scope.APP, "Show or hide the list of sessions."),
    Command("sidebar.load_more", "Load more sessions", (), Scope.SIDEBAR, "Fetch the next page of sessions."),
)
