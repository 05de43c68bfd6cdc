"""What all events of this client share."""

from omnigent_tui.values import NamedValue


class ClientEvent(NamedValue):
    """What all events of this client share."""

    at: float


class ConversationEvent(ClientEvent):
    """What all events about one open session share."""

    session_id: str
