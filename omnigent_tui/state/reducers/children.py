"""Sub-agent sessions of a conversation: rows from the server, patched by what the stream tells of them."""

from collections.abc import Mapping
from types import MappingProxyType

from omnigent_tui.protocol.child_sessions import ChildSession, parse_child_session
from omnigent_tui.protocol.session_events import ChildSessionUpdated
from omnigent_tui.state.client_events import ChildrenArrived
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.values import replace


def patched(conversation: Conversation, event: ChildSessionUpdated) -> Conversation:
    """Merge what the event tells of one child; it is sometimes the whole row, sometimes a few fields."""
    known = conversation.children.get(event.child_session_id)
    fields = known.model_dump(exclude_unset=True) if known is not None else {}
    told = {name: value for name, value in event.child.items() if value is not None}
    child = parse_child_session({**fields, **told, "id": event.child_session_id})
    if child is None or child == known:
        return conversation
    return _with(conversation, {**conversation.children, child.id: child})


def arrived(conversation: Conversation, event: ChildrenArrived) -> Conversation:
    """Take the server's rows; a child that only the stream knows of yet stays."""
    if event.asked_at_revision < conversation.revision and conversation.children:
        # The stream has told more since: rows it knows already are newer than these.
        rows = {child.id: child for child in event.children if child.id not in conversation.children}
    else:
        rows = {child.id: child for child in event.children}
    children = {**conversation.children, **rows}
    return conversation if children == dict(conversation.children) else _with(conversation, children)


def _with(conversation: Conversation, children: Mapping[str, ChildSession]) -> Conversation:
    return replace(conversation, children=MappingProxyType(dict(children)))
