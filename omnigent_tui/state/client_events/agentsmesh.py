"""Events about AgentsMesh: its runners, one runner's details, and pages of pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.state.client_events.event import ClientEvent

if TYPE_CHECKING:
    from omnigent_tui.protocol.agentsmesh.pods import PodPage
    from omnigent_tui.protocol.agentsmesh.runners import MeshRunner, MeshRunnerDetail


class MeshNotSetUp(ClientEvent):
    """There is no usable account; `message` says what is missing."""

    message: str
    advice: str = ""


class MeshRunnersRequested(ClientEvent):
    """The runners of `org` at `url` were asked for."""

    url: str
    org: str


class MeshRunnersArrived(ClientEvent):
    """The whole list; `available` are the ids of runners that would take a pod, None when that was not asked."""

    runners: tuple[MeshRunner, ...]
    available: frozenset[int] | None = None
    skipped: int = 0


class MeshRunnersFailed(ClientEvent):
    """The list could not be fetched; what is shown stays."""

    message: str
    advice: str = ""


class MeshReleased(ClientEvent):
    """Nobody looks any more: nothing is on its way, and nothing will be asked for by itself."""


class MeshRunnerRequested(ClientEvent):
    """One runner's details were asked for."""

    runner_id: int


class MeshRunnerArrived(ClientEvent):
    """One runner's details."""

    runner_id: int
    detail: MeshRunnerDetail


class MeshRunnerFailed(ClientEvent):
    """One runner's details could not be fetched; what is known of it stays."""

    runner_id: int
    message: str
    advice: str = ""


class PodsRequested(ClientEvent):
    """A page of a runner's pods was asked for; another `status` than before begins a new list."""

    runner_id: int
    status: str | None
    offset: int


class PodsArrived(ClientEvent):
    """A page of a runner's pods. The page at offset 0 begins the list anew, others continue it."""

    runner_id: int
    status: str | None
    page: PodPage


class PodsFailed(ClientEvent):
    """A page of a runner's pods could not be fetched; those that are shown stay."""

    runner_id: int
    status: str | None
    message: str
    advice: str = ""
