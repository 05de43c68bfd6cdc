"""From what a script names to what a session is made of: agents, hosts and projects by name or id, paths, labels."""

import argparse
from collections.abc import Sequence
from typing import Protocol, TypeVar

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.scripting.subcommand import Exit
from omnigent_tui.state.host_paths import expand_home, is_absolute, parent, without_end
from omnigent_tui.state.intents import CreateSession, WorktreeWish
from omnigent_tui.state.launch_modes import mode_named, modes_of, native_labels
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.endpoints.agents import list_agents
from omnigent_tui.wire.endpoints.hosts import list_directory, list_hosts, list_worktrees
from omnigent_tui.wire.endpoints.projects import list_projects


class ChoiceError(Exception):
    """What was named is not there, or not clear; `exit` is the status for it."""

    def __init__(self, text: str, exit: Exit = Exit.USAGE) -> None:  # noqa: A002
        super().__init__(text)
        self.exit = exit


class Named(Protocol):
    """Something with a name."""

    @property
    def name(self) -> str:
        """What it goes by."""
        ...


T = TypeVar("T", bound=Named)


async def choose(client: OmnigentClient, arguments: argparse.Namespace) -> CreateSession:
    """Return the session that the options describe.

    Raises:
        ChoiceError: something named is not there, or the options do not fit together.
        WireError: the server cannot be asked.
    """
    agent = await _agent(client, arguments.agent) if arguments.agent else None
    harness = agent.harness if agent is not None else None
    mode = mode_named(harness, arguments.mode) if arguments.mode else None
    if arguments.mode and mode is None:
        known = ", ".join(one.name for one in modes_of(harness)) or "none before it runs"
        raise ChoiceError(f"this agent has no permission mode {arguments.mode!r}; it has {known}", Exit.NOT_THERE)
    host = await _host(client, arguments.host, is_needed=bool(arguments.workspace))
    if host is not None and not arguments.workspace:
        raise ChoiceError("--workspace is needed where the session is to run")
    if arguments.branch and host is None:
        raise ChoiceError("--branch needs --workspace: a worktree is made on a host")
    workspace = await _workspace(client, host, arguments.workspace) if host is not None else None
    if host is not None and workspace is not None and arguments.branch and arguments.existing_worktree:
        workspace = await _worktree(client, host, workspace, arguments.branch)
    labels = {**native_labels(harness), **(mode.labels if mode is not None else {}), **_labels(arguments.label)}
    return CreateSession(
        agent_id=agent.id if agent is not None else "",
        bundle=arguments.bundle,
        title=arguments.title,
        host_id=host.host_id if host is not None else None,
        workspace=workspace,
        worktree=WorktreeWish(arguments.branch, arguments.base, arguments.existing_worktree)
        if arguments.branch
        else None,
        model_override=arguments.model,
        reasoning_effort=arguments.effort,
        first_message=arguments.message or "",
        labels=labels,
        launch_args=(*(mode.arguments if mode is not None else ()), *arguments.arg),
        project_id=await _project(client, arguments.project) if arguments.project else None,
    )


async def _agent(client: OmnigentClient, wanted: str) -> Agent:
    agents = await list_agents(client)
    by_id = next((agent for agent in agents if agent.id == wanted), None)
    return by_id or _named(agents, wanted, "agent")


async def _host(client: OmnigentClient, wanted: str | None, *, is_needed: bool) -> Host | None:
    if wanted is None and not is_needed:
        return None
    hosts = (await list_hosts(client)).rows
    if wanted is None:
        online = [host for host in hosts if host.is_online]
        if len(online) != 1:
            names = ", ".join(host.name for host in online) or "none"
            raise ChoiceError(f"--host is needed: online are {names}")
        return online[0]
    by_id = next((host for host in hosts if host.host_id == wanted), None)
    return by_id or _named(hosts, wanted, "host")


async def _project(client: OmnigentClient, wanted: str) -> str | None:
    projects = await list_projects(client)
    by_id = next((project for project in projects if project.id == wanted), None)
    return (by_id or _named(projects, wanted, "project")).id


def _named(rows: Sequence[T], wanted: str, what: str) -> T:
    found = [row for row in rows if row.name == wanted] or [
        row for row in rows if row.name.casefold() == wanted.casefold()
    ]
    if not found:
        names = ", ".join(sorted(row.name for row in rows)[:30]) or "none"
        raise ChoiceError(f"there is no {what} {wanted!r}; there are {names}", Exit.NOT_THERE)
    if len(found) > 1:
        raise ChoiceError(f"{len(found)} {what}s are called {wanted!r}: name it by its id")
    return found[0]


async def _workspace(client: OmnigentClient, host: Host, wanted: str) -> str:
    path = expand_home(wanted, None)
    if path is None:
        page = await list_directory(client, host.host_id, None, limit=1)
        home = parent(page.rows[0].raw_path) if page.rows else None
        path = expand_home(wanted, home)
        if path is None:
            raise ChoiceError(f"where ~ is on {host.name} is not known: give the whole path")
    if not is_absolute(path):
        raise ChoiceError("--workspace has to begin with / or ~ (or a drive on Windows)")
    return without_end(path)


async def _worktree(client: OmnigentClient, host: Host, repository: str, branch: str) -> str:
    """Return where the worktree with that branch is: the server works in the directory it is given, whichever it is."""
    there = {row.branch: row.raw_path for row in (await list_worktrees(client, host.host_id, repository)).rows}
    if branch not in there:
        names = ", ".join(sorted(name for name in there if name)) or "none"
        raise ChoiceError(f"no worktree there has the branch {branch!r}; there are {clean_line(names)}", Exit.NOT_THERE)
    return there[branch]


def _labels(wanted: Sequence[str]) -> dict[str, str]:
    labels = {}
    for text in wanted:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise ChoiceError(f"--label takes NAME=VALUE, not {text!r}")
        labels[name.strip()] = value.strip()
    return labels
