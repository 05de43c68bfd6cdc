"""A part of a session's history that is loaded apart from its newest part, and the wish for one."""

from omnigent_tui.state.paging import History
from omnigent_tui.state.transcript import Entry
from omnigent_tui.values import Value


class Earlier(Value):
    """A block of stored entries without a hole; items are missing between it and the conversation's history.

    `oldest_item_id` and `newest_item_id` are the cursors its next pages are asked with; what they name need not be
    shown. `stored_ids` are the items that `entries` show.
    """

    entries: tuple[Entry, ...]
    oldest_item_id: str
    newest_item_id: str
    stored_ids: frozenset[str]
    older: History = History.MORE
    older_failure: str = ""
    newer: History = History.MORE
    newer_failure: str = ""

    def cursor(self, *, newer: bool) -> str:
        """Return the item that the page at one end is asked for with."""
        return self.newest_item_id if newer else self.oldest_item_id


class Opening(Value):
    """What is around the item is wanted, and on its way unless there is a `failure`."""

    item_id: str
    failure: str = ""
