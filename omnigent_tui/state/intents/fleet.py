"""What a person wants of hosts and runners."""

from omnigent_tui.state.parts import OrderedParts


class FleetTarget(OrderedParts):
    """The host or the runner that is looked at; exactly one of the two is set."""

    host_id: str | None = None
    runner_id: str | None = None


class WatchFleet(OrderedParts):
    """Show health, hosts and runners and keep them fresh until `LeaveFleet`; asked again, it refreshes at once."""


class LookAtFleet(OrderedParts):
    """Read what the server says of this host or runner alone."""

    target: FleetTarget


class LeaveFleet(OrderedParts):
    """Nobody looks at the fleet any more: ask for nothing by itself."""


FleetIntent = WatchFleet | LookAtFleet | LeaveFleet
