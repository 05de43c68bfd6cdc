"""Events about one open session, brought to its conversation."""

from types import MappingProxyType

from omnigent_tui.state import client_events as client
from omnigent_tui.state.app_state import State
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.reducers import (
    children,
    earlier,
    elicitation,
    errors,
    event_notices,
    streams,
    trimming,
    turns,
)
from omnigent_tui.state.reducers.live_region import finalized, wanting_page
from omnigent_tui.state.reducers.open_calls import with_open_calls
from omnigent_tui.state.transcript import AssistantMessage, Reasoning
from omnigent_tui.values import replace


def in_conversation(state: State, event: client.ConversationEvent) -> State:
    """Return the state with the event applied to its conversation; an event for one that is not open is dropped."""
    conversation = state.conversations.get(event.session_id)
    if conversation is None:
        return state
    changed = _applied(conversation, event)
    if changed is conversation:
        return state
    return with_conversation(state, changed)


def with_conversation(state: State, conversation: Conversation) -> State:
    """Return the state with this conversation in its place."""
    conversations = MappingProxyType({**state.conversations, conversation.session_id: conversation})
    return replace(state, conversations=conversations)


def _applied(conversation: Conversation, event: client.ConversationEvent) -> Conversation:
    match event:
        case client.StreamEvents():
            return streams.batch(conversation, event)
        case client.StreamConnecting():
            return streams.connecting(conversation, event)
        case client.StreamOpened():
            return streams.opened(conversation, event)
        case client.StreamLost():
            return streams.lost(conversation, event)
        case client.StreamEnded() | client.StreamDenied():
            return streams.ended(conversation, event)
        case client.SnapshotArrived():
            return _snapshot(conversation, event)
        case client.NewestItemsArrived() | client.OlderItemsArrived():
            return earlier.with_items(conversation, event)
        case client.ChildrenArrived():
            return children.arrived(conversation, event)
        case client.HistoryTrimmed():
            return trimming.trimmed(conversation, event)
        case client.FarItemsDropped():
            return trimming.far_dropped(conversation, event)
        case _:
            return _own(conversation, event)


def _own(conversation: Conversation, event: client.ConversationEvent) -> Conversation:
    """What this client did, or could not do."""
    match event:
        case client.OlderItemsRequested():
            return replace(conversation, older=History.LOADING, older_failure="")
        case client.OlderItemsFailed():
            return replace(conversation, older=History.FAILED, older_failure=event.reason)
        case client.ConversationFailed():
            return replace(conversation, failure=event.reason)
        case client.InterruptRequested():
            turn = replace(conversation.turn, stopping_since=event.at, stop_failure="")
            return replace(conversation, turn=turn)
        case client.InterruptFailed():
            failure = event.reason if conversation.turn.is_running else ""
            return replace(conversation, turn=replace(conversation.turn, stopping_since=None, stop_failure=failure))
        case (
            client.ElicitationAnswered()
            | client.ElicitationAnswerFailed()
            | client.AnswerHeld()
            | client.AnswerTakenBack()
        ):
            return elicitation.answered_here(conversation, event)
    return earlier.changed(conversation, event)


def _snapshot(conversation: Conversation, event: client.SnapshotArrived) -> Conversation:
    """Take the snapshot's facts; its status only when the stream has not told a later one."""
    snapshot = event.snapshot.model_copy(update={"items": (), "pending_elicitations": (), "pending_inputs": ()})
    changed = replace(
        conversation,
        snapshot=snapshot if snapshot != conversation.snapshot else conversation.snapshot,
        todos=event.snapshot.todos,
        model=conversation.model or snapshot.model_override or snapshot.llm_model,
        context_window=conversation.context_window or snapshot.context_window,
        context_tokens=conversation.context_tokens or snapshot.last_total_tokens,
        total_cost_usd=conversation.total_cost_usd if snapshot.total_cost_usd is None else snapshot.total_cost_usd,
        failure="",
    )
    if conversation.status_revision <= event.asked_at_revision:
        changed = _with_status(changed, event)
    changed = elicitation.reconciled(changed, event.snapshot, event.asked_at_revision, event.at)
    changed = event_notices.standing(with_open_calls(changed), event.snapshot, event.at)
    return conversation if changed == conversation else changed


def _with_status(conversation: Conversation, event: client.SnapshotArrived) -> Conversation:
    snapshot = event.snapshot
    status = snapshot.status
    if status == "running" and conversation.turn.status == "waiting" and not snapshot.active_response_id:
        status = "waiting"  # a snapshot calls a turn that waits for a sub-agent running (wire-format §2.3)
    turn = turns.turn_with_status(conversation.turn, status, event.at)
    turn = replace(
        turn,
        response_id=snapshot.active_response_id or ("" if status in turns.TURN_IS_OVER else turn.response_id),
        background_tasks=snapshot.background_task_count or 0,
    )
    was_open = any(isinstance(e, AssistantMessage | Reasoning) and e.streaming for e in conversation.live)
    is_known = conversation.is_status_known or event.asked_at_revision >= conversation.settle_from
    changed = replace(conversation, turn=turn, is_status_known=is_known)
    if status in turns.TURN_IS_OVER:
        changed = finalized(changed)
        if was_open:
            changed = wanting_page(changed)
        if status == "failed" and snapshot.last_task_error is not None:
            changed = errors.with_error(changed, snapshot.last_task_error, event.at)
    return changed
