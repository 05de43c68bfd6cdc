"""Events about questions in sessions that are not open."""

from omnigent_tui.protocol.items import Item
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.state.approval_rules import SessionRule
from omnigent_tui.state.client_events.event import ClientEvent, ConversationEvent


class AsksArrived(ClientEvent):
    """The snapshot of a session that is not open, read for its pending questions."""

    snapshot: SessionSnapshot


class AsksFailed(ClientEvent):
    """The pending questions of a session could not be read."""

    session_id: str
    reason: str


class AsksLeft(ClientEvent):
    """Nothing waits in this session any more, or it is followed now."""

    session_id: str


class AskSnoozed(ClientEvent):
    """The person wants to see a question later: at `until` (Unix seconds)."""

    elicitation_id: str
    until: float


class AnswerHeld(ConversationEvent):
    """A verdict is held back until `until` (Unix seconds): it can be taken back till then."""

    elicitation_id: str
    action: str
    until: float


class AnswerTakenBack(ConversationEvent):
    """A verdict that was held back is not sent: the question is open as before."""

    elicitation_id: str


class RuleMade(ClientEvent):
    """From now on this client allows exactly the same in the same session by itself."""

    rule: SessionRule


class RuleRevoked(ClientEvent):
    """A rule is gone; `origin` is its id."""

    origin: str


class RuleUsed(ClientEvent):
    """A rule answers this question."""

    origin: str
    elicitation_id: str


class PeekRequested(ClientEvent):
    """The newest items of a session are asked for, to be looked at without opening it."""

    session_id: str


class PeekArrived(ClientEvent):
    """The newest items of that session, oldest first."""

    session_id: str
    items: tuple[Item, ...]


class PeekFailed(ClientEvent):
    """They could not be read."""

    session_id: str
    reason: str


class PeekLeft(ClientEvent):
    """Nobody looks at them any more."""
