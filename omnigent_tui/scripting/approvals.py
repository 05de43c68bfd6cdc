"""`omnigent-tui approvals`: what waits for a person, in every session, once or as it changes."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from omnigent_tui.scripting.subcommand import Console, Subcommand


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON list")
    parser.add_argument(
        "--watch", action="store_true", help="one JSON object a line for each question asked or resolved, until stopped"
    )


def _run(arguments: argparse.Namespace, environ: Mapping[str, str], console: Console) -> int:
    from omnigent_tui.scripting.asks import list_asks, watch_asks
    from omnigent_tui.scripting.server import Server, run_with_server

    async def work(server: Server) -> int:
        if arguments.watch:
            return await watch_asks(server.client, console)
        return await list_asks(server.client, console, as_json=arguments.json)

    return run_with_server(arguments, environ, console, work)


APPROVALS = Subcommand("approvals", "show what waits for an answer", _add_arguments, _run)
