"""Letting go of old history that nobody looks at: it can be fetched again."""

from dataclasses import replace

from omnigent_tui.state.client_events import HistoryTrimmed
from omnigent_tui.state.conversation import Conversation, History
from omnigent_tui.state.transcript import Entry, UserMessage


def trimmed(conversation: Conversation, event: HistoryTrimmed) -> Conversation:
    """Return the conversation with at least the newest `keep` entries of its history, cut where a turn begins.

    Between two turns no call is cut off from its output. Without such a place everything stays.
    """
    first = _turn_at_or_before(conversation.history, len(conversation.history) - max(1, event.keep))
    if first <= 0:
        return conversation
    dropped, kept = conversation.history[:first], conversation.history[first:]
    gone = {item_id for entry in dropped for item_id in entry.item_ids}
    return replace(
        conversation,
        history=kept,
        stored_ids=conversation.stored_ids - gone,
        oldest_item_id=kept[0].item_ids[0],
        older=History.MORE,
        older_failure="",
    )


def _turn_at_or_before(history: tuple[Entry, ...], index: int) -> int:
    while index > 0 and not (isinstance(history[index], UserMessage) and history[index].item_ids):
        index -= 1
    return index
