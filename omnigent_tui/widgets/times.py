"""Points in time and spans, in the few characters a status has room for. All times are Unix seconds."""

import time
from datetime import UTC, datetime

_SPANS = ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min"))


def clock_time(at: float, now: float | None = None) -> str:
    """Return the local time of day, `14:03`, with the date if `now` (None: this moment) has another: `Nov 21 14:03`."""
    moment = datetime.fromtimestamp(at, tz=UTC).astimezone()
    return moment.strftime("%H:%M" if is_same_day(at, time.time() if now is None else now) else "%b %d %H:%M")


def is_same_day(one: float, other: float) -> bool:
    """Whether both are on the same day here."""
    return time.localtime(one)[:3] == time.localtime(other)[:3]


def span(seconds: float) -> str:
    """Return a span in its largest unit: `4 s`, `12 min`, `3 h`, `9 d`; never negative."""
    for size, unit in _SPANS:
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"


def short_count(count: int) -> str:
    """Return a number of tokens in three digits: `850`, `12k`, `1.2M`."""
    if count < 1_000:
        return str(count)
    if count < 1_000_000:
        return f"{count // 1_000}k"
    return f"{count / 1_000_000:.1f}M"
