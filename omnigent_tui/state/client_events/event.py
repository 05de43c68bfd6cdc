"""What all events of this client share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEvent:
    """What all events of this client share."""

    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEvent(ClientEvent):
    """What all events about one open session share."""

    session_id: str
