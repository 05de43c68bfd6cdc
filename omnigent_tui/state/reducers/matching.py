"""When an entry in flight and a stored one are the same thing, and what comes of the two."""

from dataclasses import replace

from omnigent_tui.state.reducers.tool_cards import same_call
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Reasoning,
    ToolCall,
)


def is_same_thing(live: Entry, stored: Entry, *, is_recent: bool) -> bool:
    """Whether the stored entry is what the entry in flight (which has no item id yet) became.

    Without a common response id only what is new in a page (`is_recent`) can be meant: answers of other turns
    may well begin alike.
    """
    match live, stored:
        case ToolCall(), ToolCall():
            return live.call_id == stored.call_id and same_call(live, stored.response_id)
        case AssistantMessage(), AssistantMessage():
            if live.message_id and stored.message_id:
                return live.message_id == stored.message_id
            is_same_response = bool(live.response_id) and live.response_id == stored.response_id
            return (is_same_response or is_recent) and _is_beginning(live.text, stored.text)
        case Reasoning(), Reasoning():
            return live.text == stored.text or (bool(live.response_id) and live.response_id == stored.response_id)
        case ErrorNotice(), ErrorNotice():
            return live.code == stored.code and live.message.strip() == stored.message.strip()
    return False


def _is_beginning(text: str, whole: str) -> bool:
    return bool(text.strip()) and (whole.startswith(text.rstrip()) or text.startswith(whole.rstrip()))


def merged(old: Entry, stored: Entry) -> Entry:
    """Return the stored entry under the old one's key, or the old one itself when nothing differs."""
    if isinstance(old, ToolCall) and isinstance(stored, ToolCall) and not set(old.item_ids) <= set(stored.item_ids):
        extra = tuple(i for i in old.item_ids if i not in stored.item_ids)
        stored = replace(
            stored,
            item_ids=extra + stored.item_ids,
            name=stored.name or old.name,
            arguments=stored.arguments or old.arguments,
            output=old.output if stored.output is None else stored.output,
            state=old.state if stored.output is None else stored.state,
        )
    joined = replace(stored, key=old.key)
    return old if joined == old else joined
