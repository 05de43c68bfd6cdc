"""Looking for words in a text that is read: where they stand, which of them is looked at, and that one marked."""

import re

from textual.content import Content

_HIT = "reverse"
_CURRENT = "reverse bold underline"


class TextSearch:
    """Plain words, upper and lower case alike, in a text of which not a character is changed."""

    def __init__(self, text: Content) -> None:
        self._text = text
        self._wanted = ""
        self._hits: list[tuple[int, int]] = []
        self._at = 0

    def look_for(self, wanted: str, start: int = 0) -> None:
        """Find every place, and go to the first one from character `start` on; an empty text finds nothing."""
        self._wanted = wanted
        found = re.finditer(re.escape(wanted), self._text.plain, re.IGNORECASE) if wanted else ()
        self._hits = [match.span() for match in found]
        self._at = next((place for place, (begin, _) in enumerate(self._hits) if begin >= start), 0)

    def go(self, step: int) -> None:
        """Go to the next hit or the one before, round the end."""
        if self._hits:
            self._at = (self._at + step) % len(self._hits)

    @property
    def words(self) -> str:
        """Where the search stands; empty before the first one."""
        if not self._wanted:
            return ""
        return f"{self._at + 1} of {len(self._hits)}" if self._hits else f"“{self._wanted}” is not in it"

    @property
    def marked(self) -> Content:
        """The text with every hit marked."""
        text = self._text
        for place, (begin, end) in enumerate(self._hits):
            text = text.stylize(_CURRENT if place == self._at else _HIT, begin, end)
        return text

    def row(self, width: int) -> int | None:
        """Return the row of the hit that is looked at, when the text is `width` cells wide."""
        return self._rows_to(self._hits[self._at][0], width) - 1 if self._hits else None

    def offset_of_row(self, row: int, width: int) -> int:
        """Return the first character of the line that stands in that row."""
        offset = rows = 0
        for line in self._text.plain.split("\n"):
            rows += _height(line, width)
            if rows > row:
                break
            offset += len(line) + 1
        return min(offset, len(self._text.plain))

    def _rows_to(self, offset: int, width: int) -> int:
        """How many rows the text takes up to and with that character."""
        *whole, last = self._text.plain[: offset + 1].split("\n")
        return sum(_height(line, width) for line in whole) + _height(last, width)


def _height(line: str, width: int) -> int:
    return Content(line).get_height({}, width) if line else 1
