"""One question that waits, as scripts see it: where it belongs, what it asks, and what may be answered."""

from collections.abc import Iterable, Iterator
from typing import Any

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.elicitations import ElicitationParams, ElicitationRequest, parse_elicitation
from omnigent_tui.protocol.sessions import SessionSnapshot
from omnigent_tui.values import Value
from omnigent_tui.widgets.approval.questions import Question, question_of


class Ask(Value):
    """A pending question, found in the snapshot of `found_in` (a parent's snapshot has its sub-agents' too)."""

    request: ElicitationRequest
    found_in: str
    title: str = ""
    agent: str = ""

    @property
    def id(self) -> str:
        """The elicitation's id."""
        return self.request.elicitation_id

    @property
    def session_id(self) -> str:
        """The session that asks: the answer goes there."""
        return self.params.target_session_id or self.found_in

    @property
    def params(self) -> ElicitationParams:
        """What is asked."""
        return self.request.params

    @property
    def question(self) -> Question:
        """How it can be answered."""
        return question_of(self.params)

    @property
    def kind(self) -> str:
        """`yes or no`, `form`, `link` or `unsupported`."""
        return self.question.kind.value


def asks_of_snapshot(snapshot: SessionSnapshot) -> tuple[Ask, ...]:
    """Return the pending questions in a session's snapshot."""
    title, agent = clean_line(snapshot.title or ""), clean_line(snapshot.agent_name or "")
    requests = map(parse_elicitation, snapshot.pending_elicitations)
    return tuple(Ask(request, snapshot.id, title, agent) for request in requests if request is not None)


def own_ask_first(asks: Iterable[Ask]) -> tuple[Ask, ...]:
    """Return the questions without repetitions; of a sub-agent's the one that was found where it was asked."""
    found: dict[str, Ask] = {}
    for ask in asks:
        if ask.id not in found or ask.found_in == ask.session_id:
            found[ask.id] = ask
    return tuple(found.values())


def ask_as_json(ask: Ask) -> dict[str, Any]:
    """Return the question as a JSON object; its texts are cleaned, characters that hide are spelled out.

    `wider` are the approvals that reach further than this once: `content` and `meta` are what to answer with.
    `params` is all that the server says.
    """
    question, params = ask.question, ask.params
    return {
        "id": ask.id,
        "session_id": ask.session_id,
        "found_in": ask.found_in,
        "title": ask.title,
        "agent": ask.agent,
        "kind": ask.kind,
        "message": params.message,
        "preview": params.content_preview,
        "phase": params.phase,
        "policy": params.policy_name,
        "url": question.link or None,
        "fields": list(_fields(question)),
        "wider": [
            {"words": scope.words, "content": dict(scope.content), "meta": dict(scope.meta)}
            for scope in question.scopes
        ],
        "takes_reason": question.takes_reason,
        "params": params.model_dump(exclude_none=True),
    }


def _fields(question: Question) -> Iterator[dict[str, Any]]:
    for field in question.fields:
        yield {
            "name": field.name,
            "title": field.title,
            "about": field.about,
            "kind": field.kind.value,
            "required": field.is_required,
            "default": field.default,
            "options": [{"label": option.label, "value": option.value} for option in field.options],
            "rules": field.rules,
        }
