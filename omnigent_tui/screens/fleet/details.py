"""What is said below the fleet about the row under the cursor: more than the row has room for."""

from omnigent_tui.protocol.cleaning import clean, clean_line
from omnigent_tui.screens.fleet.row import FleetRow
from omnigent_tui.screens.fleet.server_rows import harness_words, host_name
from omnigent_tui.state.fleet import FleetState
from omnigent_tui.state.intents import FleetTarget

_LOG_LINES = 5


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
