"""What the search bar says about a search."""

from collections.abc import Callable

from omnigent_tui.state.search import SearchPhase, SearchState
from omnigent_tui.widgets.search_bar import Findings


def findings(
    number: int | None,
    total: int,
    search: SearchState | None,
    *,
    is_waiting: bool,
    is_typing: bool,
    key_of: Callable[[str], str],
) -> Findings:
    """Return the words for hit `number` of `total`.

    `search` is the one through history, None while there is none; `is_waiting` says that it is about to begin.
    """
    is_running = is_waiting or (search is not None and search.phase is SearchPhase.RUNNING)
    is_paused = search is not None and search.phase is SearchPhase.PAUSED
    more = "+" if is_running or is_paused else ""
    noun = "hit" if total == 1 and not more else "hits"
    counted = f"{number:,}/{total:,}{more}" if number is not None else f"{total:,}{more} {noun}"
    if total == 0:
        counted = "none yet" if is_running else "not found"
    keys: tuple[str, ...] = ()
    if search is not None and search.phase is SearchPhase.RUNNING:
        counted += f" · {search.searched:,} older items searched…"
    elif search is not None and search.phase is SearchPhase.FAILED:
        counted += f" · older items could not be searched: {search.failure}"
    elif is_waiting:
        counted += " · older items come next…"
    elif search is not None and is_paused and number == 1:
        counted += f" · {search.searched:,} older items searched"
        keys = (f"{key_of('find.previous')} searches on",)
    elif is_typing:
        keys = ("↑ ↓", "Enter stay", "Esc back") if total else ("Esc back",)
    elif total:
        keys = (f"{key_of('find.previous')} ↑", f"{key_of('find.next')} ↓", "Esc ends")
    return Findings(counted, keys)


def ways_on(needle: str) -> Findings:
    """Return the words while nothing is looked for, whatever is left in the line."""
    return Findings("", ("Enter finds it again", "Esc back") if needle else ("Esc goes back",))
