"""Events about the part of a session's history that is loaded apart from the newest one.

Pages name the cursor they were asked with: one that does not fit what is loaded when it comes is dropped.
"""

from omnigent_tui.protocol.items import Item
from omnigent_tui.state.client_events.event import ConversationEvent


class EarlierRequested(ConversationEvent):
    """What is around the item was asked for."""

    item_id: str


class EarlierArrived(ConversationEvent):
    """Items around `item_id` and itself, oldest first, without a hole; and whether there are more before and after."""

    item_id: str
    items: tuple[Item, ...]
    has_older: bool
    has_newer: bool


class EarlierFailed(ConversationEvent):
    """What is around the item could not be fetched."""

    item_id: str
    reason: str


class EarlierPageRequested(ConversationEvent):
    """The page before the item `cursor` or, if `newer`, after it, was asked for."""

    newer: bool
    cursor: str


class EarlierPageArrived(ConversationEvent):
    """The page before the item `cursor` or, if `newer`, after it; oldest first."""

    newer: bool
    cursor: str
    items: tuple[Item, ...]
    has_more: bool


class EarlierPageFailed(ConversationEvent):
    """The page before the item `cursor` or, if `newer`, after it, could not be fetched."""

    newer: bool
    cursor: str
    reason: str


class EarlierLeft(ConversationEvent):
    """The newest messages are read again: the earlier part may go."""


class FarItemsDropped(ConversationEvent):
    """Too much is loaded.

    What the reader has before them (`near`, ids of items) stays, and on both sides of it up to `margin` entries that
    hold no more than `margin_characters`; so do the newest `keep` entries, if they hold no more than `keep_characters`.
    The rest may go.
    """

    near: frozenset[str]
    keep: int
    margin: int
    keep_characters: int | None = None
    margin_characters: int | None = None
