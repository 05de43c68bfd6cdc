"""`omnigent-tui new`: starts a session and writes its id."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from omnigent_tui.scripting.subcommand import Console, Exit, Subcommand


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    agent = parser.add_mutually_exclusive_group(required=True)
    agent.add_argument("--agent", metavar="NAME|ID", help="an agent the server has")
    agent.add_argument("--bundle", metavar="PATH", help="upload an agent: its .yaml, .tar.gz, or its folder")
    parser.add_argument("--host", metavar="NAME|ID", help="where it runs; with --workspace alone, the one online host")
    parser.add_argument("--workspace", metavar="PATH", help="the directory there, absolute or beginning with ~")
    parser.add_argument("--branch", metavar="NAME", help="work in a git worktree of its own, on this new branch")
    parser.add_argument("--base", metavar="NAME", help="what the new branch starts from")
    parser.add_argument("--existing-worktree", action="store_true", help="the branch has a worktree already: use that")
    parser.add_argument("--title", metavar="TEXT")
    parser.add_argument("--message", metavar="TEXT", help="the first message, sent once the session is there")
    parser.add_argument("--model", metavar="NAME", help="instead of the agent's own model")
    parser.add_argument("--effort", metavar="WORD", help="reasoning effort")
    parser.add_argument("--mode", metavar="NAME", help="permission mode of a native agent, as the form names it")
    parser.add_argument(
        "--arg", metavar="TEXT", action="append", default=[], help="an argument for a native agent's program (often)"
    )
    parser.add_argument("--label", metavar="NAME=VALUE", action="append", default=[], help="a label (often)")
    parser.add_argument("--project", metavar="NAME|ID", help="file the session under this project")
    parser.add_argument("--json", action="store_true", help="write a JSON object instead of the id alone")


def _run(arguments: argparse.Namespace, environ: Mapping[str, str], console: Console) -> int:
    from omnigent_tui.scripting.choosing import ChoiceError
    from omnigent_tui.scripting.server import Server, run_with_server
    from omnigent_tui.scripting.starting import start_session

    async def work(server: Server) -> int:
        try:
            return await start_session(server.client, console, arguments)
        except ChoiceError as error:
            console.say(str(error))
            return error.exit

    if arguments.base and not arguments.branch:
        console.say("--base goes with --branch")
        return Exit.USAGE
    return run_with_server(arguments, environ, console, work)


_EXITS = """\
  3  also: no such agent, host, project or permission mode
  5  also: the session is there, but its first message was not taken
  6  nobody knows whether the session was made: its answer was lost and it did not turn up
"""
NEW = Subcommand("new", "start a session and write its id", _add_arguments, _run, _EXITS)
