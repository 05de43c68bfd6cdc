"""The server's part of the fleet as rows: health, hosts online first, the sessions on each, and their runners."""

from collections.abc import Iterable, Iterator

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.rendering.badge_text import badge_text, row_badge
from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.looks import BAD, BOLD, GOOD, MUTED
from omnigent_tui.screens.fleet.details import host_name, session_detail
from omnigent_tui.screens.fleet.row import FleetRow, failure_row, heading, note
from omnigent_tui.state.app_state import State
from omnigent_tui.state.fleet import FleetPart, FleetState
from omnigent_tui.state.selectors import sidebar_row
from omnigent_tui.state.sessions import SessionEntry


def server_rows(state: State, glyphs: Glyphs, again: str) -> Iterator[FleetRow]:
    """Yield the rows from the health of the server to runners without a session; `again` is the key that refreshes."""
    fleet = state.fleet
    yield _health_row(state, glyphs, again)
    yield from _hosts(state, glyphs, again)
    yield from _rest(state, glyphs)
    yield from _other_runners(state, glyphs, again)
    if state.sessions.has_more and fleet.refreshed_at:
        yield note("more sessions", "Only the sessions that the list has loaded are counted.", indent=0)


def _health_row(state: State, glyphs: Glyphs, again: str) -> FleetRow:
    fleet, server = state.fleet, state.server
    failure = fleet.failures.get(FleetPart.HEALTH)
    if failure is not None:
        return failure_row("server", glyphs.failed, "Health", failure.reason, failure.advice, again, indent=0)
    version = f"Omnigent {server.version}" if server.version else ""
    facts = "  ".join(filter(None, (clean_line(server.url, 200), clean_line(version, 100))))
    if fleet.health is None:
        sign, word, look = glyphs.waiting, "asking", MUTED
    elif fleet.health == "ok":
        sign, word, look = glyphs.running, "well", GOOD
    else:
        sign, word, look = glyphs.failed, clean_line(fleet.health, 60) or "says nothing", BAD
    return FleetRow("server", (("Server  ", BOLD), (f"{sign} {word}  ", look), (facts, MUTED)))


def _hosts(state: State, glyphs: Glyphs, again: str) -> Iterator[FleetRow]:
    fleet = state.fleet
    online = sum(host.is_online for host in fleet.hosts)
    known = FleetPart.HOSTS in fleet.refreshed_at
    yield heading("hosts", "Hosts", f"{online} of {len(fleet.hosts)} online" if known else "asking")
    failure = fleet.failures.get(FleetPart.HOSTS)
    if failure is not None:
        yield failure_row("hosts failed", glyphs.failed, "Hosts", failure.reason, failure.advice, again)
    elif known and not fleet.hosts:
        yield note("no hosts", "No host is registered: omnigent host connects this machine.")
    for host in fleet.hosts:
        entries = tuple(entry for entry in _entries(state) if entry.row.host_id == host.host_id)
        yield _host_row(host, len(entries), glyphs)
        yield from _sessions(state, entries, glyphs)


def _entries(state: State) -> Iterator[SessionEntry]:
    return (state.sessions.by_id[session_id] for session_id in state.sessions.order)


def _host_row(host: Host, sessions: int, glyphs: Glyphs) -> FleetRow:
    harnesses = host.configured_harnesses or {}
    ready = sum(said is True for said in harnesses.values())
    facts = (
        clean_line(host.platform or "", 60),
        f"{ready} of {len(harnesses)} harnesses ready" if harnesses else "",
        f"{sessions} session{'' if sessions == 1 else 's'}",
        clean_line(host.sandbox_provider or "", 60),
    )
    sign, look = (glyphs.running, GOOD) if host.is_online else (glyphs.offline, MUTED)
    word = clean_line(host.status, 40) or "unknown"
    return FleetRow(
        f"host {host.host_id}",
        ((f"  {sign} {word:<8} ", look), (host_name(host), BOLD), ("  " + " · ".join(filter(None, facts)), MUTED)),
        host_id=host.host_id,
        place_id=host.host_id,
    )


def _sessions(state: State, entries: Iterable[SessionEntry], glyphs: Glyphs) -> Iterator[FleetRow]:
    for entry in entries:
        shown = sidebar_row(state, entry)
        badge = badge_text(row_badge(shown), glyphs)
        title = clean_line(shown.title, 300) or "Untitled"
        agent = clean_line(shown.agent, 100)
        runs = ((f"      {badge.glyph} {badge.word:<12} ", badge.look), (title, 0), (f"  {agent}", MUTED))
        yield FleetRow(
            f"session {entry.row.id}",
            runs,
            session_detail(shown, entry),
            session_id=entry.row.id,
            place_id=entry.row.host_id,
        )
        if entry.row.runner_id:
            yield _runner_row(state.fleet, entry.row.runner_id, f"of {entry.row.id}", 8, glyphs)


def _runner_row(fleet: FleetState, runner_id: str, place: str, indent: int, glyphs: Glyphs) -> FleetRow:
    runner = next((one for one in fleet.runners if one.runner_id == runner_id), None)
    facts = ""
    if FleetPart.RUNNERS not in fleet.refreshed_at:
        sign, word, look = glyphs.unknown, "unknown", MUTED
    elif runner is not None and runner.online:
        sign, word, look = glyphs.running, "online", GOOD
        facts = clean_line(", ".join(runner.harnesses), 200)
    else:
        sign, word, look = glyphs.offline, "not connected", MUTED
    runs = (
        (f"{' ' * indent}{sign} {word:<12} ", look),
        (f"runner {clean_line(runner_id, 100)}", 0),
        (f"  {facts}" if facts else "", MUTED),
    )
    return FleetRow(f"runner {runner_id} {place}", runs, runner_id=runner_id)


def _rest(state: State, glyphs: Glyphs) -> Iterator[FleetRow]:
    known = {host.host_id for host in state.fleet.hosts}
    entries = tuple(entry for entry in _entries(state) if entry.row.host_id not in known)
    if entries and FleetPart.HOSTS in state.fleet.refreshed_at:
        yield heading("no host", "Sessions on none of these hosts", str(len(entries)))
        yield from _sessions(state, entries, glyphs)


def _other_runners(state: State, glyphs: Glyphs, again: str) -> Iterator[FleetRow]:
    fleet = state.fleet
    failure = fleet.failures.get(FleetPart.RUNNERS)
    used = {entry.row.runner_id for entry in _entries(state)}
    others = tuple(runner for runner in fleet.runners if runner.runner_id not in used)
    if failure is None and not others:
        return
    yield heading("other runners", "Runners of no loaded session", str(len(others)) if others else "")
    if failure is not None:
        yield failure_row("runners failed", glyphs.failed, "Runners", failure.reason, failure.advice, again)
    for runner in others:
        yield _runner_row(fleet, runner.runner_id, "alone", 2, glyphs)
