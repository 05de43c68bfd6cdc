"""Keeps pasted text from pressing keys: what is between the bracketed-paste markers never reaches the key parser.

Textual's parser takes an ESC inside a paste for the start of a key, and reads pastes character by character.
"""

import re
from collections.abc import Generator, Iterator
from string import ascii_lowercase

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"
MAX_PASTE = 8_000_000
"""Characters of one paste that are kept."""

_LINE_END = re.compile("\r\n?")
# Whole colour and cursor sequences go with their ESC, so that copied terminal output leaves no "[31m" behind.
_UNWANTED = re.compile("\x1b\\[[0-?]{0,32}[ -/]{0,4}[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_paste(text: str) -> str:
    """Return pasted text with line ends as newlines and without control characters; tabs stay."""
    return _UNWANTED.sub("", _LINE_END.sub("\n", text))


class PasteGuard:
    """Stands before an `XTermParser` (private in Textual): keys and mouse go through it, pastes are made here.

    Text between the *last* end marker of a read and its paste belongs to the paste, so a paste that contains an end
    marker itself presses no keys either, as long as it arrives in one read.
    """

    def __init__(self, parser: XTermParser) -> None:
        self._parser = parser
        self._inside = False
        self._after_escape = False
        self._seen = ""
        self._held = ""
        self._pasted: list[str] = []
        self._size = 0

    @property
    def is_waiting(self) -> bool:
        """Whether the parser waits to see if an ESC was a key: then `tick` must be called soon."""
        return self._parser._timeout_time is not None

    def feed(self, data: str) -> Iterator[Message]:
        """Yield the messages for some input."""
        while data:
            if self._inside:
                data = yield from self._paste(data)
            else:
                data = yield from self._outside(data)

    def tick(self) -> Iterator[Message]:
        """Yield what follows from no more input having come in time: an ESC was the key."""
        yield from self._parser.tick()

    def _outside(self, data: str) -> Generator[Message, None, str]:
        # The parser sees a start marker as it comes (holding ESC back would delay the escape key); only what was
        # seen before is kept, to find a marker that came in pieces.
        text = self._seen + data
        at = text.find(PASTE_START)
        if at < 0:
            self._seen = text[1 - len(PASTE_START) :]
            yield from self._keys(data)
            return ""
        cut = at + len(PASTE_START) - len(self._seen)
        self._seen = ""
        self._inside = True
        yield from self._keys(data[:cut])
        return data[cut:]

    def _paste(self, data: str) -> Generator[Message, None, str]:
        text = self._held + data
        at = text.rfind(PASTE_END)
        if at < 0:
            self._held = _start_of_end_marker(text)
            self._keep(text[: len(text) - len(self._held)])
            return ""
        self._keep(text[:at])
        pasted = clean_paste("".join(self._pasted))
        self._inside, self._held, self._size = False, "", 0
        self._pasted.clear()
        yield from self._keys(PASTE_END)
        yield events.Paste(pasted)
        return text[at + len(PASTE_END) :]

    def _keep(self, text: str) -> None:
        text = text[: MAX_PASTE - self._size]
        self._size += len(text)
        self._pasted.append(text)

    def _keys(self, data: str) -> Iterator[Message]:
        for character in data:
            # Textual waits for more after Alt+letter, and takes the ESC of the next key for a part of this one.
            is_alt_letter = self._after_escape and character in ascii_lowercase
            self._after_escape = character == "\x1b"
            try:
                messages = list(self._parser.feed(character))
                if is_alt_letter and self._parser._timeout_time is not None:
                    self._parser._timeout_time = 0.0
                    messages.extend(self._parser.tick())
            except (ValueError, OverflowError):
                # A keyboard report with a number that is no character has ended the parser.
                self._parser = XTermParser()
                continue
            for message in messages:
                # The parser saw both paste markers and nothing between: its paste is empty.
                if not isinstance(message, events.Paste) and not _is_broken(message):
                    yield message


def _is_broken(message: Message) -> bool:
    """Whether a key stands for half of a surrogate pair, which no file, request or terminal can take."""
    if not isinstance(message, events.Key) or message.character is None:
        return False
    return any("\ud800" <= character <= "\udfff" for character in message.character)


def _start_of_end_marker(text: str) -> str:
    """Return the end of `text` that may be the beginning of an end marker."""
    for length in range(min(len(PASTE_END) - 1, len(text)), 0, -1):
        if text.endswith(PASTE_END[:length]):
            return PASTE_END[:length]
    return ""
