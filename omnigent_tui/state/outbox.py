"""Messages on their way out: shown at once, sent once, in order, and given back when they could not be sent."""

from omnigent_tui.state.attachments import Attachment
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.values import Value


class OutgoingMessage(Value):
    """A message of this client's that is not yet in the stored history. `stable_id` is 32 hex digits, made here.

    `skill` names the skill that the text, `/name arguments`, runs; `attachments` are on the server.
    `item_id` is the id the server acknowledged, `pending_id` a native agent's queue entry; `reason` says why the
    message waits (disconnected, outcome unknown), in words for the person.
    `is_held` keeps it here, in the queue, until the turn is over; `model` answers this one message only.
    """

    stable_id: str
    session_id: str
    text: str
    queued_at: float
    delivery: Delivery = Delivery.QUEUED
    reason: str = ""
    item_id: str | None = None
    pending_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    skill: str | None = None
    is_held: bool = False
    model: str | None = None


class ReturnedMessage(Value):
    """A message that was not sent: its text belongs back in the composer, with the reason.

    `lacks_runner` when no runner could take it.
    """

    stable_id: str
    session_id: str
    text: str
    reason: str
    attachments: tuple[Attachment, ...] = ()
    lacks_runner: bool = False


class SessionQueue(Value):
    """What is known of a session's queue besides its messages, which are those of the outbox that are held.

    `pause` says why nothing is sent by itself; empty when it is. `sent_at` is (status revision, connections) of the
    conversation when a message was let go last: the next one waits until the server has told of its turn.
    """

    pause: str = ""
    sent_at: tuple[int, int] | None = None
