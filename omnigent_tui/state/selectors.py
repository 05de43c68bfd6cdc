"""What screens ask of the state: derived views, pure and cheap."""

from omnigent_tui.state.app_state import State
from omnigent_tui.state.badges import Badge, LivenessWord, SidebarRow, TurnWord
from omnigent_tui.state.children import visible_order
from omnigent_tui.state.conversation import Conversation, PendingElicitation, StreamPhase
from omnigent_tui.state.delivery import Delivery
from omnigent_tui.state.reducers.live_region import knows_item
from omnigent_tui.state.runners import Launch
from omnigent_tui.state.sessions import Liveness, SessionEntry
from omnigent_tui.state.transcript import UserMessage


def sidebar_rows(state: State, drafts: frozenset[str] = frozenset()) -> tuple[SidebarRow, ...]:
    """The sidebar's lines, most recently updated first; `drafts` are ids of sessions with unsent text."""
    return tuple(sidebar_row(state, state.sessions.by_id[session_id], drafts) for session_id in state.sessions.order)


def sidebar_row(state: State, entry: SessionEntry, drafts: frozenset[str] = frozenset()) -> SidebarRow:
    """The sidebar's line of one session."""
    row = entry.row
    conversation = state.conversations.get(row.id)
    pending = row.pending_elicitations_count
    if conversation is not None and conversation.stream.connections:
        pending = sum(p.answered is None for p in conversation.elicitations.values())
    liveness = liveness_badge(entry, state.launches.get(row.id), _waking_since(state, row.id))
    return SidebarRow(
        session_id=row.id,
        title=row.title or "Untitled",
        agent=row.agent_name or "",
        turn=_turn_badge(entry, conversation, pending),
        liveness=liveness,
        changed_at=row.updated_at or row.created_at,
        pending=pending,
        archived=row.archived,
        has_draft=row.id in drafts,
    )


def row_off_the_list(state: State, session_id: str | None) -> SidebarRow | None:
    """What the sidebar would say of a session that is known but not in its order, as an archived one."""
    entry = state.sessions.by_id.get(session_id or "")
    return None if entry is None else sidebar_row(state, entry)


def _turn_badge(entry: SessionEntry, conversation: Conversation | None, pending: int) -> Badge:
    since = entry.status_since
    if pending:
        return Badge(TurnWord.NEEDS_YOU, since)
    if conversation is not None and conversation.turn.stopping_since is not None:
        return Badge(TurnWord.STOPPING, conversation.turn.stopping_since)
    words = {
        "running": TurnWord.RUNNING,
        "launching": TurnWord.STARTING,
        "waiting": TurnWord.WAITING,
        "failed": TurnWord.FAILED,
    }
    return Badge(words.get(entry.row.status, TurnWord.IDLE), since)


def liveness_badge(entry: SessionEntry, launch: Launch | None = None, waking_since: float | None = None) -> Badge:
    """The liveness axis of a session. An unbound session is `no runner`, whatever `/health` says (it fails open).

    `launch` is what this client knows of its runner's start; `waking_since` is when a message was sent that starts it.
    """
    row, known = entry.row, entry.liveness
    if launch is not None:
        word = LivenessWord.LAUNCHING if launch.is_under_way else LivenessWord.LAUNCH_FAILED
        return Badge(word, launch.since, launch.reason)
    if row.runner_id is None and row.host_id is None:
        return Badge(LivenessWord.UNBOUND)
    if known is None:
        return Badge(LivenessWord.UNKNOWN)
    word = _liveness_word(known, is_running=row.status == "running")
    if waking_since is not None and word in (LivenessWord.ASLEEP, LivenessWord.RUNNER_LOST):
        return Badge(LivenessWord.LAUNCHING, waking_since)
    return Badge(word, known.since)


def _waking_since(state: State, session_id: str) -> float | None:
    """When the message was queued that the server holds until the session's runner is there; None without one."""
    held = (m for m in state.outbox if m.session_id == session_id and m.delivery is Delivery.SENDING)
    return next((message.queued_at for message in held), None)


def _liveness_word(known: Liveness, *, is_running: bool) -> LivenessWord:
    if known.host_online is False:
        return LivenessWord.HOST_OFFLINE
    if known.runner_online:
        return LivenessWord.ONLINE
    if known.runner_online is None:
        return LivenessWord.UNKNOWN
    return LivenessWord.RUNNER_LOST if is_running else LivenessWord.ASLEEP


def outgoing_entries(state: State, session_id: str) -> tuple[UserMessage, ...]:
    """The messages of a session that are on their way, as transcript entries, in sending order.

    One that history seems to show already is left out, though the server has not confirmed it yet. Queued is what has
    to wait, because of itself or of one before it; without a reason to wait, it is as good as on its way.
    """
    conversation = state.conversations.get(session_id)
    entries: list[UserMessage] = []
    is_held_up = False
    for message in state.outbox:
        if message.session_id != session_id or message.is_held:
            continue
        is_held_up = is_held_up or bool(message.reason)
        if conversation is not None and message.item_id and knows_item(conversation, message.item_id):
            continue
        goes_out = message.delivery is Delivery.STORED or (message.delivery is Delivery.QUEUED and not is_held_up)
        entries.append(
            UserMessage(
                key=message.stable_id,
                created_at=message.queued_at,
                text=message.text,
                attachments=tuple(attached.name for attached in message.attachments),
                delivery=Delivery.SENDING if goes_out else message.delivery,
            )
        )
    return tuple(entries)


def held_up_count(state: State, session_id: str) -> int:
    """How many messages of a session wait until the server can be reached; those that it has do not."""
    conversation = state.conversations.get(session_id)
    is_held_up = conversation is None or conversation.stream.phase is not StreamPhase.LIVE
    count = 0
    for message in state.outbox:
        if message.session_id == session_id and not message.is_held and message.delivery is not Delivery.STORED:
            is_held_up = is_held_up or bool(message.reason)
            count += is_held_up
    return count


def session_title(state: State, session_id: str) -> str:
    """The name of a session for people: its title, else the beginning of its id."""
    conversation, entry = state.conversations.get(session_id), state.sessions.by_id.get(session_id)
    known = conversation.snapshot if conversation is not None and conversation.snapshot is not None else None
    title = (known.title if known else None) or (entry.row.title if entry else None)
    return title or f"session {session_id[:8]}"


def oldest_pending(conversation: Conversation | None) -> PendingElicitation | None:
    """The question of this conversation that waits longest."""
    if conversation is None or not conversation.elicitations:
        return None
    return min(conversation.elicitations.values(), key=lambda pending: pending.first_seen)


def next_needing_attention(state: State, step: int = 1) -> str | None:
    """The session after the open one (-1: before it), in sidebar order and round, that waits for the person, if any."""
    order = state.sessions.order[::step]
    start = order.index(state.open_session_id) + 1 if state.open_session_id in order else 0
    for session_id in (*order[start:], *order[:start]):
        row = sidebar_row(state, state.sessions.by_id[session_id])
        if row.turn.word is TurnWord.NEEDS_YOU and session_id != state.open_session_id:
            return session_id
    return None


def neighbour_session(state: State, step: int) -> str | None:
    """The session `step` lines below (or above) the open one in the sidebar; None at the end."""
    order = visible_order(state)
    if state.open_session_id not in order:
        return order[0] if order else None
    index = order.index(state.open_session_id) + step
    return order[index] if 0 <= index < len(order) else None


def is_away(state: State) -> bool:
    """Whether the connection of the open session is lost: nothing is known of its turn until it is back."""
    conversation = state.open_conversation
    return conversation is not None and conversation.stream.phase in (StreamPhase.CONNECTING, StreamPhase.WAITING)
