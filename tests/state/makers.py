"""Short makers of what the reducer is fed in these tests."""

from typing import Any

from omnigent_tui.protocol.event_base import ServerEvent
from omnigent_tui.protocol.events import parse_payload
from omnigent_tui.protocol.items import Item, parse_item
from omnigent_tui.protocol.sessions import SessionRow, SessionSnapshot
from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers import reduce

SESSION = "a" * 32
NOW = 1_800_000_000.0


def event(kind: str, **fields: Any) -> ServerEvent:
    """A server event as it is read from the stream."""
    return parse_payload(kind, {"type": kind, **fields})


def item(kind: str, item_id: str, **fields: Any) -> Item:
    """A stored item as a page of items has it."""
    return parse_item({"type": kind, "id": item_id, "created_at": NOW, **fields})


def user(item_id: str, text: str, **fields: Any) -> Item:
    """A stored message of a person's."""
    content = [{"type": "input_text", "text": text}]
    return item("message", item_id, role="user", content=content, response_id=f"turn_{item_id}", **fields)


def answer(item_id: str, text: str, response_id: str = "resp_1", **fields: Any) -> Item:
    """A stored answer."""
    content = [{"type": "output_text", "text": text}]
    return item("message", item_id, role="assistant", content=content, response_id=response_id, **fields)


def call(item_id: str, call_id: str = "call_1", response_id: str = "resp_1", **fields: Any) -> Item:
    """A stored tool call."""
    made = {"name": "sys_os_shell", "arguments": "{}", "call_id": call_id, "response_id": response_id, **fields}
    return item("function_call", item_id, **made)


def output(item_id: str, said: str, call_id: str = "call_1", response_id: str = "resp_1") -> Item:
    """A stored tool output."""
    return item("function_call_output", item_id, output=said, call_id=call_id, response_id=response_id)


def delta(text: str, **fields: Any) -> ServerEvent:
    """A piece of an answer."""
    return event("response.output_text.delta", delta=text, **fields)


def done(stored: Item, **fields: Any) -> ServerEvent:
    """The event that tells of a finished item."""
    return event("response.output_item.done", item=stored.model_dump(mode="json"), **fields)


def consumed(item_id: str, text: str, **fields: Any) -> ServerEvent:
    """The event that tells that an input became history."""
    data = {"role": "user", "content": [{"type": "input_text", "text": text}]}
    return event("session.input.consumed", data={"item_id": item_id, "type": "message", "data": data, **fields})


def status(word: str, **fields: Any) -> ServerEvent:
    """The event that tells the turn's status."""
    return event("session.status", status=word, **fields)


def began(response_id: str = "resp_1") -> ServerEvent:
    """The event that a response begins with."""
    return event("response.in_progress", response={"id": response_id, "status": "in_progress"})


class Teller:
    """A state, and short ways to tell it things about one open session."""

    def __init__(self) -> None:
        self.state = State()
        self.at = NOW
        self.tell(client.SessionOpened(session_id=SESSION, at=NOW))

    @property
    def conversation(self) -> Conversation:
        """The open conversation."""
        return self.state.conversations[SESSION]

    def tell(self, *events: client.ClientEvent) -> None:
        """Apply events of this client's."""
        for one in events:
            self.state = reduce(self.state, one)

    def open(self, epoch: str | None = "1-a") -> None:
        """The stream opens."""
        self.tell(client.StreamOpened(session_id=SESSION, epoch=epoch, at=self.at))

    def hear(self, *events: ServerEvent) -> None:
        """The stream brings a batch."""
        self.at += 1
        self.tell(client.StreamEvents(session_id=SESSION, events=events, at=self.at))

    def page(self, *items: Item, has_more: bool = False, asked_at: int | None = None) -> None:
        """The newest items arrive."""
        revision = self.conversation.revision if asked_at is None else asked_at
        self.tell(
            client.NewestItemsArrived(
                session_id=SESSION, items=items, has_more=has_more, asked_at_revision=revision, at=self.at
            )
        )

    def snapshot(self, asked_at: int | None = None, **fields: Any) -> None:
        """The snapshot arrives."""
        snapshot = SessionSnapshot.model_validate({"id": SESSION, **fields})
        revision = self.conversation.revision if asked_at is None else asked_at
        self.tell(client.SnapshotArrived(session_id=SESSION, snapshot=snapshot, asked_at_revision=revision, at=self.at))

    def texts(self) -> list[str]:
        """What a reader reads, in order."""
        return [words(entry) for entry in self.conversation.entries]


def words(entry: Any) -> str:
    """What an entry says, whatever it is."""
    for field in ("text", "message", "name"):
        if hasattr(entry, field):
            return str(getattr(entry, field))
    raise TypeError(entry)


def row(session_id: str, **fields: Any) -> SessionRow:
    """A row of the session list."""
    return SessionRow.model_validate({"id": session_id, "updated_at": NOW, **fields})
