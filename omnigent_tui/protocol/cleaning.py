"""Cleaning of untrusted text: nothing that can steer a terminal or hide from a reader survives `clean`.

`clean` is the ingest choke point (`decode_json` applies it to every string of the server); `DANGEROUS` is the
same set for the output choke point. `reveal` is the variant for text a person is asked to approve: what `clean`
drops silently, `reveal` shows.
"""

import re

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f"
_C1 = r"\x80-\x9f"
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_BREAKS = r"\u2028\u2029"
_SURROGATES = "\ud800-\udfff"

DANGEROUS = re.compile(f"[{_CONTROL}{_C1}{_INVISIBLE}{_BREAKS}{_SURROGATES}]")
"""Characters that must never reach the terminal. Newline and tab are not in it: layout consumes them."""

_SELECT_GRAPHIC_RENDITION = re.compile(r"\x1b\[[0-9;:]{0,64}m")
_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")


def _plain_substitute(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0 or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return ""


def _revealing_substitute(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\u27e8U+{code:04X}\u27e9"


def clean(text: str) -> str:
    """Return `text` safe to show: line breaks become newlines, colour codes go, controls become visible pictures.

    Bidirectional and invisible characters are dropped; unpaired surrogates and C1 controls become U+FFFD.
    """
    if not DANGEROUS.search(text):
        return text
    text = _SELECT_GRAPHIC_RENDITION.sub("", _LINE_BREAK.sub("\n", text))
    return DANGEROUS.sub(_plain_substitute, text)


def reveal(text: str) -> str:
    """Return `text` safe to show with nothing hidden: every dangerous character is spelled out in its place."""
    return DANGEROUS.sub(_revealing_substitute, text) if DANGEROUS.search(text) else text


def clean_line(text: str, limit: int = 1000) -> str:
    """Return `text` cleaned, on one line, cut to `limit` characters with an ellipsis (for titles, names, ids)."""
    line = " ".join(clean(text[: limit * 4]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
