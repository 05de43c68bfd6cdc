"""The server and the connect screen."""

from omnigent_tui.commands.command import Command, Scope

ROWS = (
    Command(
        "connection.retry", "Retry connection", ("ctrl+r",), Scope.APP, "Try the server again now, without waiting."
    ),
    Command("connect.change_server", "Change server", (), Scope.CONNECT, "Enter another server address."),
    Command(
        "connect.start_local", "Start local server", (), Scope.CONNECT, "Start an Omnigent server on this machine."
    ),
    Command("connect.demo", "Open the demo", (), Scope.CONNECT, "Talk to the built-in demo server."),
)
