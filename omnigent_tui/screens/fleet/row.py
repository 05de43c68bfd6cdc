"""One row of the fleet: what it shows, what it stands for, and what is said below the list while it is chosen."""

from omnigent_tui.rendering.lines import Run
from omnigent_tui.rendering.looks import BAD, BOLD, MUTED
from omnigent_tui.values import Value


class FleetRow(Value):
    """`key` is unique and stays with the thing; at most one of the ids is set. `detail` may have several lines.

    `place_id` is the host that a new session would be started on from here.
    """

    key: str
    runs: tuple[Run, ...]
    detail: str = ""
    session_id: str | None = None
    host_id: str | None = None
    runner_id: str | None = None
    mesh_runner_id: int | None = None
    place_id: str | None = None


def heading(key: str, title: str, facts: str = "") -> FleetRow:
    """Return the row above a group."""
    runs: tuple[Run, ...] = ((title, BOLD), (f"  {facts}" if facts else "", MUTED))
    return FleetRow(key, runs)


def note(key: str, text: str, indent: int = 2) -> FleetRow:
    """Return a row that says why there is nothing, or not all."""
    return FleetRow(key, ((" " * indent, 0), (text, MUTED)), text)


def failure_row(key: str, sign: str, what: str, reason: str, advice: str, again: str, indent: int = 2) -> FleetRow:
    """Return a row for what could not be read; `again` is the key that asks again. All of it stands in the detail."""
    text = f"{what} did not load: {reason.rstrip('.')}. {again} asks again."
    detail = f"{text} {advice}".strip()
    return FleetRow(key, ((" " * indent, 0), (f"{sign} {text}", BAD)), detail)
