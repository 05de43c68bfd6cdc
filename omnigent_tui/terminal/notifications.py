"""Calling the person through the terminal: its bell, a notification of the desktop where it can show one, its title.

Which sequence a terminal takes is told by its environment. Everything written is one line, cleaned and short.
"""

import base64
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from textual.app import App

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.terminal.driver import TerminalDriver

BELL: Final = "\x07"
NAME: Final = "omnigent"
_LIMIT = 160
_END = "\x1b\\"


class Channel(StrEnum):
    """How a terminal is told to show a notification of the desktop."""

    NONE = "none"
    OSC_9 = "OSC 9"
    OSC_777 = "OSC 777"
    OSC_99 = "OSC 99"


_BY_VARIABLE = (
    ("KITTY_WINDOW_ID", Channel.OSC_99),
    ("GHOSTTY_RESOURCES_DIR", Channel.OSC_777),
    ("WEZTERM_PANE", Channel.OSC_777),
    ("ITERM_SESSION_ID", Channel.OSC_9),
)
_BY_PROGRAM = {"iterm.app": Channel.OSC_9, "wezterm": Channel.OSC_777, "ghostty": Channel.OSC_777}
_BY_TERM = (
    ("xterm-kitty", Channel.OSC_99),
    ("xterm-ghostty", Channel.OSC_777),
    ("foot", Channel.OSC_777),
    ("rxvt", Channel.OSC_777),
    ("contour", Channel.OSC_777),
)


def channel_of(environ: Mapping[str, str]) -> Channel:
    """Return how the terminal is told; `NONE` for one that is not known to show notifications.

    Inside tmux the variables of the terminal around it are what is left to go by.
    """
    for name in ("TERM_PROGRAM", "LC_TERMINAL"):
        found = _BY_PROGRAM.get(environ.get(name, "").lower())
        if found is not None:
            return found
    for name, channel in _BY_VARIABLE:
        if environ.get(name):
            return channel
    term = environ.get("TERM", "")
    return next((channel for prefix, channel in _BY_TERM if term.startswith(prefix)), Channel.NONE)


def notification(channel: Channel, title: str, text: str, *, in_tmux: bool) -> str:
    """Return the sequence that shows a notification; empty where there is no way to.

    tmux hands it through to the terminal around it if its `allow-passthrough` is on, and drops it otherwise.
    """
    title, text = clean_line(title, _LIMIT), clean_line(text, _LIMIT)
    match channel:
        case Channel.OSC_9:
            # "9;4;…" would be a progress bar: a word in front keeps any text from being one.
            sequence = f"\x1b]9;{NAME}: {title}: {text}{_END}"
        case Channel.OSC_777:
            sequence = f"\x1b]777;notify;{title.replace(';', ',')};{text.replace(';', ',')}{_END}"
        case Channel.OSC_99:
            body = _encoded(text)
            sequence = f"\x1b]99;i={NAME}:d=0:e=1;{_encoded(title)}{_END}\x1b]99;i={NAME}:p=body:e=1;{body}{_END}"
        case Channel.NONE:
            return ""
    return _through_tmux(sequence) if in_tmux else sequence


def waiting_title(count: int) -> str:
    """Return the window title while `count` questions wait: `(2!) omnigent`."""
    return f"({count}!) {NAME}" if count else NAME


def write(app: App[None], sequence: str) -> None:
    """Write a sequence of this module's to the terminal, if there is one."""
    driver = app._driver
    if sequence and isinstance(driver, TerminalDriver):
        driver.write(sequence)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


def _through_tmux(sequence: str) -> str:
    escaped = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{escaped}{_END}"
