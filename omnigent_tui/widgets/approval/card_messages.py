"""What the approval card tells the screen it is on: a verdict, or that something else is wanted of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from textual.content import Content
from textual.message import Message

from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.state.intents import Verdict

NOTHING: Mapping[str, object] = MappingProxyType({})
CARD = "approval_card"


@dataclass
class Answered(Message, namespace=CARD):
    """A person answered the question that was on the screen; `makes_rule`: and the same in this session from now on."""

    pending: PendingElicitation
    action: Verdict
    content: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    meta: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    makes_rule: bool = False


@dataclass
class Left(Message, namespace=CARD):
    """A person wants the focus elsewhere; the question stays pending."""


@dataclass
class ViewWanted(Message, namespace=CARD):
    """A person wants to read all of it on the whole screen."""

    pending: PendingElicitation
    text: Content


@dataclass
class CopyWanted(Message, namespace=CARD):
    """A person wants the address on the clipboard."""

    text: str


@dataclass
class CheckWanted(Message, namespace=CARD):
    """A person wants to know what became of the answer."""

    pending: PendingElicitation


@dataclass
class TakeBackWanted(Message, namespace=CARD):
    """A person does not want the answer that is held back to be sent."""

    pending: PendingElicitation


@dataclass
class AlikeWanted(Message, namespace=CARD):
    """A person wants to see every question like this one, to answer them together."""

    pending: PendingElicitation
