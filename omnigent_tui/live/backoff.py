"""How long to wait before the next attempt."""

from omnigent_tui.values import Value


class Backoff(Value):
    """Doubling delays with jitter: `first` seconds after one failure, `longest` at most, half of it at random."""

    first: float
    longest: float

    def delay(self, failures: int, jitter: float) -> float:
        """Return the delay in seconds after this many failures in a row; `jitter` is 0 to 1."""
        if failures <= 0:
            return 0.0
        whole = min(self.longest, self.first * 2.0 ** min(failures - 1, 16))
        return whole * (0.5 + 0.5 * jitter)


STREAM = Backoff(first=0.5, longest=15.0)
UPDATES = Backoff(first=0.5, longest=15.0)
CONNECTING = Backoff(first=2.0, longest=15.0)
REQUESTS = Backoff(first=1.0, longest=30.0)
