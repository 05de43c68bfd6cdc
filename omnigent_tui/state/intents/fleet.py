"""What a person wants of hosts and runners."""

from omnigent_tui.values import Value


class FleetTarget(Value):
    """The host or the runner that is looked at; exactly one of the two is set."""

    host_id: str | None = None
    runner_id: str | None = None


class WatchFleet(Value):
    """Show health, hosts and runners and keep them fresh until `LeaveFleet`; asked again, it refreshes at once."""


class LookAtFleet(Value):
    """Read what the server says of this host or runner alone."""

    target: FleetTarget


class LeaveFleet(Value):
    """Nobody looks at the fleet any more: ask for nothing by itself."""


FleetIntent = WatchFleet | LookAtFleet | LeaveFleet
