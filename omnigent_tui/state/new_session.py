"""What a person can choose from when starting a session, and how far the creation has come."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.values import Value, field

if TYPE_CHECKING:
    from omnigent_tui.protocol.agents import Agent
    from omnigent_tui.protocol.hosts import Host
    from omnigent_tui.protocol.model_options import ModelOption
    from omnigent_tui.protocol.projects import Project
    from omnigent_tui.state.intents import CreateSession


class CreationPhase(StrEnum):
    """Where the creation stands."""

    UNKNOWN = "unknown"
    LOADING = "loading"
    READY = "ready"
    CREATING = "creating"
    PACKING = "packing"
    CHECKING = "checking"
    CANCELLING = "cancelling"
    FAILED = "failed"


UNDER_WAY = (CreationPhase.PACKING, CreationPhase.CREATING, CreationPhase.CHECKING, CreationPhase.CANCELLING)


class FormField(StrEnum):
    """What can be filled in for a new session, in the order of the form."""

    AGENT = "agent"
    HOST = "host"
    WORKSPACE = "workspace"
    WORKTREE = "worktree"
    BASE_BRANCH = "base branch"
    TITLE = "title"
    MESSAGE = "message"
    MODEL = "model"
    EFFORT = "effort"
    PERMISSIONS = "permissions"
    ARGUMENTS = "arguments"
    PROJECT = "project"
    LABELS = "labels"


class Readiness(StrEnum):
    """Whether an agent's harness can run on a host, as far as the host has told."""

    READY = "ready"
    NOT_INSTALLED = "not installed"
    SIGN_IN = "needs sign-in"
    OUTDATED = "too old"
    UNKNOWN = "unknown"


REASONING_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra")


class HarnessModels(Value):
    """The models a host offers for a harness; `reason` says why it names none."""

    is_loading: bool = False
    models: tuple[ModelOption, ...] = ()
    reason: str = ""


class NewSessionState(Value):
    """Agents, projects and hosts on offer (hosts online first), and models by (host id, harness).

    `reason` says what failed; `since` is Unix seconds.

    `created_session_id` is the session made last, `request` what was asked for: a screen that waits for it closes.
    `failed_field` is what the reason is about. `unconfirmed` is a request of which nobody knows whether it was carried
    out, with the token its session would have. `is_watched` is False once the person has left the form.
    """

    phase: CreationPhase = CreationPhase.UNKNOWN
    agents: tuple[Agent, ...] = ()
    hosts: tuple[Host, ...] = ()
    projects: tuple[Project, ...] = ()
    models: Mapping[tuple[str, str], HarnessModels] = field(default_factory=lambda: MappingProxyType({}))
    reason: str = ""
    since: float = 0.0
    created_session_id: str | None = None
    request: CreateSession | None = None
    advice: str = ""
    failed_field: FormField | None = None
    unconfirmed: tuple[CreateSession, str] | None = None
    is_watched: bool = True

    @property
    def is_under_way(self) -> bool:
        """Whether a session is being created."""
        return self.phase in UNDER_WAY


def readiness(agent: Agent, host: Host | None) -> Readiness:
    """Return whether `host` can run the agent; a host that says nothing about the harness does not stop anybody."""
    said = (host.configured_harnesses or {}).get(agent.harness or "") if host is not None else None
    if said is True:
        return Readiness.READY
    if said is None:
        return Readiness.UNKNOWN
    return {"needs-auth": Readiness.SIGN_IN, "version-too-low": Readiness.OUTDATED}.get(
        str(said), Readiness.NOT_INSTALLED
    )
