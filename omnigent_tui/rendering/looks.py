"""Looks: what a run of text is (a heading, a keyword, muted …) as bits of an int; a palette turns them into styles.

Bits combine with `|`. Where two bits set the same thing, the higher bit wins. Plain ints rather than an `IntFlag`:
they are combined for every run of every streamed frame.
"""

from typing import Final

PLAIN: Final = 0
MUTED: Final = 1 << 0
QUOTE: Final = 1 << 1
CODE: Final = 1 << 2
CODE_BLOCK: Final = 1 << 3
HEADING: Final = 1 << 4
MARKER: Final = 1 << 5
URL: Final = 1 << 6
USER: Final = 1 << 7
ACCENT: Final = 1 << 8
GOOD: Final = 1 << 9
WARNING: Final = 1 << 10
BAD: Final = 1 << 11
KEYWORD: Final = 1 << 12
NAME: Final = 1 << 13
STRING: Final = 1 << 14
NUMBER: Final = 1 << 15
COMMENT: Final = 1 << 16
ADDED: Final = 1 << 17
REMOVED: Final = 1 << 18
BOLD: Final = 1 << 19
ITALIC: Final = 1 << 20
STRIKE: Final = 1 << 21
UNDERLINE: Final = 1 << 22
TRACK: Final = 1 << 23
THUMB: Final = 1 << 24
CURRENT: Final = 1 << 25
CURRENT_BLURRED: Final = 1 << 26
FLAG: Final = 1 << 27
HIT: Final = 1 << 28
HIT_CURRENT: Final = 1 << 29
SELECTED: Final = 1 << 30

LOOK_NAMES: Final[dict[int, str]] = {
    MUTED: "muted",
    QUOTE: "quote",
    CODE: "code",
    CODE_BLOCK: "code-block",
    HEADING: "heading",
    MARKER: "marker",
    URL: "url",
    USER: "user",
    ACCENT: "accent",
    GOOD: "good",
    WARNING: "warning",
    BAD: "bad",
    KEYWORD: "keyword",
    NAME: "name",
    STRING: "string",
    NUMBER: "number",
    COMMENT: "comment",
    ADDED: "added",
    REMOVED: "removed",
    BOLD: "bold",
    ITALIC: "italic",
    STRIKE: "strike",
    UNDERLINE: "underline",
    TRACK: "track",
    THUMB: "thumb",
    CURRENT: "current",
    CURRENT_BLURRED: "current-blurred",
    FLAG: "flag",
    HIT: "hit",
    HIT_CURRENT: "hit-current",
    SELECTED: "selected",
}
"""Every look and its name; the class of look NAME in style sheets is `look--NAME`."""

TOKEN_NAMES: Final[dict[int, str]] = {
    KEYWORD: "Keyword",
    NAME: "Name.Function",
    STRING: "Literal.String",
    NUMBER: "Literal.Number",
    COMMENT: "Comment",
    ADDED: "Generic.Inserted",
    REMOVED: "Generic.Deleted",
}
"""The looks of code, and the token of a theme's code colours that each takes its style from."""
