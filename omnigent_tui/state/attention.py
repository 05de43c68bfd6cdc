"""What waits for the person in sessions that are not open, and the queue of everything that waits anywhere."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from omnigent_tui.state.asked import asked, is_plain_consent
from omnigent_tui.state.conversation import Conversation, PendingElicitation
from omnigent_tui.state.transcript import Entry
from omnigent_tui.values import Value, field

if TYPE_CHECKING:
    from omnigent_tui.state.app_state import State


PEEKED_ENTRIES = 30


class Peek(Value):
    """The end of a session's transcript, looked at without opening it; `is_read` once it has arrived."""

    session_id: str
    entries: tuple[Entry, ...] = ()
    is_read: bool = False
    failure: str = ""


class AttentionState(Value):
    """`asking` holds the questions of sessions that are not open, `failures` why a session's could not be read.

    `lost` are sessions that count a question which their snapshot does not have; `snoozed` maps a question's id to
    the Unix second until which it is not wanted.
    """

    asking: Mapping[str, Conversation] = field(default_factory=lambda: MappingProxyType({}))
    failures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lost: frozenset[str] = frozenset()
    snoozed: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    peek: Peek | None = None


class Waiting(Value):
    """One line of the queue: a question, or what is wrong in a session that should have one (`problem`).

    `session_id` is the session it was found in; the answer goes to `pending.session_id`. `host` is the host's name,
    or a part of its id while no name is known; `child` names the sub-agent that asks.
    """

    session_id: str
    title: str
    agent: str
    host: str
    pending: PendingElicitation | None = None
    problem: str = ""
    is_snoozed: bool = False
    child: str = ""

    @property
    def key(self) -> str:
        """What tells this line from others for as long as it exists."""
        return self.pending.elicitation_id if self.pending is not None else f"session/{self.session_id}"


LOST = (
    "A question of this session was lost, as happens when its server restarts. "
    "Open the session and send a message, or interrupt its turn, to have the agent ask again."
)


def attention_queue(state: "State", now: float) -> tuple[Waiting, ...]:
    """Everything that waits for the person, what waits longest first; answered and snoozed questions come last."""
    found: dict[str, Waiting] = {}
    for waiting in (*_questions(state, now), *_problems(state)):
        known = found.get(waiting.key)
        # A sub-agent's question is also in its parents' snapshots: it is listed where it was asked.
        if known is None or (waiting.pending is not None and waiting.pending.session_id == waiting.session_id):
            found[waiting.key] = waiting
    return tuple(sorted(found.values(), key=_rank))


def needing_count(state: "State", now: float) -> int:
    """How many questions wait for an answer and were not put off."""
    return sum(needs_answer(waiting) for waiting in attention_queue(state, now))


def needs_answer(waiting: Waiting) -> bool:
    """Whether it is a question that waits for an answer now."""
    return waiting.pending is not None and waiting.pending.is_open and not waiting.is_snoozed


def alike(state: "State", pending: PendingElicitation, now: float) -> tuple[Waiting, ...]:
    """Return the open questions that one confirmation may answer with `pending`: same tool, same policy, only a yes.

    `pending` is among them, unless it takes more than a yes or a no.
    """
    kind = _kind(pending)
    if kind is None:
        return ()
    found = (waiting for waiting in attention_queue(state, now) if needs_answer(waiting))
    return tuple(waiting for waiting in found if waiting.pending is not None and _kind(waiting.pending) == kind)


def _kind(pending: PendingElicitation) -> tuple[object, ...] | None:
    params = pending.request.params
    if not is_plain_consent(params):
        return None
    told = asked(params)
    # A policy's question does not name the tool: what its arguments are called tells tools apart.
    tool = told.tool or frozenset(told.arguments or ())
    return params.policy_name, params.phase, tool


def find_pending(state: "State", session_id: str, elicitation_id: str) -> PendingElicitation | None:
    """Return the question as the session `session_id` shows it, whether that session is open or not."""
    for known in (state.conversations, state.attention.asking):
        conversation = known.get(session_id)
        if conversation is not None and elicitation_id in conversation.elicitations:
            return conversation.elicitations[elicitation_id]
    return None


def peeked(state: "State", session_id: str) -> Peek:
    """Return the end of that session's transcript as far as it is known, from its stream or from having looked."""
    conversation = state.conversations.get(session_id)
    if conversation is not None:
        return Peek(session_id, conversation.entries[-PEEKED_ENTRIES:], is_read=conversation.snapshot is not None)
    peek = state.attention.peek
    return peek if peek is not None and peek.session_id == session_id else Peek(session_id)


def held_answers(state: "State") -> tuple[Waiting, ...]:
    """Return the questions whose verdict is held back: leaving now would not send it."""
    queue = attention_queue(state, 0.0)
    return tuple(w for w in queue if w.pending is not None and w.pending.held_until is not None)


def _rank(waiting: Waiting) -> tuple[bool, float]:
    return not needs_answer(waiting), waiting.pending.first_seen if waiting.pending is not None else float("inf")


def _questions(state: "State", now: float) -> Iterator[Waiting]:
    closed = (kept for session_id, kept in state.attention.asking.items() if session_id not in state.conversations)
    for conversation in (*state.conversations.values(), *closed):
        for pending in conversation.elicitations.values():
            until = state.attention.snoozed.get(pending.elicitation_id, 0.0)
            yield waiting_for(state, conversation.session_id, pending=pending, is_snoozed=until > now)


def _problems(state: "State") -> Iterator[Waiting]:
    for session_id, entry in state.sessions.by_id.items() if state.attention.lost or state.attention.failures else ():
        if not entry.row.pending_elicitations_count or session_id in state.conversations:
            continue
        if session_id in state.attention.failures:
            yield waiting_for(state, session_id, problem=f"Could not be read: {state.attention.failures[session_id]}")
        elif session_id in state.attention.lost:
            yield waiting_for(state, session_id, problem=LOST)


def waiting_for(
    state: "State",
    session_id: str,
    *,
    pending: PendingElicitation | None = None,
    problem: str = "",
    is_snoozed: bool = False,
) -> Waiting:
    """Return the line of a question that was found in this session, or of what is wrong there."""
    entry = state.sessions.by_id.get(session_id)
    conversation = state.conversations.get(session_id)
    row = entry.row if entry is not None else conversation.snapshot if conversation is not None else None
    child = _child_name(state, session_id, pending) if pending is not None else ""
    if row is None:
        return Waiting(session_id, session_id, "", "", pending, problem, is_snoozed, child)
    title, agent = row.title or "Untitled", row.agent_name or ""
    return Waiting(session_id, title, agent, _host_name(state, row.host_id), pending, problem, is_snoozed, child)


def _child_name(state: "State", session_id: str, pending: PendingElicitation) -> str:
    """Return what the sub-agent that asks is called; empty when the session itself asks."""
    asking = pending.request.params.target_session_id or pending.session_id
    if asking == session_id:
        return ""
    conversation = state.conversations.get(session_id)
    child = conversation.children.get(asking) if conversation is not None else None
    entry = state.sessions.by_id.get(asking)
    names = (child.title, child.session_name, child.tool, child.agent_name) if child is not None else ()
    return next(filter(None, names), "") or (entry.row.title if entry is not None else "") or "a sub-agent"


def _host_name(state: "State", host_id: str | None) -> str:
    hosts = (*state.fleet.hosts, *state.new_session.hosts)
    names = (host.name for host in hosts if host.host_id == host_id)
    return next(filter(None, names), "") or (f"host {host_id[:8]}" if host_id else "")
