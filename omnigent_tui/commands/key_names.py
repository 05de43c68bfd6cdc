"""Keys by name: which ones every terminal delivers, and how they are written for people."""

import re
from functools import lru_cache

_FUNCTION = re.compile(r"^f([1-9]|1[0-2])$")
_LETTER = re.compile(r"^[a-z]$")
_CAPITAL = re.compile(r"^[A-Z]$")
_CURSOR = frozenset({"up", "down", "left", "right"})
_PAGING = frozenset({"home", "end", "pageup", "pagedown"})
# Printable keys by Textual's name; what they print is how they are written for people.
_SIGNS = {
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
    "question_mark": "?",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
}
_PLAIN = frozenset({"enter", "tab", "escape", "space", "delete", "insert", "backspace"}) | _CURSOR | _PAGING
# h, i, m arrive as backspace, tab and enter; a and b are the prefixes of screen and tmux; c and s end up as
# signal and flow control where the terminal driver is not in raw mode.
_CTRL_TAKEN = frozenset("himabcs")
# Delivered only by terminals with the kitty keyboard protocol; good as a second key, never as the only one.
BONUS_KEYS = frozenset({"shift+enter"})

_WORDS = {
    **_SIGNS,
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "delete": "Del",
    "insert": "Ins",
}
_KEY = re.compile(r"^(?:(?:ctrl|alt|shift)\+){0,3}[a-z0-9_]+$|^[A-Z]$")


def is_key_name(key: str) -> bool:
    """Whether the text is spelled like a Textual key name: ``f2``, ``ctrl+k``, ``shift+up``, ``question_mark``."""
    return bool(_KEY.match(key))


def survives_tmux(key: str) -> bool:
    """Whether the key reaches a program under its own name through ssh and a default tmux."""
    modifier, _, name = key.rpartition("+")
    if not modifier:
        is_letter = bool(_LETTER.match(name)) or bool(_CAPITAL.match(name))
        return name in _PLAIN or name in _SIGNS or bool(_FUNCTION.match(name)) or is_letter
    if modifier == "ctrl":
        is_letter = bool(_LETTER.match(name)) and name not in _CTRL_TAKEN
        return is_letter or name in _CURSOR or name in _PAGING
    if modifier == "alt":
        return bool(_LETTER.match(name)) or name in _CURSOR
    return modifier == "shift" and (name in _CURSOR or name == "tab")


def is_free_while_typing(key: str) -> bool:
    """Whether the key never types or edits text, so that it may work everywhere: Ctrl, Alt, F keys and Tab."""
    modifier, _, name = key.rpartition("+")
    return "ctrl" in modifier or "alt" in modifier or name == "tab" or bool(_FUNCTION.match(name))


@lru_cache(maxsize=256)
def key_label(key: str) -> str:
    """Write a key for people: ``ctrl+x`` → ``Ctrl+X``, ``alt+down`` → ``Alt+↓``, ``pageup`` → ``PgUp``."""
    *modifiers, name = key.split("+")
    if not modifiers and len(name) == 1:
        return name
    word = _WORDS.get(name) or (name.upper() if len(name) <= 3 and name not in {"tab", "end"} else name.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), word])
