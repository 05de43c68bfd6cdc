"""Events about what a person did: messages, interrupts, answers."""

from omnigent_tui.state.attachments import Attachment
from omnigent_tui.state.client_events.event import ClientEvent, ConversationEvent


class MessageQueued(ConversationEvent):
    """A person sent a message: it is in the outbox. With `hold` it waits there for the end of the turn."""

    stable_id: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    skill: str | None = None
    hold: bool = False
    model: str | None = None


class MessageSending(ClientEvent):
    """The message is being posted."""

    stable_id: str


class MessageDelayed(ClientEvent):
    """The message waits: it is `queued`, or `checking` when nobody knows whether it arrived."""

    stable_id: str
    reason: str
    outcome_unknown: bool = False


class MessageAccepted(ClientEvent):
    """The server took the message, as an item or as a native agent's queue entry."""

    stable_id: str
    item_id: str | None = None
    pending_id: str | None = None


class MessageReturned(ClientEvent):
    """The message was refused or withdrawn: its text goes back to the composer.

    `lacks_runner` when it was refused because no runner can take it.
    """

    stable_id: str
    reason: str
    lacks_runner: bool = False


class ReturnedTextTaken(ClientEvent):
    """The composer has the text again."""

    stable_id: str


class InterruptRequested(ConversationEvent):
    """A person asked to stop the turn; the server has not confirmed it."""


class InterruptFailed(ConversationEvent):
    """The wish to stop did not reach the server."""

    reason: str


class ElicitationAnswered(ConversationEvent):
    """This client sent a verdict (`accept`, `decline` or `cancel`); the server has not confirmed it."""

    elicitation_id: str
    action: str


class ElicitationAnswerFailed(ConversationEvent):
    """The verdict did not reach the server: the question is open again."""

    elicitation_id: str
    reason: str
