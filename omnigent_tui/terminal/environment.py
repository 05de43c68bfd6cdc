"""The process environment that libraries read: prepared before they are imported, so this module never imports textual.

Textual freezes `TEXTUAL_*` into constants when it is first imported, hence the order.
"""

from collections.abc import Mapping, MutableMapping

_SSH_VARIABLES = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_UNUSABLE_TERMS = frozenset({"dumb", "unknown"})

FRAMES_PER_SECOND_OVER_SSH = "30"
"""What `TEXTUAL_FPS` becomes over ssh, where bytes decide and not the processor."""


NO_PYDANTIC_PLUGINS = ("PYDANTIC_DISABLE_PLUGINS", "__all__")


class UnusableTerminalError(Exception):
    """The terminal cannot show a full-screen program; the message says what to do."""


def prepare_environment(environ: MutableMapping[str, str]) -> None:
    """Adjust `environ` (usually `os.environ`) in place; call it before the first import of textual.

    What the user set in a `TEXTUAL_*` variable wins. Raises `UnusableTerminalError` for `TERM=dumb`.
    """
    term = environ.get("TERM", "")
    if term in _UNUSABLE_TERMS:
        raise UnusableTerminalError(
            f"TERM={term}: this terminal cannot move the cursor. "
            "Start in a real terminal, or set TERM (for example TERM=xterm-256color) if it is one."
        )
    # Exported sizes would win over the real size of the terminal and hide every resize.
    for name in ("COLUMNS", "LINES"):
        environ.pop(name, None)
    # https://no-color.org: an empty value does not count, but rich and Textual only look for presence.
    if environ.get("NO_COLOR") == "":
        del environ["NO_COLOR"]
    # Pydantic would read what every installed package says of itself, to find plugins: 10-25 ms for nothing.
    environ.setdefault(*NO_PYDANTIC_PLUGINS)
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    # Smooth scrolling turns on pixel mouse reports, many more bytes in for nothing a line view can show.
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if any(environ.get(name) for name in _SSH_VARIABLES):
        environ.setdefault("TEXTUAL_FPS", FRAMES_PER_SECOND_OVER_SSH)


def environment_for_others(environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` for a program started from here that is written in Python, too: it may want its plugins."""
    return {name: value for name, value in environ.items() if (name, value) != NO_PYDANTIC_PLUGINS}
