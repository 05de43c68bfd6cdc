"""The base of the renderers: one face for each entry on show, turning it into lines and keeping what it can reuse."""

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

from omnigent_tui.rendering.glyphs import Glyphs
from omnigent_tui.rendering.lines import Line, Run, cut_text, wrap_text
from omnigent_tui.rendering.looks import MUTED, WARNING
from omnigent_tui.state.transcript import EntryBase
from omnigent_tui.widgets.transcript.hints import NO_HINTS, Hints

EntryT = TypeVar("EntryT", bound=EntryBase)

SHOWN_LIMIT = 64_000
"""Characters of a plain text (a user message, an output, an error) that are shown; of the rest only the number."""

SHOWN_LINES = 2_000
"""Lines of a plain text that are shown."""

UNSAVED = "not kept by the server"


class Face(ABC, Generic[EntryT]):
    """Draws one entry. `lines` are cached; rows that did not change stay the same objects."""

    compact: ClassVar[bool] = False
    """Whether this kind stands without a blank row between it and others like it."""
    starts_folded: ClassVar[bool] = False
    """Whether it is folded until the reader unfolds it."""

    def __init__(self, entry: EntryT, glyphs: Glyphs) -> None:
        self.entry = entry
        self.glyphs = glyphs
        self._cached: list[Line] | None = None
        self._cached_for: tuple[int, bool] = (0, False)
        self.hints = NO_HINTS

    def update(self, entry: EntryT) -> None:
        """Show `entry` from now on (same kind, same key)."""
        self.entry = entry
        self._cached = None

    def take_hints(self, hints: Hints) -> bool:
        """Draw by these from now on; return whether that changes the rows."""
        before, self.hints = self.hints, hints
        if self.heeds(before, hints):
            self._cached = None
            return True
        return False

    def heeds(self, before: Hints, after: Hints) -> bool:  # noqa: ARG002
        """Whether the entry is drawn otherwise with other hints."""
        return False

    def lines(self, width: int, folded: bool) -> list[Line]:
        """Return the rows for `width` cells, the margin not included. Do not change the list."""
        if self._cached is None or self._cached_for != (width, folded):
            self._cached = self.lay_out(width, folded)
            self._cached_for = (width, folded)
        return self._cached

    @property
    @abstractmethod
    def sign(self) -> Run:
        """The one-cell sign in the margin of the first row, and its look."""

    @abstractmethod
    def lay_out(self, width: int, folded: bool) -> list[Line]:
        """Return the rows for `width` cells."""

    def is_foldable(self) -> bool:
        """Whether folding makes a difference."""
        return False

    @classmethod
    @abstractmethod
    def estimate(cls, entry: EntryT, width: int, folded: bool) -> int:
        """Guess the number of rows, cheaply."""

    @classmethod
    @abstractmethod
    def source(cls, entry: EntryT) -> str:
        """Return the entry as text to copy when all of it is selected."""

    def footnotes(self, width: int) -> list[Line]:
        """Return the rows about the entry itself (that the server did not keep it)."""
        return wrap_text(((f"({UNSAVED})", WARNING),), width) if self.entry.unsaved else []


def estimated_rows(text: str, width: int) -> int:
    """Guess the rows of running text."""
    return text.count("\n") + len(text) // max(10, width - 2) + 1


def limited(text: str, look: int = 0) -> tuple[Run, ...]:
    """Return `text` as a run, cut to what is shown of a text, with a note of how many more characters there are."""
    shown, hidden = cut_text(text, SHOWN_LIMIT, SHOWN_LINES)
    if not hidden:
        return ((shown, look),)
    return ((shown, look), (f"\n… {hidden:,} more characters are not shown", MUTED))
