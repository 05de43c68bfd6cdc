"""Writing a session to a file: in which form, and how far it has come."""

from enum import StrEnum

from omnigent_tui.values import Value


class ExportFormat(StrEnum):
    """`markdown` is for people; `jsonl` has every item as the server tells it, one to a line."""

    MARKDOWN = "markdown"
    JSONL = "jsonl"

    @property
    def suffix(self) -> str:
        """How the names of such files end."""
        return ".md" if self is ExportFormat.MARKDOWN else ".jsonl"


class ExportState(Value):
    """The export that was asked for last: `items` written so far; `failure` or `is_done` once it is over."""

    session_id: str
    path: str
    items: int = 0
    is_done: bool = False
    failure: str = ""
