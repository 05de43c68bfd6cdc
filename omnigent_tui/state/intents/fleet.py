"""What a person wants of hosts and runners."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FleetTarget:
    """The host or the runner that is looked at; exactly one of the two is set."""

    host_id: str | None = None
    runner_id: str | None = None


@dataclass(frozen=True, slots=True)
class WatchFleet:
    """Show health, hosts and runners and keep them fresh until `LeaveFleet`; asked again, it refreshes at once."""


@dataclass(frozen=True, slots=True)
class LookAtFleet:
    """Read what the server says of this host or runner alone."""

    target: FleetTarget


@dataclass(frozen=True, slots=True)
class LeaveFleet:
    """Nobody looks at the fleet any more: ask for nothing by itself."""


FleetIntent = WatchFleet | LookAtFleet | LeaveFleet
