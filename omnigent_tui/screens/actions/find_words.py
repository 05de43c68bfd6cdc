"""What the search bar says about a search."""

from collections.abc import Callable

from omnigent_tui.state.search import SearchPhase, SearchState


def findings(
    number: int | None,
    total: int,
    search: SearchState | None,
    *,
    is_waiting: bool,
    is_typing: bool,
    key_of: Callable[[str], str],
) -> str:
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
    parts = [counted]
    if search is not None and search.phase is SearchPhase.RUNNING:
        parts.append(f"{search.searched:,} older items searched…")
    elif search is not None and search.phase is SearchPhase.FAILED:
        parts.append(f"older items could not be searched: {search.failure}")
    elif is_waiting:
        parts.append("older items come next…")
    elif search is not None and is_paused and number == 1:
        parts.append(f"{search.searched:,} older items searched · {key_of('find.previous')} searches on")
    elif is_typing:
        parts.append("↑ ↓ · Enter stay · Esc back" if total else "Esc back")
    elif total:
        parts.append(f"{key_of('find.previous')} ↑ · {key_of('find.next')} ↓ · Esc ends")
    return " · ".join(parts)
