"""One run of a subcommand against the server the program itself would use, its failures turned into exit statuses."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.scripting.subcommand import Console, Exit
from omnigent_tui.settings.launch_options import LaunchOptions, gather_launch_options
from omnigent_tui.settings.local_health import answers_health
from omnigent_tui.settings.server_resolution import ResolvedServer, ServerResolutionError
from omnigent_tui.settings.tokens import find_token
from omnigent_tui.values import Value
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import Malformed, NotFound, NotJson, Rejected, ServerFault, Unreachable, WireError


class Server(Value):
    """The server of one run: an open client, who named the server, and the options (settings, session, files)."""

    client: OmnigentClient
    resolved: ResolvedServer
    options: LaunchOptions


Work = Callable[[Server], Awaitable[int]]


def run_with_server(
    arguments: argparse.Namespace,
    environ: Mapping[str, str],
    console: Console,
    work: Work,
    *,
    session: str | None = None,
) -> int:
    """Resolve server and token as a start of the program would, do the `work`, and return its exit status.

    `session` (an id or a conversation link) becomes `options.session_id` and may name the server. A failure that
    `work` lets through is told on `console` and becomes an exit status.
    """
    try:
        options = gather_launch_options(
            server=arguments.server,
            session=session,
            demo=False,
            log_file=None,
            environ=environ,
            is_healthy=answers_health,
        )
    except ServerResolutionError as error:
        console.say(str(error))
        return Exit.USAGE
    resolved = options.server
    if resolved is None:
        raise AssertionError("only the demo has no server")
    login = find_token(resolved.url, environ)
    for problem in filter(None, (*options.problems, login.problem)):
        console.say(problem)
    try:
        client = OmnigentClient(resolved.url, login.token)
    except ValueError as error:
        console.say(str(error))
        return Exit.USAGE
    except WireError as error:
        say_failure(console, error)
        return exit_of(error)
    return asyncio.run(_working(Server(client, resolved, options), console, work))


async def _working(server: Server, console: Console, work: Work) -> int:
    try:
        async with server.client:
            return await work(server)
    except WireError as error:
        say_failure(console, error)
        return exit_of(error)


def say_failure(console: Console, error: WireError) -> None:
    """Tell what went wrong and what can be done about it, on one line."""
    console.say(clean_line(f"{error.message} {error.advice or ''}".strip()))


def exit_of(error: WireError) -> Exit:
    """Return the exit status that stands for `error`."""
    match error:
        case Unreachable() | NotJson() | Malformed():
            return Exit.UNREACHABLE
        case NotFound():
            return Exit.NOT_THERE
        case Rejected() if not isinstance(error, ServerFault):
            return Exit.REFUSED
    return Exit.FAILED
