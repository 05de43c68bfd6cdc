"""Events about writing a session to a file."""

from dataclasses import dataclass

from omnigent_tui.state.client_events.event import ClientEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportStarted(ClientEvent):
    """A session is being written to a file that does not exist yet."""

    session_id: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportProgressed(ClientEvent):
    """That many items are written."""

    path: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportEnded(ClientEvent):
    """The file is complete and has its name, or there is none for a reason."""

    path: str
    failure: str = ""
