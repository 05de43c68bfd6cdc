"""The command palette: every command of the table by name, and the themes."""

from collections.abc import Callable, Iterable

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from omnigent_tui.commands.catalog import Command
from omnigent_tui.commands.key_names import key_label

Entry = tuple[str, str, Callable[[], None]]
"""Name, help line, and what choosing it does."""


class Palette(CommandPalette):
    """Textual's, whose list turns pages only once it is laid out."""

    def _action_command_list(self, action: str) -> None:
        # Private in Textual 8.2: what the keys that move in the list do. Before it is laid out it has no lines.
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)


def make_palette(entries: Iterable[Entry]) -> Palette:
    """Return a palette that offers these entries; it closes before what was chosen runs."""
    offered = tuple(entries)

    class Entries(Provider):
        """Offers the entries."""

        async def discover(self) -> Hits:
            """Yield all of them, before anything is typed."""
            for name, help_line, run in offered:
                yield DiscoveryHit(name, run, help=help_line)

        async def search(self, query: str) -> Hits:
            """Yield those whose name matches."""
            matcher = self.matcher(query)
            for name, help_line, run in offered:
                if (score := matcher.match(name)) > 0:
                    yield Hit(score, matcher.highlight(name), run, help=help_line)

    return Palette(providers=[Entries], placeholder="Search commands…")


def entry_name(row: Command) -> str:
    """Return a command's line in the palette: title and key."""
    return f"{row.title}  ({key_label(row.keys[0])})" if row.keys else row.title
