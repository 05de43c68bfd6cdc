"""Every user action in one table: its id, title, keys, scope and help line; the rows lie in `rows/`.

Bindings, palette, footer, help screen, ``omnigent-tui keys`` and the README's table are all made from these rows, and
the ids are stable: user settings and other programs refer to them.
"""

from omnigent_tui.commands.command import Command, Scope
from omnigent_tui.commands.rows import (
    application,
    approval,
    attention,
    composer,
    connection,
    files,
    fleet,
    new_session,
    queue,
    session_settings,
    sessions,
    transcript,
    turn,
)

CATALOG: tuple[Command, ...] = (
    *composer.ROWS,
    *queue.ROWS,
    *turn.ROWS,
    *session_settings.ROWS,
    *sessions.ROWS,
    *attention.ROWS,
    *approval.ROWS,
    *transcript.ROWS,
    *connection.ROWS,
    *new_session.ROWS,
    *fleet.ROWS,
    *files.ROWS,
    *application.ROWS,
)

_BY_ID = {command.id: command for command in CATALOG}


def command(command_id: str) -> Command:
    """Return the row with that id.

    Raises:
        KeyError: no such command; ids in code are checked by a test, ids from users by `overrides`.
    """
    return _BY_ID[command_id]


def is_command(command_id: str) -> bool:
    """Whether a command with that id exists."""
    return command_id in _BY_ID


def scope_chain(scope: Scope) -> tuple[Scope, ...]:
    """Return the scopes whose keys work together while ``scope`` has the focus."""
    if scope is Scope.APP:
        return (scope,)
    if scope is Scope.ENTRY:
        return (scope, Scope.TRANSCRIPT, Scope.APP)
    if scope is Scope.DIRECTORY:
        return (scope, Scope.NEW_SESSION, Scope.APP)
    return (scope, Scope.APP)


__all__ = ["CATALOG", "Command", "Scope", "command", "is_command", "scope_chain"]
