"""Hosts and runners for scripts: one line each with tabs between, or JSON."""

import json

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.scripting.subcommand import Console, Exit
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.hosts import list_hosts
from omnigent_tui.wire.endpoints.runners import list_runners
from omnigent_tui.wire.endpoints.sessions import list_sessions

_PAGE, _MOST_PAGES = 500, 20


async def print_hosts(client: OmnigentClient, console: Console, *, as_json: bool) -> int:
    """Write the hosts, online ones first: id, name, state, platform, harnesses that are ready.

    Raises:
        WireError: the hosts cannot be read.
    """
    hosts = sorted((await list_hosts(client)).rows, key=lambda host: (not host.is_online, host.name.casefold()))
    if as_json:
        console.put(json.dumps([_host_as_json(host) for host in hosts], indent=2))
        return Exit.DONE
    for host in hosts:
        ready = sorted(name for name, said in (host.configured_harnesses or {}).items() if said is True)
        facts = (host.host_id, host.name, host.status, host.platform or "", ", ".join(ready))
        console.put(line(*facts))
    if not hosts:
        console.say("no host is registered: 'omnigent host URL' connects a machine")
    return Exit.DONE


def _host_as_json(host: Host) -> dict[str, object]:
    return {
        "id": host.host_id,
        "name": clean_line(host.name, 500),
        "status": host.status,
        "owner": host.owner,
        "platform": host.platform,
        "sandbox_provider": host.sandbox_provider,
        "harnesses": host.configured_harnesses,
    }


async def print_runners(client: OmnigentClient, console: Console, *, as_json: bool) -> int:
    """Write the connected runners: id, state, session's id and title, harnesses.

    Raises:
        WireError: runners or sessions cannot be read.
    """
    runners = sorted((await list_runners(client)).rows, key=lambda runner: runner.runner_id)
    sessions = await _sessions_by_runner(client) if runners else {}
    rows = []
    for runner in runners:
        session_id, title = sessions.get(runner.runner_id, (runner.session_id, None))
        rows.append(
            {
                "id": runner.runner_id,
                "online": runner.online,
                "session_id": session_id,
                "session_title": title,
                "harnesses": list(runner.harnesses),
            }
        )
        if not as_json:
            state = "online" if runner.online else "offline"
            console.put(line(runner.runner_id, state, session_id or "", title or "", ", ".join(runner.harnesses)))
    if as_json:
        console.put(json.dumps(rows, indent=2))
    elif not rows:
        console.say("no runner is connected")
    return Exit.DONE


async def _sessions_by_runner(client: OmnigentClient) -> dict[str, tuple[str, str | None]]:
    """The server does not say which session a runner works for; the sessions say which runner works for them."""
    found: dict[str, tuple[str, str | None]] = {}
    after: str | None = None
    for _ in range(_MOST_PAGES):
        page = await list_sessions(client, limit=_PAGE, after=after, include_archived=True)
        found |= {row.runner_id: (row.id, row.title) for row in page.rows if row.runner_id}
        if not page.has_more or page.last_id in (None, after):
            break
        after = page.last_id
    return found


def line(*facts: str) -> str:
    """Return the facts as one line with tabs between them."""
    return "\t".join(clean_line(fact, 500).replace("\t", " ") for fact in facts)
