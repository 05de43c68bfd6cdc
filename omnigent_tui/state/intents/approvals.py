"""What a person wants of the questions agents ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["accept", "decline", "cancel"]
AnsweredBy = Literal["key", "rule", "all-like", "script"]


@dataclass(frozen=True, slots=True)
class AnswerElicitation:
    """Answer a question: `session_id` is the one it must be posted to, `action` accept, decline or cancel.

    `by` says how it came about: a key pressed at the question, a rule, one confirmation for several like ones, or a
    script.
    """

    session_id: str
    conversation_id: str
    elicitation_id: str
    action: Verdict
    content: Mapping[str, object] = field(default_factory=dict)
    meta: Mapping[str, object] = field(default_factory=dict)
    by: AnsweredBy = "key"


@dataclass(frozen=True, slots=True)
class CheckElicitations:
    """Read again what waits for an answer in this session: an answer was sent and nothing came of it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class AnswerAlike:
    """Answer several like questions, one after the other; each verdict has its own id and its own evidence."""

    answers: tuple[AnswerElicitation, ...]


@dataclass(frozen=True, slots=True)
class TakeBackAnswer:
    """Do not send a verdict that is held back."""

    elicitation_id: str


@dataclass(frozen=True, slots=True)
class AllowInSession:
    """Accept a question, and from now on exactly the same in the same session, until the rule is revoked."""

    answer: AnswerElicitation


@dataclass(frozen=True, slots=True)
class RevokeRule:
    """Answer nothing by that rule any more; `origin` is its id."""

    origin: str


@dataclass(frozen=True, slots=True)
class PeekSession:
    """Read the newest items of a session to look at them without opening it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class LeavePeek:
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
