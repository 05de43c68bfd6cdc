"""`omnigent-tui hosts`: the machines that agents can run on."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from omnigent_tui.scripting.subcommand import Console, Subcommand


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON list, with the state of every harness")


def _run(arguments: argparse.Namespace, environ: Mapping[str, str], console: Console) -> int:
    from omnigent_tui.scripting.machines import print_hosts
    from omnigent_tui.scripting.server import Server, run_with_server

    async def work(server: Server) -> int:
        return await print_hosts(server.client, console, as_json=arguments.json)

    return run_with_server(arguments, environ, console, work)


HOSTS = Subcommand("hosts", "show the machines that agents can run on", _add_arguments, _run)
