"""The arguments or the output of a tool call, read by name: whatever a server sent, asking never raises."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from omnigent_tui.rendering.json_preview import parsed

_LARGEST = 10**15


class ToolValues(Mapping[str, Any]):
    """A JSON object whose values are asked for as what they should be; a value of another kind counts as missing."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    @classmethod
    def of(cls, text: str) -> ToolValues | None:
        """Return the object in `text` (the server's JSON string); None when there is none."""
        value = parsed(text)
        return cls(value) if isinstance(value, dict) else None

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def has_text(self, name: str) -> bool:
        """Whether that value is a text, if only an empty one."""
        return isinstance(self._values.get(name), str)

    def text(self, *names: str) -> str:
        """Return the first of these values that is a text with something in it, else ""."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, str) and value:
                return value
        return ""

    def command(self, *names: str) -> str:
        """Return the first of these values that is a command: a text, or a list of words (quoted where needed)."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, str) and value:
                return value
            if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
                return _without_wrapper(value)
        return ""

    def number(self, *names: str) -> int | None:
        """Return the first of these values that is a whole number, unless it is absurd."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
                return value
        return None

    def nested(self, name: str) -> ToolValues:
        """Return that object; an empty one when there is none."""
        value = self._values.get(name)
        return ToolValues(value if isinstance(value, dict) else {})

    def rows(self, *names: str) -> list[ToolValues]:
        """Return the objects of the first of these values that is a list with objects in it."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, list):
                rows = [ToolValues(row) for row in value if isinstance(row, dict)]
                if rows:
                    return rows
        return []

    def texts(self, *names: str) -> list[str]:
        """Return the texts of the first of these values that is a list with texts in it."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, list):
                texts = [text for text in value if isinstance(text, str)]
                if texts:
                    return texts
        return []


def _without_wrapper(words: list[str]) -> str:
    """Harnesses wrap commands as `bash -lc COMMAND`: only the command is worth reading."""
    if len(words) == 3 and words[0].rpartition("/")[2] in {"bash", "sh", "zsh"} and words[1] in {"-c", "-lc"}:
        return words[2]
    return shlex.join(words)
