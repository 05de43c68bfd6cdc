"""The course of starting a session: choices arrive, creation begins, is looked for, is done, or fails."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.state.new_session import CreationPhase, HarnessModels, NewSessionState
from omnigent_tui.values import replace

if TYPE_CHECKING:
    from omnigent_tui.state import client_events as client


def requested(new: NewSessionState, event: client.NewSessionChoicesRequested) -> NewSessionState:
    """The choices are on their way; those of last time stay on offer, and a creation under way goes on."""
    if new.is_under_way:
        return new
    fresh = replace(new, reason="", advice="", failed_field=None)
    return replace(fresh, phase=CreationPhase.LOADING, since=event.at, created_session_id=None)


def arrived(new: NewSessionState, event: client.NewSessionChoicesArrived) -> NewSessionState:
    """Take the choices, hosts that are online first."""
    hosts = tuple(sorted(event.hosts, key=lambda host: (not host.is_online, host.name.lower(), host.host_id)))
    agents = new.agents if event.agents == new.agents else event.agents
    projects = new.projects if event.projects == new.projects else event.projects
    phase = CreationPhase.READY if new.phase is CreationPhase.LOADING else new.phase
    hosts = new.hosts if hosts == new.hosts else hosts
    return replace(new, phase=phase, agents=agents, hosts=hosts, projects=projects)


def choices_failed(new: NewSessionState, event: client.NewSessionChoicesFailed) -> NewSessionState:
    """The choices could not be read; those of last time stay on offer."""
    if new.is_under_way:
        return new
    return replace(new, phase=CreationPhase.FAILED, reason=event.reason, since=event.at)


def watched(new: NewSessionState, event: client.NewSessionWatched) -> NewSessionState:
    """The person looks at the form, or does not."""
    return replace(new, is_watched=event.is_watched)


def creating(new: NewSessionState, event: client.SessionCreating) -> NewSessionState:
    """The creation is under way, in one of its phases; it counts from its first one on, giving it up from then on."""
    phase = event.phase
    goes_on = new.is_under_way and phase is not CreationPhase.CANCELLING
    since = new.since if goes_on else event.at
    fresh = replace(new, reason="", advice="", failed_field=None, created_session_id=None)
    return replace(fresh, phase=phase, since=since, request=event.request)


def created(new: NewSessionState, event: client.SessionCreated) -> NewSessionState:
    """The session is there."""
    fresh = replace(new, reason="", advice="", failed_field=None, unconfirmed=None)
    return replace(fresh, phase=CreationPhase.READY, created_session_id=event.session_id)


def failed(new: NewSessionState, event: client.NewSessionFailed) -> NewSessionState:
    """The session was not created; with a token nobody knows what became of it."""
    doubt = (new.request, event.token) if event.token is not None and new.request is not None else None
    return replace(
        new,
        unconfirmed=doubt,
        phase=CreationPhase.FAILED,
        reason=event.reason,
        advice=event.advice,
        failed_field=event.field,
        since=event.at,
    )


def cancelled(new: NewSessionState, event: client.CreationCancelled) -> NewSessionState:
    """Nothing is under way; what was filled in can be changed and asked for anew."""
    fresh = replace(new, reason="", advice="", failed_field=None, unconfirmed=None, since=event.at)
    return replace(fresh, phase=CreationPhase.READY)


def models_requested(new: NewSessionState, event: client.HarnessModelsRequested) -> NewSessionState:
    """Models are on their way; those of last time stay on offer."""
    known = new.models.get((event.host_id, event.harness), HarnessModels())
    return _with_models(new, event, replace(known, is_loading=True))


def models_arrived(new: NewSessionState, event: client.HarnessModelsArrived) -> NewSessionState:
    """Take the models, or why there are none."""
    return _with_models(new, event, HarnessModels(models=event.models, reason=event.reason))


def _with_models(
    new: NewSessionState, event: client.HarnessModelsRequested | client.HarnessModelsArrived, known: HarnessModels
) -> NewSessionState:
    models = {**new.models, (event.host_id, event.harness): known}
    return replace(new, models=MappingProxyType(models))
