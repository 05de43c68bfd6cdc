"""The fleet as this client knows it: health of the server, its hosts and connected runners, and the one looked at."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.values import Value, field

if TYPE_CHECKING:
    from omnigent_tui.protocol.hosts import Host
    from omnigent_tui.protocol.runners import Runner, RunnerStatus
    from omnigent_tui.state.intents import FleetTarget


class FleetPart(StrEnum):
    """What is asked for separately, and fails separately."""

    HEALTH = "health"
    HOSTS = "hosts"
    RUNNERS = "runners"


class FleetFailure(Value):
    """What went wrong with one part, and what a person can do; `at` is Unix seconds."""

    reason: str
    advice: str = ""
    at: float = 0.0


class FleetDetail(Value):
    """What was asked about the one host or runner that is looked at; an answer stays while it is asked for again."""

    target: FleetTarget
    host: Host | None = None
    runner: RunnerStatus | None = None
    is_loading: bool = False
    failure: FleetFailure | None = None
    refreshed_at: float | None = None


class FleetState(Value):
    """`hosts` are online first, then by name. `refreshed_at` (Unix seconds) tells when each part arrived last.

    A failure leaves the rows of its part; it goes when the part arrives.
    """

    is_watched: bool = False
    is_loading: bool = False
    health: str | None = None
    hosts: tuple[Host, ...] = ()
    runners: tuple[Runner, ...] = ()
    failures: Mapping[FleetPart, FleetFailure] = field(default_factory=lambda: MappingProxyType({}))
    refreshed_at: Mapping[FleetPart, float] = field(default_factory=lambda: MappingProxyType({}))
    detail: FleetDetail | None = None
