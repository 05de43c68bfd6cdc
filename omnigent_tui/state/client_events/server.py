"""Events about the server as a whole, and announcements."""

from collections.abc import Mapping
from types import MappingProxyType

from omnigent_tui.state.client_events.event import ClientEvent


class ServerConnecting(ClientEvent):
    """A server is being tried; `source` says where its URL came from."""

    url: str
    source: str = ""


class ServerProbed(ClientEvent):
    """A server answered, or did not: `outcome` is `ok` or the name of what went wrong."""

    url: str
    outcome: str
    version: str | None = None
    user_id: str | None = None
    auth_mode: str | None = None
    summary: str = ""
    advice: str = ""


class Announced(ClientEvent):
    """Something a person should know that belongs to no session."""

    text: str
    severity: str = "information"


class TaskFailed(ClientEvent):
    """A task of this client's failed in a way nobody foresaw; `is_restarted` when the supervisor starts it again."""

    task: str
    reason: str
    is_restarted: bool = True
    details: Mapping[str, str] = MappingProxyType({})
