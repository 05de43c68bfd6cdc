"""Splits the bytes of an event stream into frames as the specification says, whatever the network cut them into."""

from httpx_sse._decoders import SSEDecoder

from omnigent_tui.values import Value

LARGEST_EVENT = 8 * 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Frame(Value):
    """One event: `name` from its `event:` lines, `data` its `data:` lines; `dropped` bytes made it too large."""

    name: str
    data: str
    dropped: int = 0


class LineSplitter:
    """Cuts bytes into lines at LF, CRLF and CR, and at nothing else; feed by feed.

    Bytes are split before they are decoded, so a character cut in two by the network arrives whole, and what only
    *text* counts as a line end (U+2028, U+0085, form feed) stays where it is.
    """

    def __init__(self, limit: int = LARGEST_EVENT) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._after_carriage_return = False
        self._at_start = True

    def feed(self, data: bytes) -> list[bytes | int]:
        """Return the lines that `data` completes; of a line above the limit only its number of bytes."""
        if self._after_carriage_return and data:
            data = data.removeprefix(b"\n")
            self._after_carriage_return = False
        if not data:
            return []
        self._after_carriage_return = data.endswith(b"\r")
        lines = data.splitlines()
        rest = b"" if data.endswith((b"\n", b"\r")) else lines.pop()
        found: list[bytes | int] = []
        if lines:
            found.append(self._finish(lines[0]))
            # Only the first line can have a beginning from before; the others are whole, and mostly small.
            found.extend(lines[1:] if len(data) <= self._limit else map(self._finish, lines[1:]))
        self._keep(rest)
        return found

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            self._parts.clear()
        elif part:
            self._parts.append(part)

    def _finish(self, last: bytes) -> bytes | int:
        self._keep(last)
        line, size = b"".join(self._parts), self._size
        self._parts.clear()
        self._size = 0
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BYTE_ORDER_MARK)
        return size if size > self._limit else line


class FrameDecoder:
    """Feeds lines to the field decoder of httpx-sse and gives whole frames; of one above the limit only its size."""

    def __init__(self, limit: int = LARGEST_EVENT) -> None:
        self._limit = limit
        self._lines = LineSplitter(limit)
        self._fields = SSEDecoder()
        self._size = 0

    def feed(self, data: bytes) -> list[Frame]:
        """Return the frames that `data` completes; frames without any data are no events (specification §9.2.6)."""
        frames = []
        for line in self._lines.feed(data):
            if isinstance(line, int):
                self._size += line
                continue
            self._size += 0 if line.startswith(b":") else len(line)
            if line and self._size > self._limit:
                continue
            event = self._fields.decode(line.decode("utf-8", errors="replace"))
            if line:
                continue
            if self._size > self._limit:
                frames.append(Frame(event.event if event else "message", "", self._size))
            elif event is not None and event.data:
                frames.append(Frame(event.event, event.data))
            self._size = 0
        return frames
