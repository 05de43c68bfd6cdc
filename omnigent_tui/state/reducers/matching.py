"""When an entry in flight and a stored one are the same thing, and what comes of the two."""

from omnigent_tui.state.notices import Compaction
from omnigent_tui.state.reducers.tool_cards import same_call
from omnigent_tui.state.transcript import (
    AssistantMessage,
    Entry,
    ErrorNotice,
    Notice,
    Reasoning,
    ToolCall,
)
from omnigent_tui.values import replace

_ELLIPSIS = "…"
_TELLING_LENGTH = 20  # characters: so much of a shortened error's beginning is no coincidence


def is_surely_same(live: Entry, stored: Entry) -> bool:
    """Whether an id both have says that the stored entry is what the entry in flight became."""
    match live, stored:
        case ToolCall(), ToolCall():
            is_known = bool(live.response_id) and bool(stored.response_id)
            return is_known and live.call_id == stored.call_id and same_call(live, stored.response_id)
        case AssistantMessage(), AssistantMessage():
            if live.message_id and stored.message_id:
                return live.message_id == stored.message_id
            return _is_same_response(live, stored) and is_beginning(live.text, stored.text)
        case Reasoning(), Reasoning():
            return _is_same_response(live, stored)
        case ErrorNotice(), ErrorNotice():
            return same_error(live, stored.code, stored.message)
    return False


def is_likely_same(live: Entry, stored: Entry) -> bool:
    """Whether the two look the same, though no id says so; only to be asked of what is new in a page.

    Answers of other turns may well begin alike: two responses of a model's with ids of their own never match.
    """
    match live, stored:
        case ToolCall(), ToolCall():
            return live.call_id == stored.call_id and same_call(live, stored.response_id)
        case AssistantMessage(), AssistantMessage():
            if (live.message_id and stored.message_id) or not may_be_same_response(live, stored):
                return False
            if live.unsaved:
                return live.text == stored.text
            is_piece = not live.response_id and live.text.strip() in stored.text
            return is_piece or is_beginning(live.text, stored.text)
        case Reasoning(), Reasoning():
            return live.text == stored.text
    return False


def _is_same_response(live: Entry, stored: Entry) -> bool:
    return bool(live.response_id) and live.response_id == stored.response_id


def may_be_same_response(live: Entry, stored: Entry) -> bool:
    """Whether no id speaks against it.

    A restarted server stores an answer under another kind of id (wire-format §4.4), a denial under two.
    """
    ids = live.response_id, stored.response_id
    return ids[0] == ids[1] or not all(one.startswith("resp_") for one in ids)


def is_part(shown: Entry, stored: Entry) -> bool:
    """Whether an entry without an item is a piece of this answer or reasoning, of the same or an unknown response.

    What was taken for lost may have been stored by a restarted server.
    """
    known = shown.response_id in ("", stored.response_id)
    if shown.item_ids or not (may_be_same_response(shown, stored) if shown.unsaved else known):
        return False
    match shown, stored:
        case AssistantMessage(), AssistantMessage():
            return shown.text.strip() in stored.text
        case Reasoning(), Reasoning():
            return shown.text.strip() in stored.text
    return False


def is_beginning(text: str, whole: str) -> bool:
    """Whether one of the texts goes on where the other ends."""
    return bool(text.strip()) and (whole.startswith(text.rstrip()) or text.startswith(whole.rstrip()))


def same_error(entry: Entry, code: str, message: str) -> bool:
    """Whether an entry tells of this error. The snapshot tells a long message with its middle left out."""
    if not isinstance(entry, ErrorNotice) or entry.code != code:
        return False
    one, other = entry.message.strip(), message.strip()
    return one == other or _is_shortened(one, other) or _is_shortened(other, one)


def _is_shortened(short: str, long: str) -> bool:
    head, cut, _ = short.partition(_ELLIPSIS)
    return bool(cut) and len(head) >= _TELLING_LENGTH and long.startswith(head)


def merged(old: Entry, stored: Entry) -> Entry:
    """Return the stored entry under the old one's key, or the old one itself when nothing differs."""
    if isinstance(old, ToolCall) and isinstance(stored, ToolCall) and not set(old.item_ids) <= set(stored.item_ids):
        extra = tuple(i for i in old.item_ids if i not in stored.item_ids)
        stored = replace(
            stored,
            item_ids=extra + stored.item_ids,
            # A page that begins with the output does not tell when the call began.
            created_at=stored.created_at if stored.name else old.created_at or stored.created_at,
            name=stored.name or old.name,
            arguments=stored.arguments or old.arguments,
            output=old.output if stored.output is None else stored.output,
            state=old.state if stored.output is None else stored.state,
        )
    if isinstance(old, ToolCall) and isinstance(stored, ToolCall):
        so_far = old.live_output if stored.output is None else ""
        stored = replace(stored, begun_at=old.begun_at, seconds=old.seconds, live_output=so_far)
    if isinstance(old, Reasoning) and isinstance(stored, Reasoning):
        stored = replace(stored, seconds=old.seconds)
    if isinstance(old, Notice) and isinstance(stored, Notice):
        stored = with_size_before(stored, old)
    joined = replace(stored, key=old.key)
    return old if joined == old else joined


def with_size_before(stored: Notice, told: Notice) -> Notice:
    """Return the notice of a stored compaction with the size before it, which only the stream's follower knows."""
    about, known = stored.about, told.about
    if isinstance(about, Compaction) and isinstance(known, Compaction) and known.before and not about.before:
        return replace(stored, about=replace(about, before=known.before))
    return stored
