"""Events about the fleet: health of the server, its hosts and runners, and the one that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.state.client_events.event import ClientEvent

if TYPE_CHECKING:
    from omnigent_tui.protocol.hosts import Host
    from omnigent_tui.protocol.runners import Runner, RunnerStatus
    from omnigent_tui.state.fleet import FleetPart
    from omnigent_tui.state.intents import FleetTarget


class FleetRequested(ClientEvent):
    """Health, hosts and runners were asked for."""


class FleetHealthArrived(ClientEvent):
    """`GET /health`: the server's own word, `ok` when it is well."""

    health: str


class FleetHostsArrived(ClientEvent):
    """`GET /v1/hosts`."""

    hosts: tuple[Host, ...]


class FleetRunnersArrived(ClientEvent):
    """`GET /v1/runners`."""

    runners: tuple[Runner, ...]


class FleetPartFailed(ClientEvent):
    """One part could not be fetched; what is shown of it stays."""

    part: FleetPart
    reason: str
    advice: str = ""


class FleetRoundEnded(ClientEvent):
    """Every part has arrived or failed."""


class FleetReleased(ClientEvent):
    """Nobody looks any more: nothing is on its way, and nothing will be asked for by itself."""


class FleetDetailRequested(ClientEvent):
    """One host or runner is looked at, and asked for alone."""

    target: FleetTarget


class FleetDetailArrived(ClientEvent):
    """What the server says of the target: `host` or `runner`, as the target is one or the other."""

    target: FleetTarget
    host: Host | None = None
    runner: RunnerStatus | None = None


class FleetDetailFailed(ClientEvent):
    """The target could not be fetched; what was known of it stays."""

    target: FleetTarget
    reason: str
    advice: str = ""
