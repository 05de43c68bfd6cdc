"""Events about the server as a whole, and announcements."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from omnigent_tui.state.client_events.event import ClientEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerConnecting(ClientEvent):
    """A server is being tried; `source` says where its URL came from."""

    url: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProbed(ClientEvent):
    """A server answered, or did not: `outcome` is `ok` or the name of what went wrong."""

    url: str
    outcome: str
    version: str | None = None
    user_id: str | None = None
    auth_mode: str | None = None
    summary: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(ClientEvent):
    """Something a person should know that belongs to no session."""

    text: str
    severity: str = "information"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFailed(ClientEvent):
    """A task of this client's failed in a way nobody foresaw; `is_restarted` when the supervisor starts it again."""

    task: str
    reason: str
    is_restarted: bool = True
    details: Mapping[str, str] = field(default_factory=dict)
