"""What a person wants of the whole history of a session: searching it, going to a place in it, writing it to a file."""

from dataclasses import dataclass

from omnigent_tui.state.exporting import ExportFormat


@dataclass(frozen=True, slots=True)
class SearchHistory:
    """Search the items that are not loaded, in prompts and answers alone if `only_talk`; ends another such search."""

    session_id: str
    needle: str
    only_talk: bool = False


@dataclass(frozen=True, slots=True)
class LeaveSearch:
    """Look for nothing any more."""


@dataclass(frozen=True, slots=True)
class LoadUpTo:
    """Load older items until the one with `item_id` is there."""

    session_id: str
    item_id: str


@dataclass(frozen=True, slots=True)
class ExportSession:
    """Write the whole session to a new file at `path`."""

    session_id: str
    format: ExportFormat
    path: str


HistoryIntent = SearchHistory | LeaveSearch | LoadUpTo | ExportSession
