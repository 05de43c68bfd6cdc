"""Rules of this client: an approval that is repeated for exactly the same command in the same session, until revoked.

They live as long as the program runs. What cannot be shown in full can neither make a rule nor be answered by one.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from omnigent_tui.protocol.elicitations import ElicitationParams
from omnigent_tui.state.asked import asked, can_be_shown_in_full, is_plain_consent, summary
from omnigent_tui.state.conversation import PendingElicitation
from omnigent_tui.values import Value

if TYPE_CHECKING:
    from omnigent_tui.state.app_state import State

# What the server and the agents number anew each time they ask.
_NUMBERED_ANEW = frozenset({"url", "codex_request_id", "thread_id", "turn_id", "item_id", "target_session_id"})


class SessionRule(Value):
    """`mark` is all that has to be the same; `earlier` are the ids asked before, which it does not answer.

    `session_id` is the session that asks; `origin`, the id of the question it was made at, is the rule's own id.
    `made_at` is Unix seconds.
    """

    session_id: str
    title: str
    words: str
    mark: str
    origin: str
    made_at: float
    earlier: frozenset[str] = frozenset()
    used_by: tuple[str, ...] = ()


def exact_mark(params: ElicitationParams) -> str | None:
    """Return what a question has to share with another one to be the same; None for one no rule may be about."""
    told = asked(params)
    if not is_plain_consent(params) or not can_be_shown_in_full(params) or not (told.arguments or told.command):
        return None
    if params.phase == "request":
        return None  # a message of somebody's, and no command
    compared = params.model_dump(mode="json")
    rest = {name: value for name, value in compared.items() if name not in _NUMBERED_ANEW}
    return json.dumps(rest, sort_keys=True)


def rule_for(state: "State", pending: PendingElicitation, title: str, at: float) -> SessionRule | None:
    """Return the rule that allows exactly this from now on; None when there can be none, or there is one already."""
    mark = exact_mark(pending.request.params)
    if mark is None or any(rule.session_id == pending.session_id and rule.mark == mark for rule in state.rules):
        return None
    return SessionRule(
        session_id=pending.session_id,
        title=title,
        words=summary(pending.request),
        mark=mark,
        origin=pending.elicitation_id,
        made_at=at,
        earlier=frozenset(one.elicitation_id for _, one in all_pending(state)),
    )


def matching_rule(rules: Iterable[SessionRule], pending: PendingElicitation) -> SessionRule | None:
    """Return the rule that answers this question, if one does."""
    if pending.answered is not None or pending.failed is not None or pending.held_until is not None:
        return None
    of_session = [rule for rule in rules if rule.session_id == pending.session_id]
    mark = exact_mark(pending.request.params) if of_session else None
    if mark is None:
        return None
    return next((rule for rule in of_session if _answers(rule, mark, pending)), None)


def _answers(rule: SessionRule, mark: str, pending: PendingElicitation) -> bool:
    elicitation_id = pending.elicitation_id
    is_new = elicitation_id not in rule.earlier and elicitation_id not in rule.used_by
    return is_new and rule.mark == mark and pending.first_seen >= rule.made_at


def all_pending(state: "State") -> Iterable[tuple[str, PendingElicitation]]:
    """Every question this client knows of, with the session that shows it; a sub-agent's also as its parents tell."""
    for conversation in (*state.attention.asking.values(), *state.conversations.values()):
        for pending in conversation.elicitations.values():
            yield conversation.session_id, pending
