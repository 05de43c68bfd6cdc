"""Hosts, runners and AgentsMesh."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("fleet.open", "Fleet", ("f12",), Scope.APP, "Show hosts, their sessions and runners, and AgentsMesh."),
    Command(
        "fleet.use", "Open, show pods", ("enter",), Scope.FLEET, "Open the session, or show the runner's pods.", True
    ),
    Command("fleet.refresh", "Refresh", ("r",), Scope.FLEET, "Ask for hosts, runners and pods again now.", True),
    Command("fleet.status", "Pod status", ("s",), Scope.FLEET, "Show the pods of the next status.", True),
    Command("fleet.more", "More pods", ("m",), Scope.FLEET, "Fetch the next pods of the runner.", True),
)
