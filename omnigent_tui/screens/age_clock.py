"""The clock that ages are told by: it stands still while nobody types and nothing happens, so nothing is drawn."""

IDLE_SECONDS = 600.0
"""Ages that nobody looks after may be this much behind."""


class AgeClock:
    """Follows the wall clock whenever rows changed or a key was pressed; otherwise only every IDLE_SECONDS."""

    def __init__(self) -> None:
        self._as_of = float("-inf")
        self._seen: tuple[object, float | None] = (None, None)

    def as_of(self, now: float, rows: object, last_key: float | None) -> float:
        """Return the time (Unix seconds) that ages are to be told for; `rows` count as changed by identity."""
        rows_before, key_before = self._seen
        is_moved = rows is not rows_before or last_key != key_before
        if is_moved or not 0 <= now - self._as_of < IDLE_SECONDS:
            self._as_of = now
            self._seen = rows, last_key
        return self._as_of
