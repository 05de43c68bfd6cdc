"""Events about writing a session to a file."""

from omnigent_tui.state.client_events.event import ClientEvent


class ExportStarted(ClientEvent):
    """A session is being written to a file that does not exist yet."""

    session_id: str
    path: str


class ExportProgressed(ClientEvent):
    """That many items are written."""

    path: str
    items: int


class ExportEnded(ClientEvent):
    """The file is complete and has its name, or there is none for a reason."""

    path: str
    failure: str = ""
