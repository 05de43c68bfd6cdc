"""What a person wants of the questions agents ask."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from omnigent_tui.values import Value

Verdict = Literal["accept", "decline", "cancel"]
AnsweredBy = Literal["key", "rule", "all-like", "script"]


class AnswerElicitation(Value):
    """Answer a question: `session_id` is the one it must be posted to, `action` accept, decline or cancel.

    `by` says how it came about: a key pressed at the question, a rule, one confirmation for several like ones, or a
    script.
    """

    session_id: str
    conversation_id: str
    elicitation_id: str
    action: Verdict
    content: Mapping[str, object] = MappingProxyType({})
    meta: Mapping[str, object] = MappingProxyType({})
    by: AnsweredBy = "key"


class CheckElicitations(Value):
    """Read again what waits for an answer in this session: an answer was sent and nothing came of it."""

    session_id: str


class AnswerAlike(Value):
    """Answer several like questions, one after the other; each verdict has its own id and its own evidence."""

    answers: tuple[AnswerElicitation, ...]


class TakeBackAnswer(Value):
    """Do not send a verdict that is held back."""

    elicitation_id: str


class AllowInSession(Value):
    """Accept a question, and from now on exactly the same in the same session, until the rule is revoked."""

    answer: AnswerElicitation


class RevokeRule(Value):
    """Answer nothing by that rule any more; `origin` is its id."""

    origin: str


class PeekSession(Value):
    """Read the newest items of a session to look at them without opening it."""

    session_id: str


class LeavePeek(Value):
    """Nobody looks at them any more."""


ApprovalIntent = (
    AnswerElicitation
    | CheckElicitations
    | AnswerAlike
    | TakeBackAnswer
    | AllowInSession
    | RevokeRule
    | PeekSession
    | LeavePeek
)
