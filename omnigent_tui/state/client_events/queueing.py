"""Events about messages that are held back until the turn is over: what a person did with them, and a restart."""

from omnigent_tui.state.client_events.event import ClientEvent, ConversationEvent
from omnigent_tui.state.outbox import OutgoingMessage


class HeldMessageReleased(ClientEvent):
    """A person wants this message sent now, whatever the turn does."""

    stable_id: str


class HeldMessageMoved(ClientEvent):
    """The message goes up (`step` -1) or down (1) among those of its session."""

    stable_id: str
    step: int


class HeldMessageRemoved(ClientEvent):
    """The message was deleted or, with `is_edited`, goes back to the composer with its attachments."""

    stable_id: str
    is_edited: bool = False


class HeldMessageReinstated(ClientEvent):
    """A deleted message is put back before the one that is `place` (0 and up) among those of its session."""

    message: OutgoingMessage
    place: int


class QueueRestored(ConversationEvent):
    """Messages an earlier run of the program held back; nobody knows whether it sent some of them."""

    messages: tuple[OutgoingMessage, ...]


class QueuePaused(ConversationEvent):
    """Nothing of the queue is sent by itself any more."""

    reason: str


class QueueResumed(ConversationEvent):
    """The queue is sent one by one again."""
