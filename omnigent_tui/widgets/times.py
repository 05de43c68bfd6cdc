"""Points in time and spans, in the few characters a status has room for. All times are Unix seconds."""

from datetime import UTC, datetime

_SPANS = ((86_400.0, "d"), (3_600.0, "h"), (60.0, "min"))


def clock_time(at: float) -> str:
    """Return the local time of day, with the date when it is not today's: `14:03`, `Nov 21 14:03`."""
    moment = datetime.fromtimestamp(at, tz=UTC).astimezone()
    today = datetime.now(tz=UTC).astimezone().date()
    return moment.strftime("%H:%M" if moment.date() == today else "%b %d %H:%M")


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
