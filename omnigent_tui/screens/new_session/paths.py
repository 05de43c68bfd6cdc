"""Paths between the workspace field, which shows clean text, and the server, which gets them back byte for byte."""

from omnigent_tui.protocol.hosts import DirectoryEntry
from omnigent_tui.state.directories import DirectoriesState, Listing, ListingPhase
from omnigent_tui.state.host_paths import base_name, expand_home, is_absolute, separator, split, without_end
from omnigent_tui.values import Value
from omnigent_tui.widgets.directory_picker.words import shown_path


class ShownPaths:
    """Knows the raw path behind a shown one where the two differ."""

    def __init__(self) -> None:
        self._raw: dict[str, str] = {}

    def show(self, raw_path: str) -> str:
        """Return the path as it is shown."""
        shown = shown_path(raw_path)
        if shown != raw_path:
            self._raw[shown] = raw_path
        return shown

    def raw(self, text: str) -> str:
        """Return the path behind what stands in the field."""
        known = [shown for shown in self._raw if text == shown or text.startswith((f"{shown}/", f"{shown}\\"))]
        if not known:
            return text
        longest = max(known, key=len)
        return self._raw[longest] + text[len(longest) :]


class Typed(Value):
    """What stands in the workspace field, taken apart: the directory part as typed, its raw path, and the rest.

    `raw_directory` is None for the home directory.
    """

    directory: str
    raw_directory: str | None
    rest: str


def take_apart(text: str, shown: ShownPaths, home: str | None) -> Typed | None:
    """Return the parts of an absolute path or one below `~`; None for anything else."""
    if text == "~":
        return Typed("~/", None, "")
    if not is_absolute(text) and not text.startswith(("~/", "~\\")):
        return None
    directory, rest = split(text)
    raw = without_end(shown.raw(directory))
    if raw == "~" or raw == home:
        return Typed(directory, None, rest)
    return Typed(directory, expand_home(raw, home) or raw, rest)


def directories_below(listing: Listing | None, rest: str) -> list[DirectoryEntry]:
    """Return the directories of a listing whose name begins with `rest`, in either case if none does exactly."""
    entries = [entry for entry in listing.entries if entry.is_directory] if listing is not None else []
    wanted = [entry for entry in entries if entry.name.startswith(rest)]
    wanted = wanted or [entry for entry in entries if entry.name.casefold().startswith(rest.casefold())]
    return [entry for entry in wanted if not entry.name.startswith(".") or rest.startswith(".")]


def completed(typed: Typed, listing: Listing, shown: ShownPaths) -> str | None:
    """Return the text with the rest completed as far as the names below agree; None when they do not say more."""
    found = directories_below(listing, typed.rest)
    if not found:
        return None
    if len(found) == 1:
        return joined(typed, found[0], shown) + separator(found[0].raw_path)
    names = [shown_path(base_name(entry.raw_path)) for entry in found]
    first, last = min(names), max(names)
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return typed.directory + first[:length] if length > len(typed.rest) else None


def joined(typed: Typed, entry: DirectoryEntry, shown: ShownPaths) -> str:
    """Return what the field shows for a directory below the typed one: `~` stays as it was typed."""
    name = base_name(entry.raw_path)
    is_plain = shown_path(name) == name
    return typed.directory + name if is_plain else shown.show(entry.raw_path)


def may_know_more(listing: Listing, rest: str) -> bool:
    """Whether a name that begins with `rest` may be on a page that is not there yet (names are sorted)."""
    if not listing.has_more or listing.phase is not ListingPhase.READY:
        return False
    last = listing.entries[-1].name if listing.entries else ""
    return last.startswith(rest) or last < rest


def known_listing(known: DirectoriesState, host_id: str, typed: Typed) -> Listing | None:
    """Return the listing of the typed directory part."""
    return known.listing(host_id, typed.raw_directory)
