"""What the picker says: where it is, what is missing, what went wrong and which key helps."""

from collections.abc import Callable, Iterator

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.rendering.durations import duration
from omnigent_tui.rendering.lines import Line, Run, wrap_text
from omnigent_tui.rendering.looks import BAD, MUTED, WARNING
from omnigent_tui.state.directories import DirectoryProblem, Failure, Listing, ListingPhase

PROBLEMS = {
    DirectoryProblem.MISSING: "There is no such directory.",
    DirectoryProblem.NOT_A_DIRECTORY: "This is a file, not a directory.",
    DirectoryProblem.DENIED: "You may not look into this directory.",
    DirectoryProblem.INVALID: "The host does not accept this path.",
    DirectoryProblem.EXISTS: "There is something of that name already.",
    DirectoryProblem.HOST_OFFLINE: "The host is offline.",
    DirectoryProblem.HOST_FAILED: "The host could not read it.",
    DirectoryProblem.TIMED_OUT: "The host did not answer in time.",
    DirectoryProblem.UNREACHABLE: "The server cannot be reached.",
}
KeyOf = Callable[[str], str]
"""From a command's id to its key as written for people."""


def shown_path(raw_path: str) -> str:
    """Return a raw path as one line that is safe to show."""
    return clean(raw_path).replace("\n", "␤").replace("\t", "␉")


def failure_text(failure: Failure) -> str:
    """Return what went wrong: in plain words, then in the server's, unless they say the same."""
    said = failure.reason.strip()
    plain = PROBLEMS[failure.problem]
    return plain if not said or said.rstrip(".").lower() in plain.lower() else f"{plain} ({said})"


def notes(listing: Listing, shown: int, width: int, now: float, key_of: KeyOf, typed: str) -> Iterator[Line]:
    """Yield the lines below the entries of `listing`, of which `shown` are on show."""
    for text, look in _sentences(listing, shown, now, key_of, typed):
        yield from wrap_text(((text, look),), width, ((" ", 0),))


def _sentences(listing: Listing, shown: int, now: float, key_of: KeyOf, typed: str) -> Iterator[Run]:
    again = key_of("new_session.reload")
    if listing.failure is not None:
        yield failure_text(listing.failure), BAD
        help_line = f"{again} tries again" if listing.failure.problem.may_pass else f"{again} looks again"
        yield f"{help_line}; ← goes to the directory above, ~ to the home directory.", MUTED
    elif listing.phase in (ListingPhase.LOADING, ListingPhase.LOADING_MORE):
        yield _loading(listing, now), MUTED
    elif listing.changed_meanwhile:
        yield f"The directory changed while it was read; {again} reads it again.", WARNING
    elif listing.has_more:
        yield f"… more than {len(listing.entries):,} entries; the rest is read when you get there.", MUTED
    elif not shown:
        count = len(listing.entries)
        if typed:
            yield f"None of {count:,} entries has “{typed}” in its name.", MUTED
        elif count:
            yield f"Only hidden entries; {key_of('directory.hidden')} shows them.", MUTED
        else:
            yield "Empty.", MUTED


def _loading(listing: Listing, now: float) -> str:
    waited = now - listing.since
    seconds = f" {duration(waited)}" if waited >= 1 else ""
    if listing.phase is ListingPhase.LOADING_MORE:
        return f"… reading on after {len(listing.entries):,} entries{seconds}"
    return f"Reading{seconds}…"
