"""Events about starting a session: what there is to choose from, and how far the creation has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnigent_tui.state.client_events.event import ClientEvent
from omnigent_tui.state.new_session import CreationPhase, FormField

if TYPE_CHECKING:
    from omnigent_tui.protocol.agents import Agent
    from omnigent_tui.protocol.hosts import Host
    from omnigent_tui.protocol.model_options import ModelOption
    from omnigent_tui.protocol.projects import Project
    from omnigent_tui.state.intents import CreateSession


class NewSessionChoicesRequested(ClientEvent):
    """Agents and hosts were asked for."""


class NewSessionChoicesArrived(ClientEvent):
    """`GET /v1/agents`, `GET /v1/hosts` and `GET /v1/sessions/projects`."""

    agents: tuple[Agent, ...]
    hosts: tuple[Host, ...]
    projects: tuple[Project, ...] = ()


class NewSessionWatched(ClientEvent):
    """A person looks at the screen that starts sessions, or has left it."""

    is_watched: bool


class SessionCreating(ClientEvent):
    """A session is being created; `phase` is one of those that are under way."""

    request: CreateSession
    phase: CreationPhase = CreationPhase.CREATING


class SessionCreated(ClientEvent):
    """A session was created."""

    session_id: str


class NewSessionChoicesFailed(ClientEvent):
    """Agents and hosts could not be read."""

    reason: str


class NewSessionFailed(ClientEvent):
    """No session was created; `field` is what the reason is about.

    `token`: nobody knows whether the session was created; if it was, it carries this label.
    """

    reason: str
    advice: str = ""
    field: FormField | None = None
    token: str | None = None


class CreationCancelled(ClientEvent):
    """The creation was given up: no session is left of it, as far as this client can tell."""


class HarnessModelsRequested(ClientEvent):
    """A host was asked for the models it offers for a harness."""

    host_id: str
    harness: str


class HarnessModelsArrived(ClientEvent):
    """The models, or the reason why the host names none."""

    host_id: str
    harness: str
    models: tuple[ModelOption, ...] = ()
    reason: str = ""
