"""Hosts, runners and AgentsMesh."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("runner.start", "Start runner", ("alt+l",), Scope.APP, "Start the open session's runner."),
    Command("fleet.open", "Fleet", ("f12",), Scope.APP, "Show hosts, their sessions and runners, and AgentsMesh."),
    Command(
        "fleet.use", "Open, show pods", ("enter",), Scope.FLEET, "Open the session, or show the runner's pods.", True
    ),
    Command("fleet.new", "New session here", ("n",), Scope.FLEET, "Start a session on this host.", True),
    Command("fleet.launch", "Start its runner", ("l",), Scope.FLEET, "Start the session's runner.", True),
    Command("fleet.stop", "Stop runner", ("x",), Scope.FLEET, "Stop the session's runner, after a question.", True),
    Command("fleet.refresh", "Refresh", ("r",), Scope.FLEET, "Ask for hosts, runners and pods again now.", True),
    Command("fleet.status", "Pod status", ("s",), Scope.FLEET, "Show the pods of the next status.", True),
    Command("fleet.more", "More pods", ("m",), Scope.FLEET, "Fetch the next pods of the runner.", True),
)
