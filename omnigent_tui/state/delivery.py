"""How far a message of this client has come."""

from enum import StrEnum


class Delivery(StrEnum):
    """How far a user message has come."""

    QUEUED = "queued"
    SENDING = "sending"
    CHECKING = "checking"
    STORED = "stored"
