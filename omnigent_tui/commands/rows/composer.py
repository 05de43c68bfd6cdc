"""Writing."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("composer.send", "Send", ("enter",), Scope.COMPOSER, "Send the message to the agent.", True),
    # Shift+Enter reaches the program only from terminals that speak the kitty keyboard protocol.
    Command("composer.newline", "New line", ("ctrl+j", "shift+enter"), Scope.COMPOSER, "Start a new line.", True),
    Command(
        "composer.restore",
        "Restore text",
        ("ctrl+y",),
        Scope.COMPOSER,
        "Bring back the text that was cleared or sent last.",
    ),
    Command(
        "composer.previous",
        "Message before",
        ("alt+p",),
        Scope.COMPOSER,
        "Show the message sent before; a draft is kept.",
    ),
    Command(
        "composer.next",
        "Message after",
        ("alt+n",),
        Scope.COMPOSER,
        "Show the message sent after; then the draft again.",
    ),
    Command("composer.history", "Earlier messages", ("alt+h",), Scope.APP, "Search what was sent, in all sessions."),
    Command("composer.editor", "Write in editor", ("alt+e",), Scope.APP, "Open the draft in $VISUAL or $EDITOR."),
    Command(
        "composer.attach", "Attach file", ("alt+a",), Scope.APP, "Send a file of this machine with the next message."
    ),
    Command("composer.detach", "Remove attached file", ("alt+d",), Scope.APP, "Do not send an attached file."),
    Command("composer.retry_upload", "Upload again", ("alt+r",), Scope.APP, "Try failed uploads again."),
    Command("composer.unfold", "Unfold paste", ("alt+u",), Scope.APP, "Show the whole of a folded paste."),
    Command("composer.focus", "Write", ("ctrl+e",), Scope.APP, "Go to the composer."),
)
