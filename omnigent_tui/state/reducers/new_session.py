"""The course of starting a session: choices arrive, creation begins, is looked for, is done, or fails."""

from dataclasses import replace

from omnigent_tui.state import client_events as client
from omnigent_tui.state.new_session import CreationPhase, NewSessionState


def requested(new: NewSessionState, event: client.NewSessionChoicesRequested) -> NewSessionState:
    """The choices are on their way; those of last time stay on offer."""
    return replace(new, phase=CreationPhase.LOADING, reason="", since=event.at, created_session_id=None)


def arrived(new: NewSessionState, event: client.NewSessionChoicesArrived) -> NewSessionState:
    """Take the choices, hosts that are online first."""
    hosts = tuple(sorted(event.hosts, key=lambda host: (not host.is_online, host.name.lower(), host.host_id)))
    return replace(new, phase=CreationPhase.READY, agents=event.agents, hosts=hosts, reason="")


def creating(new: NewSessionState, event: client.SessionCreating) -> NewSessionState:
    """The request is out; `checking` once its answer was lost and the session is being looked for."""
    phase = CreationPhase.CHECKING if event.outcome_unknown else CreationPhase.CREATING
    since = new.since if new.phase is CreationPhase.CREATING else event.at
    return replace(new, phase=phase, reason="", since=since, created_session_id=None)


def created(new: NewSessionState, event: client.SessionCreated) -> NewSessionState:
    """The session is there."""
    return replace(new, phase=CreationPhase.READY, reason="", created_session_id=event.session_id)


def failed(new: NewSessionState, event: client.NewSessionFailed) -> NewSessionState:
    """The choices could not be read, or the session not be created; nothing was made."""
    return replace(new, phase=CreationPhase.FAILED, reason=event.reason, since=event.at)
