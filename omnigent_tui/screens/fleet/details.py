"""What is said below the fleet about the row under the cursor: more than the row has room for."""

from omnigent_tui.protocol.cleaning import clean, clean_line
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.screens.fleet.row import FleetRow
from omnigent_tui.state.badges import Badge, SidebarRow
from omnigent_tui.state.fleet import FleetState
from omnigent_tui.state.intents import FleetTarget
from omnigent_tui.state.sessions import SessionEntry
from omnigent_tui.widgets.times import clock_time

_LOG_LINES = 5
_HARNESS_WORDS = {"needs-auth": "needs sign-in", "version-too-low": "too old"}


def host_name(host: Host) -> str:
    """Return the name a host goes by."""
    return clean_line(host.name, 200) or host.host_id


def harness_words(host: Host) -> str:
    """Return the harnesses of the host by readiness, in words; empty when the host tells of none."""
    by_word: dict[str, list[str]] = {word: [] for word in ("ready", *_HARNESS_WORDS.values(), "not installed")}
    for name, said in sorted((host.configured_harnesses or {}).items()):
        word = "ready" if said is True else _HARNESS_WORDS.get(str(said), "not installed")
        by_word[word].append(clean_line(name, 60))
    return " · ".join(f"{word}: {', '.join(names)}" for word, names in by_word.items() if names)


def session_detail(shown: SidebarRow, entry: SessionEntry) -> str:
    """Return what is said of a session: both badges with the time they began, why, and where it works."""
    badges = [_since(badge) for badge in (shown.turn, shown.liveness)]
    version = f"host version {clean_line(entry.host_version, 60)}" if entry.host_version else ""
    place = clean_line(entry.row.workspace or "", 300)
    branch = f"on {clean_line(entry.row.git_branch, 200)}" if entry.row.git_branch else ""
    lines = [
        clean_line(shown.title, 300) or "Untitled",
        " · ".join(filter(None, (*badges, version))),
        " ".join(filter(None, (place, branch))),
        clean_line(shown.liveness.reason, 500),
    ]
    return "\n".join(filter(None, lines))


def _since(badge: Badge) -> str:
    return f"{badge.word.value} since {clock_time(badge.since)}" if badge.since else badge.word.value


def target_of(row: FleetRow | None) -> FleetTarget | None:
    """Return what the server can be asked about this row."""
    if row is None or not (row.host_id or row.runner_id):
        return None
    return FleetTarget(host_id=row.host_id, runner_id=row.runner_id)


def detail_text(fleet: FleetState, row: FleetRow | None, again: str) -> str:
    """Return the lines below the list; `again` is the key that asks again."""
    target = target_of(row)
    if row is None or target is None:
        return row.detail if row is not None else ""
    known = fleet.detail if fleet.detail is not None and fleet.detail.target == target else None
    lines = _host_lines(fleet, row.host_id) if row.host_id is not None else []
    if row.runner_id is not None:
        lines.append(f"runner {clean_line(row.runner_id, 100)}")
    if known is None:
        return "\n".join(lines)
    if known.failure is not None:
        reason = known.failure.reason.rstrip(".")
        lines.append(f"Could not be read: {reason}. {again} asks again. {known.failure.advice}".strip())
    elif known.runner is not None:
        lines[-1] += ": online" if known.runner.online else ": not connected"
        if known.runner.error:
            lines += ["It ended with:", *clean(known.runner.error).strip().splitlines()[-_LOG_LINES:]]
    elif known.is_loading:
        lines.append("asking…")
    return "\n".join(lines)


def _host_lines(fleet: FleetState, host_id: str) -> list[str]:
    host = next((one for one in fleet.hosts if one.host_id == host_id), None)
    if host is None:
        return []
    owner = f"of {clean_line(host.owner, 100)}" if host.owner else ""
    facts = (host_name(host), clean_line(host.host_id, 100), owner, clean_line(host.platform or "", 60))
    return [" · ".join(filter(None, facts)), harness_words(host) or "It does not tell which harnesses are ready."]
