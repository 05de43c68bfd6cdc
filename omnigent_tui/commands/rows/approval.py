"""The approval card."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("approval.focus", "Answer", ("ctrl+o",), Scope.APP, "Go to the approval that waits in this session."),
    Command("approval.accept", "Accept", ("y",), Scope.APPROVAL, "Allow what the agent asks for.", True),
    Command("approval.decline", "Decline", ("n",), Scope.APPROVAL, "Refuse what the agent asks for.", True),
    Command(
        "approval.reason",
        "Decline, say why",
        ("r",),
        Scope.APPROVAL,
        "Decline with a reason; after an answer: ask again.",
    ),
    Command("approval.view", "Show all of it", ("v",), Scope.APPROVAL, "Read the whole question on the whole screen."),
    Command("approval.undo", "Take back", ("u",), Scope.APPROVAL, "Take back an accept that is held back (a setting)."),
    Command(
        "approval.alike",
        "All like this",
        ("a",),
        Scope.APPROVAL,
        "List all like questions, to answer them with one confirmation.",
    ),
    Command(
        "approval.allow",
        "Allow in session",
        ("s",),
        Scope.APPROVAL,
        "Accept, and allow exactly the same in this session (a setting).",
    ),
    Command("approval.copy", "Copy address", ("c",), Scope.APPROVAL, "Copy the address that is to be visited."),
    Command("approval.rules", "Rules", (), Scope.APP, "Show the approvals that repeat by themselves; revoke them."),
)
