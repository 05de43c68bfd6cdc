"""Everything the doctor found, gathered in one object; the token itself is never in it."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from omnigent_tui import __version__
from omnigent_tui.commands.overrides import apply_overrides
from omnigent_tui.doctor.terminal_facts import TerminalFacts, gather_terminal_facts
from omnigent_tui.settings.launch_options import gather_launch_options
from omnigent_tui.settings.local_health import answers_health
from omnigent_tui.settings.server_resolution import ResolvedServer
from omnigent_tui.settings.tokens import TokenLookup, find_token
from omnigent_tui.wire.probe import ProbeOutcome, ServerProbe, probe_server

PROBE_DEADLINE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file or folder the program would use."""

    path: Path
    exists: bool


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """One look at everything that decides whether the program works here; ``problems`` are sentences."""

    server: ResolvedServer
    probe: ServerProbe
    login: TokenLookup
    terminal: TerminalFacts
    files: Mapping[str, FileFact]
    versions: Mapping[str, str]
    problems: tuple[str, ...]

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
    )


async def _probe(url: str, login: TokenLookup) -> ServerProbe:
    try:
        return await probe_server(url, login.token, deadline=PROBE_DEADLINE_SECONDS)
    except ValueError as error:
        return ServerProbe(url, ProbeOutcome.DNS, f"{url} cannot be asked: {error}", "Check the address.")


def _file(path: Path) -> FileFact:
    return FileFact(path, path.exists())
