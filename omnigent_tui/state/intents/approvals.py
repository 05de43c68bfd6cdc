"""What a person wants of the questions agents ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["accept", "decline", "cancel"]


@dataclass(frozen=True, slots=True)
class AnswerElicitation:
    """Answer a question: `session_id` is the one it must be posted to, `action` accept, decline or cancel."""

    session_id: str
    conversation_id: str
    elicitation_id: str
    action: Verdict
    content: Mapping[str, object] = field(default_factory=dict)
    meta: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckElicitations:
    """Read again what waits for an answer in this session: an answer was sent and nothing came of it."""

    session_id: str
