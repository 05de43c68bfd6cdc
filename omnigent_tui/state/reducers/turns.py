"""A turn's course: status, the response it runs under, how it ends, and what must be settled then."""

from omnigent_tui.protocol import response_events as response
from omnigent_tui.protocol.event_base import ErrorDetail, Response
from omnigent_tui.protocol.session_events import SessionInterrupted, SessionStatus
from omnigent_tui.state.conversation import Conversation, Turn
from omnigent_tui.state.reducers.errors import with_error
from omnigent_tui.state.reducers.event_notices import background_told
from omnigent_tui.state.reducers.live_region import finalized, noticed, wanting_page
from omnigent_tui.state.transcript import NoticeKind
from omnigent_tui.values import replace

TURN_IS_OVER = frozenset({"idle", "waiting", "failed"})

Ended = response.ResponseCompleted | response.ResponseFailed | response.ResponseIncomplete | response.ResponseCancelled


def status_changed(conversation: Conversation, event: SessionStatus, at: float) -> Conversation:
    """Follow the server's word on the turn; when it is over, what streamed is final and history is asked."""
    turn = turn_with_status(conversation.turn, event.status, at)
    over = event.status in TURN_IS_OVER
    turn = replace(
        turn,
        blocked_on=event.blocked_on,
        response_id="" if over else (event.response_id or turn.response_id),
        background_tasks=turn.background_tasks if event.background_task_count is None else event.background_task_count,
    )
    told = conversation
    if event.background_task_count is not None:
        told = background_told(conversation, event.background_task_count, event.background_tasks, at)
    changed = told if turn == conversation.turn else replace(told, turn=turn)
    if event.error is not None and event.status == "failed":
        changed = with_error(changed, event.error, at)
    if over:
        changed = wanting_page(finalized(changed))
    revision = changed.revision + 1
    return replace(changed, revision=revision, status_revision=revision, is_status_known=True)


def turn_with_status(turn: Turn, status: str, at: float) -> Turn:
    """Return the turn in another status since `at`; the wish to stop ends with the turn."""
    if status in TURN_IS_OVER and (turn.stopping_since is not None or turn.stop_failure):
        turn = replace(turn, stopping_since=None, stop_failure="")
    return turn if status == turn.status else replace(turn, status=status, since=at)


def response_began(conversation: Conversation, began: Response, at: float) -> Conversation:
    """Remember which response runs; text and calls that follow are its own."""
    turn = replace(conversation.turn, response_id=began.id)
    if turn.status in TURN_IS_OVER:
        turn = turn_with_status(turn, "running", at)
    return conversation if turn == conversation.turn else replace(conversation, turn=turn)


def response_ended(conversation: Conversation, event: Ended, at: float) -> Conversation:
    """End what streams, unless the end is another response's (a late one must not cut a live turn)."""
    ended = event.response
    running = conversation.turn.response_id
    if running and ended.id and ended.id != running and not ended.id.startswith("deny_"):
        return _with_failure(conversation, event, at)
    changed = finalized(conversation)
    return _with_failure(changed, event, at)


def _with_failure(conversation: Conversation, event: Ended, at: float) -> Conversation:
    ended = event.response
    if isinstance(event, response.ResponseFailed):
        detail = ended.error or ErrorDetail(code="failed", message="The response failed.")
        return with_error(conversation, detail, at, response_id=ended.id)
    if isinstance(event, response.ResponseIncomplete):
        reason = ended.incomplete_details.reason if ended.incomplete_details else None
        text = f"Response incomplete: {reason}" if reason else "Response incomplete"
        return noticed(conversation, NoticeKind.INTERRUPTED, text, at=at, key=f"incomplete/{ended.id}")
    return conversation


def interrupted(conversation: Conversation, event: SessionInterrupted, at: float) -> Conversation:
    """Say that the turn was interrupted; the status event that follows ends it, if one was running."""
    if conversation.turn.stopping_since is not None and not conversation.turn.is_running:
        conversation = replace(conversation, turn=replace(conversation.turn, stopping_since=None))
    asked = event.data.requested_at or at
    return noticed(conversation, NoticeKind.INTERRUPTED, "Interrupted", at=at, key=f"interrupted/{asked:.0f}")
