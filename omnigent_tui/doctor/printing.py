"""The doctor's report for people and, as JSON, for programs."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec.structs import asdict

from omnigent_tui.doctor.report import AgentsMeshFact, DoctorReport
from omnigent_tui.doctor.terminal_facts import TerminalFacts
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.settings.tokens import TokenLookup

_LABEL_WIDTH = 12


def report_as_json(report: DoctorReport) -> str:
    """Return one JSON object: usable, server, login, agentsmesh, terminal, files, versions, problems."""
    server, probe, login = report.server, report.probe, report.login
    document = {
        "usable": report.is_usable,
        "server": {
            "url": server.url,
            "source": server.source.value,
            "outcome": probe.outcome.value,
            "summary": probe.summary,
            "advice": probe.advice,
            "version": probe.version,
            "auth_mode": probe.auth_mode,
            "user_id": probe.user_id,
        },
        "login": {
            "has_token": login.token is not None,
            "source": login.source,
            "user_id": login.user_id,
            "expires_at": login.expires_at,
            "problem": login.problem,
        },
        "terminal": asdict(report.terminal),
        "files": {name: {"path": str(fact.path), "exists": fact.exists} for name, fact in report.files.items()},
        "versions": dict(report.versions),
        "agentsmesh": asdict(report.agentsmesh),
        "problems": list(report.problems),
    }
    return json.dumps(document, indent=2)


def report_as_text(report: DoctorReport) -> str:
    """Return the report as labelled lines, the verdict first and what to do about it last."""
    server, probe = report.server, report.probe
    blocks = [
        _block(
            "Server",
            ("address", f"{server.url}  (from: {server.source.value})"),
            ("result", f"{probe.outcome.value}: {probe.summary}"),
            ("version", probe.version or "unknown"),
            ("sign-in", probe.auth_mode or "unknown"),
            ("user", probe.user_id or "unknown"),
        ),
        _block("Login", ("token", _login(report.login))),
        _block("AgentsMesh", *_agentsmesh(report.agentsmesh)),
        _block("Terminal", *_terminal(report.terminal)),
        _block(
            "Files", *((name, f"{fact.path}{'' if fact.exists else '  (none)'}") for name, fact in report.files.items())
        ),
        _block("Versions", *report.versions.items()),
    ]
    to_do = [*report.problems, *([probe.advice] if probe.advice else [])]
    if to_do:
        blocks.append("\n".join(["To do", *(f"  - {clean_line(text)}" for text in to_do)]))
    return "\n\n".join(blocks)


def _block(title: str, *rows: tuple[str, str]) -> str:
    return "\n".join([title, *(f"  {label:<{_LABEL_WIDTH}}  {clean_line(text)}" for label, text in rows)])


def _login(login: TokenLookup) -> str:
    if login.token is None:
        return f"none usable in {login.source}" if login.source else "none stored for this server"
    if login.expires_at is None:
        return f"from {login.source}"
    until = datetime.fromtimestamp(login.expires_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"from {login.source}, valid until {until}"


def _agentsmesh(fact: AgentsMeshFact) -> Iterable[tuple[str, str]]:
    if fact.url is not None:
        yield "account", f"{fact.org} at {fact.url}"
    yield "result", fact.result


def _terminal(facts: TerminalFacts) -> Iterable[tuple[str, str]]:
    yield "type", f"TERM={facts.term or ''} COLORTERM={facts.colorterm or ''}"
    yield "colours", (facts.colors or "none") + (", turned off by NO_COLOR" if facts.no_color else "")
    size = f"{facts.columns} x {facts.lines}" if facts.columns else "not a terminal"
    yield "size", size if facts.is_terminal or not facts.columns else f"{size}, but input is not a terminal"
    yield "through", " and ".join(filter(None, ["ssh" if facts.ssh else "", facts.multiplexer or ""])) or "nothing else"
    yield "encoding", facts.encoding
