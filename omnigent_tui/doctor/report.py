"""Everything the doctor found, gathered in one object; the token itself is never in it."""

import asyncio
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from omnigent_tui import __version__
from omnigent_tui.agentsmesh.client import AgentsMeshClient
from omnigent_tui.agentsmesh.endpoints import list_runners
from omnigent_tui.commands.overrides import apply_overrides
from omnigent_tui.doctor.terminal_facts import TerminalFacts, gather_terminal_facts
from omnigent_tui.settings.agentsmesh import AgentsMeshAccount, find_agentsmesh
from omnigent_tui.settings.launch_options import gather_launch_options
from omnigent_tui.settings.local_health import answers_health
from omnigent_tui.settings.server_resolution import ResolvedServer
from omnigent_tui.settings.tokens import TokenLookup, find_token
from omnigent_tui.values import Value
from omnigent_tui.wire.errors import WireError
from omnigent_tui.wire.probe import ProbeOutcome, ServerProbe, probe_server

PROBE_DEADLINE_SECONDS = 2.0


class FileFact(Value):
    """A file or folder the program would use."""

    path: Path
    exists: bool


class AgentsMeshFact(Value):
    """The AgentsMesh account the program would use, without its key; `result` is what asking for runners gave."""

    url: str | None = None
    org: str | None = None
    result: str = "not set up"


class DoctorReport(Value):
    """One look at everything that decides whether the program works here; ``problems`` are sentences."""

    server: ResolvedServer
    probe: ServerProbe
    login: TokenLookup
    terminal: TerminalFacts
    files: Mapping[str, FileFact]
    versions: Mapping[str, str]
    problems: tuple[str, ...]
    agentsmesh: AgentsMeshFact

    @property
    def is_usable(self) -> bool:
        """Whether the server can be used with this login; the exit status."""
        return self.probe.is_ok


async def gather_report(server: str | None, environ: Mapping[str, str]) -> DoctorReport:
    """Resolve the server as a start would, ask it, and look at terminal, files and versions.

    Raises:
        ServerResolutionError: the address the user gave cannot be used.
    """
    options = gather_launch_options(
        server=server, session=None, demo=False, log_file=None, environ=environ, is_healthy=answers_health
    )
    resolved = options.server
    if resolved is None:
        raise AssertionError("only the demo has no server")
    login = find_token(resolved.url, environ)
    terminal = gather_terminal_facts(environ)
    keys = apply_overrides(options.settings.keys)
    settings_path = options.locations.settings_file
    problems = [*options.problems, *(f"{settings_path}: {text}" for text in keys.problems)]
    problems += [text for text in (login.problem, terminal.problem) if text]
    mesh = find_agentsmesh(options.settings.agentsmesh, environ)
    problems += mesh.problems
    return DoctorReport(
        server=resolved,
        probe=await _probe(resolved.url, login),
        login=login,
        terminal=terminal,
        files={
            "settings": _file(settings_path),
            "themes": _file(options.locations.themes_dir),
            "state": _file(options.locations.state_file),
            "log": _file(options.locations.default_log_file),
        },
        versions={
            "omnigent-tui": __version__,
            "python": platform.python_version(),
            "textual": version("textual"),
            "system": f"{platform.system()} {platform.release()}",
        },
        problems=tuple(problems),
        agentsmesh=await _ask_agentsmesh(mesh.account),
    )


async def _probe(url: str, login: TokenLookup) -> ServerProbe:
    try:
        return await probe_server(url, login.token, deadline=PROBE_DEADLINE_SECONDS)
    except ValueError as error:
        return ServerProbe(url, ProbeOutcome.DNS, f"{url} cannot be asked: {error}", "Check the address.")


async def _ask_agentsmesh(account: AgentsMeshAccount | None) -> AgentsMeshFact:
    if account is None:
        return AgentsMeshFact()
    try:
        async with asyncio.timeout(PROBE_DEADLINE_SECONDS):
            async with AgentsMeshClient(account.url, account.org, account.api_key) as client:
                page = await list_runners(client)
        online = sum(runner.is_online for runner in page.rows)
        result = f"ok: {online} of {len(page.rows)} runners online"
    except WireError as error:
        result = f"{error.message} {error.advice or ''}".strip()
    except TimeoutError:
        result = f"no answer within {PROBE_DEADLINE_SECONDS:.0f} s"
    return AgentsMeshFact(account.url, account.org, result)


def _file(path: Path) -> FileFact:
    return FileFact(path, path.exists())
