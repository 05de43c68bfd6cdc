"""The fleet: parts arrive or fail on their own, and an answer about what is no longer looked at changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.state.fleet import FleetDetail, FleetFailure, FleetPart, FleetState
from omnigent_tui.values import replace

if TYPE_CHECKING:
    from omnigent_tui.protocol.hosts import Host
    from omnigent_tui.state import client_events as client


def requested(fleet: FleetState, event: client.FleetRequested) -> FleetState:  # noqa: ARG001
    """Everything is on its way; what is shown stays."""
    return fleet if fleet.is_watched and fleet.is_loading else replace(fleet, is_watched=True, is_loading=True)


def health_arrived(fleet: FleetState, event: client.FleetHealthArrived) -> FleetState:
    """Take the server's word."""
    return replace(_arrived(fleet, FleetPart.HEALTH, event.at), health=event.health)


def hosts_arrived(fleet: FleetState, event: client.FleetHostsArrived) -> FleetState:
    """Take the hosts, those that are online first."""
    hosts = tuple(sorted(event.hosts, key=_rank))
    return replace(_arrived(fleet, FleetPart.HOSTS, event.at), hosts=fleet.hosts if hosts == fleet.hosts else hosts)


def runners_arrived(fleet: FleetState, event: client.FleetRunnersArrived) -> FleetState:
    """Take the runners, in the order of their ids: the server tells them in none."""
    runners = tuple(sorted(event.runners, key=lambda runner: runner.runner_id))
    return replace(
        _arrived(fleet, FleetPart.RUNNERS, event.at), runners=fleet.runners if runners == fleet.runners else runners
    )


def part_failed(fleet: FleetState, event: client.FleetPartFailed) -> FleetState:
    """Note it; the rows stay."""
    failure = FleetFailure(event.reason, event.advice, event.at)
    return replace(fleet, failures=MappingProxyType({**fleet.failures, event.part: failure}))


def round_ended(fleet: FleetState, event: client.FleetRoundEnded) -> FleetState:  # noqa: ARG001
    """Nothing is on its way."""
    return replace(fleet, is_loading=False) if fleet.is_loading else fleet


def released(fleet: FleetState, event: client.FleetReleased) -> FleetState:  # noqa: ARG001
    """Nobody looks: rows stay for the next time, details do not."""
    if not (fleet.is_watched or fleet.is_loading or fleet.detail):
        return fleet
    return replace(fleet, is_watched=False, is_loading=False, detail=None)


def detail_requested(fleet: FleetState, event: client.FleetDetailRequested) -> FleetState:
    """Another target is looked at, or the same one again."""
    known = fleet.detail
    if known is None or known.target != event.target:
        known = FleetDetail(event.target)
    return replace(fleet, detail=replace(known, is_loading=True))


def detail_arrived(fleet: FleetState, event: client.FleetDetailArrived) -> FleetState:
    """Take the answer, if it is about what is looked at; a host's row in the list is renewed with it."""
    if fleet.detail is None or fleet.detail.target != event.target:
        return fleet
    detail = FleetDetail(event.target, event.host, event.runner, refreshed_at=event.at)
    return replace(fleet, detail=detail, hosts=_with_host(fleet.hosts, event.host))


def detail_failed(fleet: FleetState, event: client.FleetDetailFailed) -> FleetState:
    """Note it, if it is about what is looked at."""
    if fleet.detail is None or fleet.detail.target != event.target:
        return fleet
    failure = FleetFailure(event.reason, event.advice, event.at)
    return replace(fleet, detail=replace(fleet.detail, is_loading=False, failure=failure))


def _arrived(fleet: FleetState, part: FleetPart, at: float) -> FleetState:
    failures: Mapping[FleetPart, FleetFailure] = fleet.failures
    if part in failures:
        failures = MappingProxyType({key: value for key, value in failures.items() if key is not part})
    return replace(fleet, failures=failures, refreshed_at=MappingProxyType({**fleet.refreshed_at, part: at}))


def _with_host(hosts: tuple[Host, ...], fresh: Host | None) -> tuple[Host, ...]:
    if fresh is None or fresh in hosts or all(host.host_id != fresh.host_id for host in hosts):
        return hosts
    return tuple(sorted((fresh if host.host_id == fresh.host_id else host for host in hosts), key=_rank))


def _rank(host: Host) -> tuple[bool, str, str]:
    return not host.is_online, host.name.casefold(), host.host_id
