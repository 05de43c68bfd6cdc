"""What a person wants of the open session: its history, its messages, its turn."""

from omnigent_tui.state.attachments import Attachment
from omnigent_tui.values import Value


class LoadOlderItems(Value):
    """Fetch the page of items before the oldest one known."""

    session_id: str


class SendMessage(Value):
    """Send `text` to the session, now or as soon as it can be reached.

    `attachments` are uploaded; `skill` is the name of the agent's skill that `text` (`/name arguments`) runs.
    `hold` keeps it in the queue until the turn is over; `model` is the one that answers this message only.
    """

    session_id: str
    text: str
    stable_id: str
    attachments: tuple[Attachment, ...] = ()
    skill: str | None = None
    hold: bool = False
    model: str | None = None


class WithdrawMessage(Value):
    """Take a message that is still queued back into the composer."""

    stable_id: str


class InterruptTurn(Value):
    """Stop the running turn."""

    session_id: str
