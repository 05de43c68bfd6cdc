"""Calls whose output is not stored: while the turn they belong to runs they run, too, whatever their item says.

The server stores a call as completed as soon as the agent has made it; its output may come minutes later.
"""

from operator import is_

from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.reducers.turns import TURN_IS_OVER
from omnigent_tui.state.transcript import Entry, ToolCall, ToolState, UserMessage
from omnigent_tui.values import replace

_REACH = 200
"""Entries of history, from its end, that are looked through for the calls of the running turn."""


def with_open_calls(conversation: Conversation) -> Conversation:
    """Return the conversation whose stored calls without an output run or do not, as the turn does."""
    running = conversation.turn.status not in TURN_IS_OVER
    live = _told(conversation.live, running=running)
    history = conversation.history
    asked = any(isinstance(entry, UserMessage) for entry in conversation.live)
    start = len(history) if asked else _turn_start(history)
    tail = _told(history[start:], running=running)
    if not all(map(is_, tail, history[start:])):
        history = history[:start] + tail
    if live is conversation.live and history is conversation.history:
        return conversation
    return replace(conversation, live=live, history=history)


def with_live_output(conversation: Conversation, index: int, delta: str) -> Conversation:
    """Add to the output of a call that stands in history at `index`, if its own output is not stored yet."""
    card = conversation.history[index]
    if not isinstance(card, ToolCall) or card.output is not None:
        return conversation
    grown = replace(card, live_output=card.live_output + delta)
    history = (*conversation.history[:index], grown, *conversation.history[index + 1 :])
    return replace(conversation, history=history)


def _turn_start(history: tuple[Entry, ...]) -> int:
    """The index after the last message of a person, as far as that is near."""
    least = max(0, len(history) - _REACH)
    for index in range(len(history) - 1, least - 1, -1):
        if isinstance(history[index], UserMessage):
            return index + 1
    return least


def _told(entries: tuple[Entry, ...], *, running: bool) -> tuple[Entry, ...]:
    told = tuple(_as_the_turn(entry, running=running) for entry in entries)
    return entries if all(map(is_, told, entries)) else told


def _as_the_turn(entry: Entry, *, running: bool) -> Entry:
    if not isinstance(entry, ToolCall) or entry.output is not None or not entry.item_ids:
        return entry
    if running and entry.state is ToolState.DONE:
        return replace(entry, state=ToolState.RUNNING)
    if not running and entry.state is ToolState.RUNNING:
        return replace(entry, state=ToolState.DONE)
    return entry
