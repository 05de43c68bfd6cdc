"""Sub-agents for the eye: which sessions a session has started, and how each of them stands."""

from omnigent_tui.protocol.child_sessions import ChildSession
from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.conversation import Conversation

_NO_BADGE = Badge(LivenessWord.UNKNOWN)
_DEEPEST = 5


def children_in_order(conversation: Conversation) -> tuple[ChildSession, ...]:
    """The sub-agents, oldest first."""
    return tuple(sorted(conversation.children.values(), key=lambda child: (child.created_at or 0.0, child.id)))


def child_name(child: ChildSession) -> str:
    """What a sub-agent is called: its own name for the work, else its title, else its agent."""
    return child.title or child.session_name or child.tool or child.agent_name or child.id[:8]


def child_word(child: ChildSession) -> TurnWord:
    """How a sub-agent stands, on the turn axis."""
    if child.pending_elicitations_count:
        return TurnWord.NEEDS_YOU
    if child.current_task_status == "failed":
        return TurnWord.FAILED
    if child.current_task_status == "launching":
        return TurnWord.STARTING
    return TurnWord.RUNNING if child.busy or child.current_task_status == "in_progress" else TurnWord.IDLE


def child_rows(
    state: State, parent: SidebarRow, drafts: frozenset[str] = frozenset(), depth: int = 1
) -> tuple[SidebarRow, ...]:
    """The sidebar's lines below `parent`: its sub-agents and theirs, as far as their conversations are known."""
    conversation = state.conversations.get(parent.session_id)
    if conversation is None or depth > _DEEPEST:
        return ()
    rows: list[SidebarRow] = []
    for child in children_in_order(conversation):
        row = SidebarRow(
            session_id=child.id,
            title=child_name(child),
            agent=child.agent_name or child.tool or "",
            turn=Badge(child_word(child)),
            liveness=parent.liveness,
            changed_at=child.updated_at or child.created_at,
            pending=child.pending_elicitations_count,
            has_draft=child.id in drafts,
            depth=depth,
        )
        rows += (row, *child_rows(state, row, drafts, depth + 1))
    return tuple(rows)


def parent_id(state: State, session_id: str | None) -> str | None:
    """The session that started this one, if it is a sub-agent and that is known."""
    if session_id is None:
        return None
    conversation = state.conversations.get(session_id)
    if conversation is not None and conversation.snapshot is not None and conversation.snapshot.parent_session_id:
        return conversation.snapshot.parent_session_id
    parents = (other.session_id for other in state.conversations.values() if session_id in other.children)
    return next(parents, None)


def root_id(state: State, session_id: str | None) -> str | None:
    """The session at the top of the tree this one stands in: the one the list has."""
    for _ in range(_DEEPEST):
        parent = parent_id(state, session_id)
        if parent is None:
            break
        session_id = parent
    return session_id


def visible_order(state: State) -> tuple[str, ...]:
    """The sessions in the order of the sidebar, each with its sub-agents below it."""
    order: list[str] = []
    for session_id in state.sessions.order:
        order.append(session_id)
        order += _descendants(state, session_id)
    return tuple(order)


def _descendants(state: State, session_id: str, depth: int = 1) -> list[str]:
    conversation = state.conversations.get(session_id)
    if conversation is None or depth > _DEEPEST:
        return []
    found: list[str] = []
    for child in children_in_order(conversation):
        found += (child.id, *_descendants(state, child.id, depth + 1))
    return found
