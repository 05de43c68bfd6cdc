"""`omnigent-tui answer`: answers one question, and says whether the server took the answer."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from omnigent_tui.scripting.subcommand import Console, Exit, Subcommand


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the question, as 'omnigent-tui approvals' shows it")
    verdict = parser.add_mutually_exclusive_group()
    verdict.add_argument("--accept", dest="action", action="store_const", const="accept", help="say yes, this once")
    verdict.add_argument("--decline", dest="action", action="store_const", const="decline", help="say no")
    verdict.add_argument("--cancel", dest="action", action="store_const", const="cancel", help="dismiss it")
    parser.add_argument("--content", metavar="JSON", help="accept with these answers: an object of a form's fields")
    parser.add_argument("--meta", metavar="JSON", help="accept with this '_meta' object, as a wider approval lists it")
    parser.add_argument("--reason", metavar="TEXT", help="decline and say why, where the asker reads it")
    parser.add_argument(
        "--session", metavar="ID|URL", default=argparse.SUPPRESS, help="look in this session only, which is faster"
    )
    parser.add_argument(
        "--wait", metavar="SECONDS", type=float, default=10.0, help="how long to wait for evidence (10)"
    )


def _run(arguments: argparse.Namespace, environ: Mapping[str, str], console: Console) -> int:
    from omnigent_tui.scripting.answering import Verdict, WrongUsageError, answer, read_verdict
    from omnigent_tui.scripting.server import Server, run_with_server

    try:
        verdict: Verdict = read_verdict(arguments.action, arguments.content, arguments.meta, arguments.reason)
    except WrongUsageError as error:
        console.say(str(error))
        return Exit.USAGE

    async def work(server: Server) -> int:
        session_id = server.options.session_id if arguments.session else None
        return await answer(server, console, arguments.id, verdict, session_id, wait=arguments.wait)

    return run_with_server(arguments, environ, console, work, session=arguments.session)


_EXITS = """\
  3  also: it was answered before, here or elsewhere
  6  sent, but the server still asks: not confirmed
"""
ANSWER = Subcommand("answer", "answer a question that waits", _add_arguments, _run, _EXITS)
