"""Where an end of loaded history stands."""

from enum import StrEnum


class History(StrEnum):
    """Whether items beyond an end of what is loaded can still be fetched."""

    UNKNOWN = "unknown"
    LOADING = "loading"
    MORE = "more"
    COMPLETE = "complete"
    FAILED = "failed"
