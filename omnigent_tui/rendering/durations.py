"""Durations and ages in a few characters: "3 s", "2 min", "5 h", "3 d"."""

MINUTE = 60
HOUR = 3600
DAY = 86400
JUST_NOW = "now"


def duration(seconds: float) -> str:
    """Return a length of time (seconds) in its largest whole unit: s, min, h or d."""
    whole = max(0, int(seconds))
    for size, unit in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if whole >= size:
            return f"{whole // size} {unit}"
    return f"{whole} s"


def age(since: float | None, now: float) -> str:
    """Return how long ago `since` (Unix seconds) was, "now" within the first minute, "" when it isn't known.

    The text changes at most once a minute, so that a list of ages does not repaint every second.
    """
    if since is None:
        return ""
    return JUST_NOW if now - since < MINUTE else duration(now - since)
