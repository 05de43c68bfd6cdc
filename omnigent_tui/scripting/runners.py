"""`omnigent-tui runners`: the runners that are connected, or those of AgentsMesh."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from omnigent_tui.scripting.subcommand import Console, Exit, Subcommand


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON list")
    parser.add_argument("--agentsmesh", action="store_true", help="the runners of AgentsMesh instead of the server's")
    parser.add_argument("--available", action="store_true", help="with --agentsmesh: only those that take a pod now")


def _run(arguments: argparse.Namespace, environ: Mapping[str, str], console: Console) -> int:
    if arguments.available and not arguments.agentsmesh:
        console.say("--available goes with --agentsmesh")
        return Exit.USAGE
    if arguments.agentsmesh:
        from omnigent_tui.scripting.mesh_runners import run_mesh_runners

        return run_mesh_runners(environ, console, as_json=arguments.json, available=arguments.available)
    from omnigent_tui.scripting.machines import print_runners
    from omnigent_tui.scripting.server import Server, run_with_server

    async def work(server: Server) -> int:
        return await print_runners(server.client, console, as_json=arguments.json)

    return run_with_server(arguments, environ, console, work)


RUNNERS = Subcommand("runners", "show the runners that are connected", _add_arguments, _run)
