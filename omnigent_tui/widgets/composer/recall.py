"""Recall of earlier messages with the up and down keys, never over a draft."""

from collections.abc import Callable, Sequence


class Recall:
    """Where a person is among the earlier messages; `earlier` gives them oldest first, when they are wanted."""

    def __init__(self, earlier: Callable[[], Sequence[str]]) -> None:
        self.earlier = earlier
        self._texts: Sequence[str] = ()
        self._place: int | None = None

    @property
    def is_active(self) -> bool:
        """Whether an earlier message is shown, unedited."""
        return self._place is not None

    def previous(self) -> str | None:
        """Return the message before the one shown, or None at the oldest."""
        if self._place is None:
            self._texts = tuple(text for text in self.earlier() if text.strip())
            self._place = len(self._texts)
        if self._place == 0:
            if not self._texts:
                self._place = None
            return None
        self._place -= 1
        return self._texts[self._place]

    def next(self) -> str | None:
        """Return the message after the one shown, "" after the newest, None when nothing was recalled."""
        if self._place is None:
            return None
        self._place += 1
        if self._place >= len(self._texts):
            self.stop()
            return ""
        return self._texts[self._place]

    def stop(self) -> None:
        """Forget the place: what is shown is a draft now."""
        self._place = None
        self._texts = ()
