"""Messages that wait for the end of the turn."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command("queue.focus", "Queue", ("alt+q",), Scope.APP, "Go to the messages that wait for the end of the turn."),
    Command("message.send_now", "Send now", ("alt+s",), Scope.APP, "Send what is written, else what waits, at once."),
    Command("message.queue", "Send later", ("alt+w",), Scope.APP, "Let what is written wait until the turn is over."),
    Command("queue.edit", "Edit again", ("enter", "e"), Scope.QUEUE, "Take the message back into the composer.", True),
    Command("queue.send", "Send this now", ("s",), Scope.QUEUE, "Send the message now, before the others.", True),
    Command("queue.delete", "Delete it", ("x", "delete"), Scope.QUEUE, "Delete the message.", True),
    Command("queue.restore", "Undo", ("ctrl+y",), Scope.QUEUE, "Bring back the message deleted last.", True),
    Command("queue.earlier", "Move up", ("u", "shift+up"), Scope.QUEUE, "Send the message earlier.", True),
    Command("queue.later", "Move down", ("d", "shift+down"), Scope.QUEUE, "Send the message later.", True),
    Command("queue.pause", "Pause or go on", ("p",), Scope.QUEUE, "Stop sending by itself, or go on with it.", True),
)
