"""AgentsMesh's runners for scripts: one line each with tabs between, or JSON."""

import asyncio
import json
from collections.abc import Mapping

from omnigent_tui.agentsmesh.client import AgentsMeshClient
from omnigent_tui.agentsmesh.endpoints import list_available_runners, list_runners
from omnigent_tui.protocol.agentsmesh.runners import MeshRunner
from omnigent_tui.scripting.machines import line
from omnigent_tui.scripting.server import exit_of, say_failure
from omnigent_tui.scripting.subcommand import Console, Exit
from omnigent_tui.settings.agentsmesh import AgentsMeshAccount, find_agentsmesh, how_to_set_up
from omnigent_tui.settings.locations import find_locations
from omnigent_tui.settings.settings_file import load_settings
from omnigent_tui.wire.errors import WireError


def run_mesh_runners(environ: Mapping[str, str], console: Console, *, as_json: bool, available: bool) -> int:
    """Write the runners of the account that environment and settings name; `available`: those that take a pod now."""
    loaded = load_settings(find_locations(environ).settings_file)
    lookup = find_agentsmesh(loaded.settings.agentsmesh, environ)
    for problem in (*loaded.problems, *lookup.problems):
        console.say(problem)
    if lookup.account is None:
        console.say(how_to_set_up())
        return Exit.USAGE
    return asyncio.run(_print(lookup.account, console, as_json=as_json, available=available))


async def _print(account: AgentsMeshAccount, console: Console, *, as_json: bool, available: bool) -> int:
    try:
        async with AgentsMeshClient(account.url, account.org, account.api_key) as client:
            page = await (list_available_runners if available else list_runners)(client)
    except WireError as error:
        say_failure(console, error)
        return exit_of(error)
    runners = sorted(page.rows, key=lambda one: (not one.is_online, one.name.casefold(), one.runner_id))
    if as_json:
        console.put(json.dumps([_as_json(runner) for runner in runners], indent=2))
        return Exit.DONE
    for runner in runners:
        most = f"/{runner.max_pods}" if runner.max_pods is not None else ""
        facts = (str(runner.runner_id), runner.name, runner.status, f"{runner.pod_count}{most}", runner.version or "")
        console.put(line(*facts))
    if not runners:
        console.say("there are no runners")
    return Exit.DONE


def _as_json(runner: MeshRunner) -> dict[str, object]:
    return {
        "id": runner.runner_id,
        "name": runner.name,
        "status": runner.status,
        "version": runner.version,
        "os": runner.os,
        "arch": runner.arch,
        "labels": list(runner.labels),
        "pod_count": runner.pod_count,
        "max_pods": runner.max_pods,
    }
