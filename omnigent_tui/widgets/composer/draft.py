"""A draft as the composer holds it: text in which big pastes are folded to chips, and what the chips stand for.

Nothing here knows Textual; the chip `[pasted 12,345 lines]` stands for the whole paste wherever it occurs.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from omnigent_tui.values import Value, field

FOLD_LINES = 100
FOLD_CHARACTERS = 8_000
_CHIP = re.compile(r"\[pasted [\d,]+ (?:lines|characters)(?: #\d+)?\]")
# What cannot be typed into a text field nor sent as text; zero-width characters stay, languages need them.
_UNTYPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")


class Draft(Value):
    """Unsent text: `text` as shown, `pastes` from chip to the paste it stands for."""

    text: str = ""
    pastes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def full_text(self) -> str:
        """The text with every chip replaced by what it stands for: what is sent and stored."""
        if not self.pastes:
            return self.text
        return _CHIP.sub(lambda chip: self.pastes.get(chip.group(), chip.group()), self.text)

    def above(self, other: "Draft") -> "Draft":
        """Put this text above another draft, separated by a blank line."""
        if not other.text.strip():
            return self
        if not self.text:
            return other
        text, pastes = adopt(self, other.pastes)
        return Draft(f"{text.rstrip()}\n\n{other.text}", pastes)


def adopt(draft: Draft, pastes: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Return the text of `draft` and `pastes` with its own; a chip that means something else there gets a new name."""
    together, renamed = dict(pastes), {}
    for chip, paste in draft.pastes.items():
        renamed[chip] = name = chip if together.get(chip, paste) == paste else _chip_for(paste, together)
        together[name] = paste
    text = _CHIP.sub(lambda chip: renamed.get(chip.group(), chip.group()), draft.text)
    return text, MappingProxyType(together)


def draft_of(full_text: str) -> Draft:
    """Return a draft that shows `full_text`, folded to one chip when it is too big to edit."""
    if not is_big(full_text):
        return Draft(full_text)
    chip = _chip_for(full_text, {})
    return Draft(chip, MappingProxyType({chip: full_text}))


def is_big(text: str) -> bool:
    """Whether a paste of this size is folded."""
    return len(text) >= FOLD_CHARACTERS or text.count("\n") >= FOLD_LINES


def typable(text: str) -> str:
    """Return `text` with newlines as line breaks and without the control characters a text field cannot hold."""
    return _UNTYPABLE.sub("", _LINE_BREAK.sub("\n", text))


def fold(paste: str, pastes: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Return the chip that stands for `paste`, and `pastes` with it."""
    chip = _chip_for(paste, pastes)
    return chip, MappingProxyType({**pastes, chip: paste})


def chips_in(line: str, pastes: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every chip in a line."""
    if pastes:
        for found in _CHIP.finditer(line):
            if found.group() in pastes:
                yield found.span()


def _chip_for(paste: str, pastes: Mapping[str, str]) -> str:
    lines = paste.count("\n") + (not paste.endswith("\n"))  # a newline at the end begins no further line
    size = f"{lines:,} lines" if lines > 1 else f"{len(paste):,} characters"
    chip, number = f"[pasted {size}]", 1
    while chip in pastes and pastes[chip] != paste:
        number += 1
        chip = f"[pasted {size} #{number}]"
    return chip
