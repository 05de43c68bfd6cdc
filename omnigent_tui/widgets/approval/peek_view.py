"""The last lines of a session's transcript, looked at from the queue without opening the session."""

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.state.attention import Peek
from omnigent_tui.state.readable import readable_json
from omnigent_tui.state.transcript import AssistantMessage, Entry, ErrorNotice, Notice, ToolCall, UserMessage

_LINE_LIMIT = 300
_LINES_OF_ONE = 6


class PeekView(Static):
    """Shows the newest lines at the bottom; takes no focus."""

    DEFAULT_CSS = """
    PeekView { display: none; height: auto; border-top: dashed $panel; padding: 0 1; text-wrap: nowrap;
               text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__(id="queue-peek", markup=False)
        self._shown: tuple[Peek, int] | None = None

    def show(self, peek: Peek, rows: int) -> None:
        """Show the last `rows` lines of `peek`."""
        if self._shown == (peek, rows):
            return
        self._shown = peek, rows
        lines = [line for entry in peek.entries for line in _lines(entry)][-rows:]
        if peek.failure:
            lines = [Content(f"✕ {peek.failure}")]
        elif not lines:
            lines = [Content.styled("Nothing was said yet." if peek.is_read else "Reading…", "dim")]
        self.update(Content("\n").join(lines))


def _lines(entry: Entry) -> Iterator[Content]:
    match entry:
        case UserMessage():
            yield from _some("❯ ", entry.text, "bold")
        case AssistantMessage():
            yield from _some("", entry.text, "")
        case ToolCall():
            yield Content.styled(_cut(f"▸ {entry.name} {' '.join(readable_json(entry.arguments).split())}"), "dim")
            if entry.output:
                yield from _some("  ", readable_json(entry.output), "dim")
        case ErrorNotice():
            yield Content(_cut(f"✕ {entry.message}"))
        case Notice():
            yield Content.styled(_cut(f"· {entry.text}"), "dim")


def _some(sign: str, text: str, style: str) -> Iterator[Content]:
    """The last lines of a text."""
    lines = [line for line in text.split("\n") if line.strip()][-_LINES_OF_ONE:]
    return (Content.styled(_cut(f"{sign}{line}"), style) for line in lines)


def _cut(line: str) -> str:
    indent = len(line) - len(line.lstrip())
    return line[:indent] + clean_line(line[indent:], _LINE_LIMIT)
