"""The bottom line: connection, server, user on the left; the keys that work now on the right."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from omnigent_tui.commands.catalog import Command
from omnigent_tui.commands.key_names import key_label
from omnigent_tui.state.conversation import Conversation
from omnigent_tui.state.server import ServerState
from omnigent_tui.widgets.connection_words import server_name, server_place, server_word, stream_word
from omnigent_tui.widgets.one_line import OneLine


class StatusLine(OneLine):
    """Shows as many key hints as there is room for: the connection comes first, and the key for help stays longest.

    Where even that has no room, user and version are left out.
    """

    DEFAULT_CSS = """
    StatusLine {
        background: $panel;
        color: $foreground;
        padding: 0 1;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lefts: tuple[str, ...] = ("",)
        self._hints: tuple[tuple[str, str], ...] = ()
        self._help_key = ""

    def show(
        self,
        server: ServerState,
        conversation: Conversation | None,
        hints: Sequence[Command],
        now: float,
        needing: int = 0,
    ) -> None:
        """Show how many questions wait, where the connection stands, and the keys of `hints`, most useful first."""
        word = stream_word(conversation.stream, now) if conversation else server_word(server)
        always = (_need(needing), word)
        place = server_place(server)
        named = (server_name(server), server.user_id or "")
        # The first for which there is room besides the key for help.
        lefts = tuple(" · ".join(filter(None, (*always, *more))) for more in (named, named[:1], (place,)))
        labels = tuple((key_label(row.keys[0]), row.title) for row in hints if row.keys)
        help_key = next((key_label(row.keys[0]) for row in hints if row.id == "help.open" and row.keys), "")
        if (lefts, labels, help_key) != (self._lefts, self._hints, self._help_key):
            self._lefts, self._hints, self._help_key = lefts, labels, help_key
            self._arrange()

    def on_resize(self) -> None:
        """Fit the hints to the new width."""
        self._arrange()

    def _arrange(self) -> None:
        help_hints = [hint for hint in self._hints if hint[0] == self._help_key]
        least = 2 + sum(map(_width, help_hints))
        width = self.size.width
        left = next((words for words in self._lefts if cell_len(words) + least <= width), self._lefts[0])
        room = width - cell_len(left) - 2
        always = [hint for hint in help_hints if _width(hint) <= room]
        room -= sum(map(_width, always))
        shown: list[tuple[str, str]] = []
        for hint in self._hints:
            if hint in always:
                continue
            room -= _width(hint)
            if room < 0:
                break
            shown.append(hint)
        shown += always
        hints = [Content.assemble((key, "bold"), " ", (title.lower(), "dim")) for key, title in shown]
        line = Content(left)
        if hints:
            right = Content("  ").join(hints)
            gap = self.size.width - line.cell_length - right.cell_length
            line = Content.assemble(line, " " * max(2, gap), right)
        self.set_line(line)


def _width(hint: tuple[str, str]) -> int:
    key, title = hint
    return cell_len(key) + cell_len(title) + 3


def _need(count: int) -> str:
    return f"({count} {'needs' if count == 1 else 'need'} you)" if count else ""
