"""Messages held back while a turn runs: which wait, whether the next may go, and what is told of sending one now."""

from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation, StreamPhase
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.outbox import OutgoingMessage, SessionQueue

_TAKEN = frozenset({Delivery.SENDING, Delivery.STORED})
_BUFFERING = frozenset({"openai-agents"})
"""Harnesses seen to keep a message until the turn is over: also while a tool runs, and several are answered as one."""
_INJECTING = frozenset({"claude-sdk", "codex", "kimi", "pi"})
"""Harnesses that hand a message to the agent while it works, as every native agent's (`…-native`) does."""


def held_messages(state: State, session_id: str | None) -> tuple[OutgoingMessage, ...]:
    """The messages of a session that wait for the end of the turn, first one first."""
    return tuple(m for m in state.outbox if m.is_held and m.session_id == session_id)


def is_busy(state: State, session_id: str) -> bool:
    """Whether a message sent now would come while a turn runs or begins, or before ones that wait in the queue.

    Without a connection nobody knows about the turn: then it waits for the connection, and for nothing else.
    """
    conversation = state.conversations.get(session_id)
    if conversation is not None and conversation.turn.is_running and is_live(conversation):
        return True
    mine = [m for m in state.outbox if m.session_id == session_id]
    if any(not m.is_held and m.delivery in _TAKEN for m in mine):
        return True
    return any(m.is_held for m in mine) and not queue_of(state, session_id).pause


def is_live(conversation: Conversation) -> bool:
    """Whether what is known of the turn is what the server says now."""
    return conversation.stream.phase is StreamPhase.LIVE and conversation.stream.is_acknowledged


def queue_of(state: State, session_id: str) -> SessionQueue:
    """Return what is known of a session's queue."""
    return state.queues.get(session_id) or SessionQueue()


def mark_of(conversation: Conversation | None) -> tuple[int, int] | None:
    """Where a conversation stands, to be compared later: see `SessionQueue.sent_at`."""
    return None if conversation is None else (conversation.status_revision, conversation.stream.connections)


def may_release(state: State, session_id: str) -> bool:
    """Whether the turn is over for all that is known, nothing of ours is on its way, and the queue is not paused."""
    conversation = state.conversations.get(session_id)
    if conversation is None or conversation.snapshot is None or not conversation.is_status_known:
        return False
    if not is_live(conversation) or conversation.turn.is_running:
        return False
    if any(not m.is_held and m.session_id == session_id for m in state.outbox):
        return False
    queue = queue_of(state, session_id)
    return not queue.pause and queue.sent_at != mark_of(conversation)


def steering_words(conversation: Conversation | None) -> str:
    """What the server does with a message that is sent while the turn runs, as it was seen to do for this harness."""
    harness = (conversation.snapshot.harness if conversation and conversation.snapshot else None) or ""
    if harness in _BUFFERING:
        return "buffered: the agent sees it after this turn"
    if harness in _INJECTING or harness.endswith("-native"):
        return "handed to the agent now: it may take it up within this turn"
    return "sent now: the server says not whether within this turn or after it"
