"""Errors of the stream and of snapshots as entries: told once, however many events tell them."""

from omnigent_tui.protocol.event_base import ErrorDetail
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.live_region import appended
from omnigent_tui.state.reducers.matching import same_error
from omnigent_tui.state.reducers.stored_notices import pretty
from omnigent_tui.state.transcript import ErrorNotice

_RECENT_ENTRIES = 40


def with_error(
    conversation: Conversation, error: ErrorDetail, at: float, *, response_id: str = "", title: str | None = None
) -> Conversation:
    """Return the conversation with an error, unless it says so already (status and response both tell)."""
    recent = (*conversation.history[-_RECENT_ENTRIES:], *conversation.live)
    if any(same_error(entry, error.code, error.message) for entry in recent):
        return conversation
    entry = ErrorNotice(
        key=f"error/{conversation.revision}/{error.code}",
        response_id=response_id or conversation.turn.response_id,
        created_at=at,
        code=error.code,
        message=error.message,
        title=error.title or title,
        cause=error.cause,
        remediation=error.remediation,
        detail=pretty(error.detail) if error.detail else "",
    )
    return appended(conversation, entry)
