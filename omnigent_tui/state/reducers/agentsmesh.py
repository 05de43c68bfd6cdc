"""AgentsMesh: runners as the server lists them, pages of pods joined by key, details, failures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from omnigent_tui.state import client_events as client
from omnigent_tui.state.agentsmesh import AgentsMeshState, MeshDetailState, MeshFailure, MeshPhase, PodListState
from omnigent_tui.values import replace

if TYPE_CHECKING:
    from omnigent_tui.protocol.agentsmesh.pods import Pod
    from omnigent_tui.protocol.agentsmesh.runners import MeshRunner

_STATUS_ORDER = {"online": 0, "busy": 1, "offline": 3}
_OTHER = 2

Value = TypeVar("Value")


def not_set_up(_mesh: AgentsMeshState, event: client.MeshNotSetUp) -> AgentsMeshState:
    """There is nothing to ask; what another account showed is of no use."""
    return AgentsMeshState(phase=MeshPhase.NOT_SET_UP, failure=MeshFailure(event.message, event.advice, event.at))


def runners_requested(mesh: AgentsMeshState, event: client.MeshRunnersRequested) -> AgentsMeshState:
    """The list is on its way; what is shown stays, unless it is of another organisation."""
    if mesh.url and (mesh.url, mesh.org) != (event.url, event.org):
        mesh = AgentsMeshState()
    return replace(
        mesh,
        url=event.url,
        org=event.org,
        phase=mesh.phase if mesh.phase is MeshPhase.READY else MeshPhase.LOADING,
        failure=None if mesh.phase is MeshPhase.NOT_SET_UP else mesh.failure,
        is_watched=True,
        is_loading=True,
    )


def runners_arrived(mesh: AgentsMeshState, event: client.MeshRunnersArrived) -> AgentsMeshState:
    """Take the list; what is known of runners that are not in it any more goes."""
    runners = _kept(mesh.runners, {runner.runner_id: runner for runner in event.runners})
    order = tuple(runner.runner_id for runner in sorted(runners.values(), key=_rank))
    return replace(
        mesh,
        phase=MeshPhase.READY,
        runners=runners,
        order=mesh.order if order == mesh.order else order,
        available=mesh.available if event.available == mesh.available else event.available,
        skipped=event.skipped,
        pods=_kept(mesh.pods, {key: pods for key, pods in mesh.pods.items() if key in runners}),
        details=_kept(mesh.details, {key: one for key, one in mesh.details.items() if key in runners}),
        is_loading=False,
        failure=None,
        refreshed_at=event.at,
    )


def runners_failed(mesh: AgentsMeshState, event: client.MeshRunnersFailed) -> AgentsMeshState:
    """The list could not be fetched; rows stay, with their age."""
    phase = MeshPhase.FAILED if mesh.refreshed_at is None else mesh.phase
    return replace(mesh, phase=phase, is_loading=False, failure=MeshFailure(event.message, event.advice, event.at))


def released(mesh: AgentsMeshState, _event: client.MeshReleased) -> AgentsMeshState:
    """Nothing is on its way any more; what is shown stays, with its age."""
    changed = replace(
        mesh,
        phase=MeshPhase.UNKNOWN if mesh.phase is MeshPhase.LOADING else mesh.phase,
        pods=_kept(mesh.pods, {key: replace(pods, loading_offset=None) for key, pods in mesh.pods.items()}),
        details=_kept(mesh.details, {key: replace(one, is_loading=False) for key, one in mesh.details.items()}),
        is_watched=False,
        is_loading=False,
    )
    return mesh if changed == mesh else changed


def runner_requested(mesh: AgentsMeshState, event: client.MeshRunnerRequested) -> AgentsMeshState:
    """Details are on their way; what is known stays."""
    return _with_detail(mesh, event.runner_id, lambda known: replace(known, is_loading=True))


def runner_arrived(mesh: AgentsMeshState, event: client.MeshRunnerArrived) -> AgentsMeshState:
    """Take the details of one runner."""
    arrived = MeshDetailState(detail=event.detail, refreshed_at=event.at)
    return _with_detail(mesh, event.runner_id, lambda _known: arrived)


def runner_failed(mesh: AgentsMeshState, event: client.MeshRunnerFailed) -> AgentsMeshState:
    """The details could not be fetched; what is known stays."""
    failure = MeshFailure(event.message, event.advice, event.at)
    return _with_detail(mesh, event.runner_id, lambda known: replace(known, is_loading=False, failure=failure))


def pods_requested(mesh: AgentsMeshState, event: client.PodsRequested) -> AgentsMeshState:
    """A page is on its way; what is shown stays, unless the filter is another one."""
    known = mesh.pods.get(event.runner_id)
    if known is None or known.status != event.status:
        known = PodListState(status=event.status)
    return _with_pods(mesh, event.runner_id, replace(known, loading_offset=event.offset))


def pods_arrived(mesh: AgentsMeshState, event: client.PodsArrived) -> AgentsMeshState:
    """Begin the list or continue it where it ends; any other page is late and changes nothing."""
    known, page = mesh.pods.get(event.runner_id), event.page
    if known is None or known.status != event.status:
        return mesh
    if page.offset not in (0, known.next_offset):
        is_awaited = known.loading_offset == page.offset
        return _with_pods(mesh, event.runner_id, replace(known, loading_offset=None)) if is_awaited else mesh
    arrived = PodListState(
        status=event.status,
        pods=_joined(known.pods, page.pods, anew=page.offset == 0),
        total=page.total,
        limit=page.limit,
        next_offset=page.next_offset,
        has_more=page.has_more,
        skipped=page.skipped + (known.skipped if page.offset else 0),
        refreshed_at=event.at,
    )
    return _with_pods(mesh, event.runner_id, arrived)


def pods_failed(mesh: AgentsMeshState, event: client.PodsFailed) -> AgentsMeshState:
    """The page could not be fetched; what is shown stays."""
    known = mesh.pods.get(event.runner_id)
    if known is None or known.status != event.status:
        return mesh
    failure = MeshFailure(event.message, event.advice, event.at)
    return _with_pods(mesh, event.runner_id, replace(known, loading_offset=None, failure=failure))


def _joined(known: tuple[Pod, ...], more: tuple[Pod, ...], *, anew: bool) -> tuple[Pod, ...]:
    """Return the pods, each key once with what was heard of it last; equal ones stay the same object."""
    same = {pod.key: pod for pod in known}
    by_key = {} if anew else dict(same)
    for pod in more:
        by_key[pod.key] = same[pod.key] if same.get(pod.key) == pod else pod
    joined = tuple(by_key.values())
    return known if joined == known else joined


def _kept(old: Mapping[int, Value], new: Mapping[int, Value]) -> Mapping[int, Value]:
    """Return `new` with every value that equals the old one being the old one; all of `old` if nothing is another."""
    merged = {key: old[key] if key in old and old[key] == value else value for key, value in new.items()}
    return old if merged == old else MappingProxyType(merged)


def _with_pods(mesh: AgentsMeshState, runner_id: int, pods: PodListState) -> AgentsMeshState:
    return replace(mesh, pods=MappingProxyType({**mesh.pods, runner_id: pods}))


def _with_detail(
    mesh: AgentsMeshState, runner_id: int, change: Callable[[MeshDetailState], MeshDetailState]
) -> AgentsMeshState:
    changed = change(mesh.details.get(runner_id, MeshDetailState()))
    return replace(mesh, details=MappingProxyType({**mesh.details, runner_id: changed}))


def _rank(runner: MeshRunner) -> tuple[int, str, int]:
    return _STATUS_ORDER.get(runner.status, _OTHER), runner.name.casefold(), runner.runner_id
