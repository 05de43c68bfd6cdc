"""What a person wants of the whole history of a session: searching it, going to a place in it, writing it to a file."""

from omnigent_tui.state.exporting import ExportFormat
from omnigent_tui.values import Value


class SearchHistory(Value):
    """Search the items that are not loaded, in prompts and answers alone if `only_talk`; ends another such search."""

    session_id: str
    needle: str
    only_talk: bool = False


class LeaveSearch(Value):
    """Look for nothing any more."""


class LoadAround(Value):
    """Load the item with `item_id` and what is around it, unless it is there."""

    session_id: str
    item_id: str


class LoadEarlierPage(Value):
    """Fetch the page before what is loaded apart from the newest part or, if `newer`, the one after it."""

    session_id: str
    newer: bool


class ExportSession(Value):
    """Write the whole session to a new file at `path`."""

    session_id: str
    format: ExportFormat
    path: str


HistoryIntent = SearchHistory | LeaveSearch | LoadAround | LoadEarlierPage | ExportSession
