"""What this terminal can do beyond what every terminal can, from the terminfo database and the environment."""

import curses
from collections.abc import Mapping

# Terminals whose terminfo entry is often missing on the machine logged in to.
_FAMILIES = ("xterm", "alacritty", "contour", "foot", "ghostty", "kitty", "konsole", "rio", "rxvt", "vte", "wezterm")


def erases_with_background(environ: Mapping[str, str], descriptor: int) -> bool:
    """Whether erased cells get the current background colour (terminfo `bce`).

    `descriptor` is the terminal's. When in doubt the answer is no, which costs bytes but never shows wrong colours.
    """
    # tmux fills with the background whatever outer terminal and TERM, which may still be "screen".
    if environ.get("TMUX"):
        return True
    term = environ.get("TERM", "")
    try:
        curses.setupterm(term, descriptor)
    except curses.error:
        return term.startswith(_FAMILIES)
    return curses.tigetflag("bce") > 0
