"""Leaving out everything but prompts and answers."""

from omnigent_tui.state.search import is_talk
from omnigent_tui.state.transcript import Entry, Gap

Part = tuple[Entry, ...]


def _is_left(entry: Entry) -> bool:
    """Whether it stays: that something is not loaded, is to be known in any case."""
    return is_talk(entry) or isinstance(entry, Gap)


class Sieve:
    """Lets entries through: all of them, or prompts and answers. The same parts come out as the same objects."""

    def __init__(self) -> None:
        self.only_talk = False
        self._before: list[tuple[Part, Part]] = []

    def through(self, *parts: Part) -> tuple[Part, ...]:
        """Return what is left of each part."""
        if not self.only_talk:
            self._before = []
            return parts
        known = self._before + [((), ())] * (len(parts) - len(self._before))
        self._before = [
            before if before[0] is part else (part, tuple(filter(_is_left, part)))
            for before, part in zip(known, parts, strict=False)
        ]
        return tuple(left for _, left in self._before)
