"""Events about what a person did: messages, interrupts, answers, new sessions."""

from dataclasses import dataclass

from omnigent_tui.protocol.agents import Agent
from omnigent_tui.protocol.hosts import Host
from omnigent_tui.state.attachments import Attachment
from omnigent_tui.state.client_events.event import ClientEvent, ConversationEvent
from omnigent_tui.state.intents import CreateSession
from omnigent_tui.state.new_session import FormField


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageQueued(ConversationEvent):
    """A person sent a message: it is in the outbox. With `hold` it waits there for the end of the turn."""

    stable_id: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    skill: str | None = None
    hold: bool = False
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSending(ClientEvent):
    """The message is being posted."""

    stable_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDelayed(ClientEvent):
    """The message waits: it is `queued`, or `checking` when nobody knows whether it arrived."""

    stable_id: str
    reason: str
    outcome_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAccepted(ClientEvent):
    """The server took the message, as an item or as a native agent's queue entry."""

    stable_id: str
    item_id: str | None = None
    pending_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReturned(ClientEvent):
    """The message was refused or withdrawn: its text goes back to the composer."""

    stable_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedTextTaken(ClientEvent):
    """The composer has the text again."""

    stable_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptRequested(ConversationEvent):
    """A person asked to stop the turn; the server has not confirmed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptFailed(ConversationEvent):
    """The wish to stop did not reach the server."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationAnswered(ConversationEvent):
    """This client sent a verdict (`accept`, `decline` or `cancel`); the server has not confirmed it."""

    elicitation_id: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationAnswerFailed(ConversationEvent):
    """The verdict did not reach the server: the question is open again."""

    elicitation_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionChoicesRequested(ClientEvent):
    """Agents and hosts were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionChoicesArrived(ClientEvent):
    """`GET /v1/agents` and `GET /v1/hosts`."""

    agents: tuple[Agent, ...]
    hosts: tuple[Host, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionWatched(ClientEvent):
    """A person looks at the screen that starts sessions, or has left it."""

    is_watched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCreating(ClientEvent):
    """A session is being created; `outcome_unknown` when the answer was lost and the session is looked for."""

    request: CreateSession
    outcome_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCreated(ClientEvent):
    """A session was created."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionChoicesFailed(ClientEvent):
    """Agents and hosts could not be read."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSessionFailed(ClientEvent):
    """No session was created; `field` is what the reason is about.

    `token`: nobody knows whether the session was created; if it was, it carries this label.
    """

    reason: str
    advice: str = ""
    field: FormField | None = None
    token: str | None = None
