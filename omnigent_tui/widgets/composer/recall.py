"""Walking through earlier messages: a draft that was there before is put aside, and comes back after the newest."""

from collections.abc import Callable, Sequence

from omnigent_tui.widgets.composer.draft import Draft, draft_of


class Recall:
    """Where a person is among the earlier messages; `earlier` gives them oldest first, when they are wanted."""

    def __init__(self, earlier: Callable[[], Sequence[str]]) -> None:
        self.earlier = earlier
        self._texts: Sequence[str] = ()
        self._place: int | None = None
        self._aside = Draft()

    @property
    def is_active(self) -> bool:
        """Whether an earlier message is shown, unedited."""
        return self._place is not None

    @property
    def aside(self) -> Draft:
        """The draft that the walk began with; empty when none is under way."""
        return self._aside

    def previous(self, written: Draft) -> Draft | None:
        """Return the message before the one shown, or None at the oldest; `written` is what to put aside first."""
        if self._place is None:
            self._texts = tuple(text for text in self.earlier() if text.strip())
            if not self._texts:
                return None
            self._place = len(self._texts)
            self._aside = written
        if self._place == 0:
            return None
        self._place -= 1
        return draft_of(self._texts[self._place])

    def show(self, text: str, written: Draft) -> Draft:
        """Go to that message, as if one had walked there; to one that is not among them as to the newest."""
        if self._place is None:
            self._texts = tuple(earlier for earlier in self.earlier() if earlier.strip())
            self._aside = written
        places = [place for place, earlier in enumerate(self._texts) if earlier == text]
        if not places:
            self._texts = (*self._texts, text)
        self._place = places[-1] if places else len(self._texts) - 1
        return draft_of(text)

    def next(self) -> Draft | None:
        """Return the message after the one shown, after the newest the draft; None when nothing was recalled."""
        if self._place is None:
            return None
        self._place += 1
        return self.stop() if self._place >= len(self._texts) else draft_of(self._texts[self._place])

    def stop(self) -> Draft:
        """End the walk: what is shown is a draft now. Returns the one that was put aside."""
        aside, self._aside = self._aside, Draft()
        self._place = None
        self._texts = ()
        return aside
