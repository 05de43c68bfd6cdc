"""Tool cards: which call an item belongs to, and how a card changes with it.

A running call reaches the stream under a throw-away id, is stored later under another, and an interrupt stores
calls and outputs again under a `cancel_…` response (wire-format §5.3, §7): cards are keyed by call id and response.
"""

from collections.abc import Sequence

from omnigent_tui.protocol.items import FunctionCallItem, FunctionCallOutputItem
from omnigent_tui.state.transcript import Entry, ToolCall, ToolState
from omnigent_tui.values import replace

CANCELLED_OUTPUT = "[Cancelled"
CANCELLED_RESPONSE = "cancel_"
OWN_TURN = "turn_"
_REACH = 400  # entries: how far behind its call an output may lie; keeps joining a page linear


def is_throwaway(item_id: str) -> bool:
    """Whether a tool item's id is the stream's own, which no stored item ever has."""
    return item_id.startswith(("fc_", "fco_")) or not item_id


def find_card(entries: Sequence[Entry], item: FunctionCallItem | FunctionCallOutputItem) -> int | None:
    """Return the index of the card the item belongs to, searching from the newest, or None."""
    for index in range(len(entries) - 1, max(-1, len(entries) - 1 - _REACH), -1):
        entry = entries[index]
        if (
            isinstance(entry, ToolCall)
            and entry.call_id == item.call_id
            and (item.id in (entry.key, *entry.item_ids) or _belongs(entry, item))
        ):
            return index
    return None


def _belongs(card: ToolCall, item: FunctionCallItem | FunctionCallOutputItem) -> bool:
    if isinstance(item, FunctionCallOutputItem) and is_late_output(card, item.response_id):
        return True
    if not same_call(card, item.response_id):
        return False
    if isinstance(item, FunctionCallOutputItem) or card.output is None or not card.name:
        return True
    # A model may use a call id again: a call that begins after an output is another one. Only an interrupt stores
    # one twice, and the stream tells of the end of each once more.
    begins = item.status == "in_progress" or not is_throwaway(item.id)
    return not begins or item.response_id.startswith(CANCELLED_RESPONSE)


def same_call(card: ToolCall, response_id: str) -> bool:
    """Whether an item of `response_id` with the card's call id belongs to the card (call ids come again)."""
    if not response_id or not card.response_id or response_id == card.response_id:
        return True
    if response_id.startswith(CANCELLED_RESPONSE):
        return card.output is None
    return False


def is_late_output(card: ToolCall, response_id: str) -> bool:
    """Whether an output of `response_id` with the card's call id is the card's nevertheless.

    A server that was started again while a call waited stores the call and its output under a turn of their own each.
    """
    return card.output is None and response_id.startswith(OWN_TURN)


def tool_card_of_call(item: FunctionCallItem) -> ToolCall:
    """Return the card of a call."""
    response_id = item.response_id or response_of(item)
    return ToolCall(
        key=item.id or f"call/{response_id}/{item.call_id}",
        item_ids=() if is_throwaway(item.id) else (item.id,),
        response_id=response_id,
        created_at=item.created_at,
        call_id=item.call_id,
        name=item.name,
        arguments=item.arguments,
        state=_state_of_call(item),
    )


def orphan_card(item: FunctionCallOutputItem) -> ToolCall:
    """Return the card of an output whose call is not loaded; its name is empty until the call is found."""
    return ToolCall(
        key=item.id or f"output/{item.response_id}/{item.call_id}",
        item_ids=() if is_throwaway(item.id) else (item.id,),
        response_id=item.response_id,
        created_at=item.created_at,
        call_id=item.call_id,
        name="",
        arguments="",
        state=_state_of_output(item.output),
        output=item.output,
        ended_at=item.created_at,
    )


def response_of(item: FunctionCallItem) -> str:
    """Return the response id of a streamed call: its first copy carries it in `agent`."""
    return item.agent if item.agent and item.agent.startswith("resp_") else ""


def with_call(card: ToolCall, item: FunctionCallItem) -> ToolCall:
    """Return the card with a (repeated) call joined in."""
    response_id = item.response_id or response_of(item) or card.response_id
    state = card.state
    if item.status == "action_required" and card.output is None:
        state = ToolState.ACTION_REQUIRED
    changed = replace(
        card,
        item_ids=_with_id(card.item_ids, item.id),
        response_id=response_id,
        created_at=card.created_at or item.created_at,
        name=item.name or card.name,
        arguments=item.arguments or card.arguments,
        state=state,
        unsaved=False,
    )
    return card if changed == card else changed


def joined_cards(older: ToolCall, newer: ToolCall) -> ToolCall:
    """Return the card of a call whose items two pages told apart; it keeps the key it was shown under."""
    return replace(
        older,
        key=newer.key,
        item_ids=older.item_ids + tuple(i for i in newer.item_ids if i not in older.item_ids),
        output=older.output if newer.output is None else newer.output,
        ended_at=older.ended_at if newer.output is None else newer.ended_at,
        state=older.state if newer.output is None else newer.state,
    )


def with_output(card: ToolCall, item: FunctionCallOutputItem) -> ToolCall:
    """Return the card with its output joined in."""
    changed = replace(
        card,
        item_ids=_with_id(card.item_ids, item.id),
        response_id=item.response_id or card.response_id,
        output=item.output,
        live_output="",
        ended_at=item.created_at or card.ended_at,
        state=_state_of_output(item.output),
        unsaved=False,
    )
    return card if changed == card else changed


def _with_id(ids: tuple[str, ...], item_id: str) -> tuple[str, ...]:
    return ids if is_throwaway(item_id) or item_id in ids else (*ids, item_id)


def _state_of_call(item: FunctionCallItem) -> ToolState:
    if item.status == "action_required":
        return ToolState.ACTION_REQUIRED
    return ToolState.RUNNING if item.status == "in_progress" or is_throwaway(item.id) else ToolState.DONE


def _state_of_output(output: str) -> ToolState:
    return ToolState.CANCELLED if output.startswith(CANCELLED_OUTPUT) else ToolState.DONE
