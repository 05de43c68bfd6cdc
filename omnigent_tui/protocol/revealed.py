"""Text as it is shown to somebody who has to approve it, which remembers what the server sent.

Answers go back exactly as they were offered, though a choice's invisible characters were spelled out on the screen.
"""

from typing import Any

from omnigent_tui.protocol.cleaning import reveal


class RevealedText(str):
    """A text with nothing hidden in it; `raw` is the same text as the server sent it."""

    __slots__ = ("raw",)
    raw: str

    def __new__(cls, shown: str, raw: str) -> "RevealedText":
        """Make the text that shows `shown` and stands for `raw`."""
        text = super().__new__(cls, shown)
        text.raw = raw
        return text


def revealed(text: str) -> str:
    """Return `text` with every dangerous character spelled out; the text itself when there is none."""
    shown = reveal(text)
    return text if shown == text else RevealedText(shown, text)


def as_sent(value: Any) -> Any:
    """Return decoded JSON as the server sent it: revealed texts (keys too) are raw again."""
    if isinstance(value, RevealedText):
        return value.raw
    if isinstance(value, dict):
        return {as_sent(key): as_sent(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [as_sent(child) for child in value]
    return value
