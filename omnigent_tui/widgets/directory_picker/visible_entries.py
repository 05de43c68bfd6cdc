"""Which entries of a listing a person sees: hidden ones left out, the rest narrowed down by what is typed."""

from omnigent_tui.protocol.hosts import DirectoryEntry
from omnigent_tui.state.directories import Listing

Entries = tuple[DirectoryEntry, ...]


class VisibleEntries:
    """Remembers the last answer: the same listing and the same filter cost nothing."""

    def __init__(self) -> None:
        self._of: Entries = ()
        self._typed = ""
        self._with_hidden = False
        self._found: Entries = ()
        self._is_fresh = False

    def of(self, listing: Listing | None, typed: str, *, with_hidden: bool) -> Entries:
        """Return the entries whose name holds `typed` (a dot at its start looks among hidden ones, too)."""
        entries = listing.entries if listing is not None else ()
        same = self._is_fresh and entries is self._of and (typed, with_hidden) == (self._typed, self._with_hidden)
        if not same:
            # Typing on narrows down what was found already; a dot at the start looks elsewhere.
            goes_on = self._is_fresh and entries is self._of and with_hidden == self._with_hidden
            goes_on = goes_on and typed.startswith(self._typed) and not typed.startswith(".")
            self._found = _narrowed(self._found if goes_on else entries, typed, with_hidden=with_hidden)
            self._of, self._typed, self._with_hidden, self._is_fresh = entries, typed, with_hidden, True
        return self._found


def _narrowed(entries: Entries, typed: str, *, with_hidden: bool) -> Entries:
    if not with_hidden and not typed.startswith("."):
        entries = tuple(entry for entry in entries if not entry.name.startswith("."))
    wanted = typed.casefold()
    return tuple(entry for entry in entries if wanted in entry.name.casefold()) if wanted else entries
