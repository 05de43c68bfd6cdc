"""The directory picker: one directory of a host at a time, narrowed by typing, walked with the arrow keys."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from typing_extensions import override

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import Scope
from omnigent_tui.protocol.hosts import DirectoryEntry
from omnigent_tui.rendering.lines import Line, Run, crop_runs, runs_width
from omnigent_tui.rendering.looks import ACCENT, BOLD, MUTED
from omnigent_tui.state.directories import Listing, ListingPhase
from omnigent_tui.state.host_paths import parent
from omnigent_tui.widgets.composer.draft import typable
from omnigent_tui.widgets.directory_picker.row_list import NOWHERE, RowList
from omnigent_tui.widgets.directory_picker.visible_entries import VisibleEntries
from omnigent_tui.widgets.directory_picker.words import KeyOf, notes, shown_path


class DirectoryPicker(RowList, can_focus=True):
    """Shows a listing; its first row stands for the directory itself. What a person wants is posted as messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(Scope.DIRECTORY),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("right", "in", show=False),
        Binding("enter", "enter", show=False),
        Binding("left", "up", show=False),
        Binding("backspace", "rub_out", show=False),
        Binding("escape", "leave", show=False),
    ]

    class Entered(Message):
        """A person wants to look into that directory; None is the home directory."""

        def __init__(self, raw_path: str | None) -> None:
            super().__init__()
            self.raw_path = raw_path

    class Chosen(Message):
        """That directory is the one."""

        def __init__(self, raw_path: str) -> None:
            super().__init__()
            self.raw_path = raw_path

    class MoreWanted(Message):
        """The last entries that are there are on show: the next page is wanted."""

    class FolderWanted(Message):
        """A new directory is to be made in this one."""

    class Left(Message):
        """A person has had enough of choosing."""

    def __init__(self, key_of: KeyOf, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._key_of = key_of
        self._listing: Listing | None = None
        self._now = 0.0
        self._visible = VisibleEntries()
        self._typed = ""
        self._with_hidden = False
        self._wanted: str | None = None
        self._asked_after: str | None = None

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def listing(self) -> Listing | None:
        """The listing on show."""
        return self._listing

    @property
    def typed(self) -> str:
        """What narrows the entries down."""
        return self._typed

    def show(self, listing: Listing | None, now: float) -> None:
        """Show a listing as it is at `now` (Unix seconds). The cursor stays on its entry while pages come in."""
        before, self._now = self._listing, now
        if listing is before:
            if listing is not None and listing.phase in (ListingPhase.LOADING, ListingPhase.LOADING_MORE):
                self.show_rows()
            return
        kept = self._entry_at(self.cursor)
        self._listing = listing
        if before is None or listing is None or listing.place != before.place:
            self._typed, self._asked_after, self.cursor, self._top = "", None, 0, 0
        elif kept is not None and self._wanted is None:
            self._wanted = kept.raw_path
        if listing is not None and listing.phase is not ListingPhase.LOADING_MORE:
            self._asked_after = None
        self._find_wanted()
        self.show_rows()

    def point_at(self, raw_path: str) -> None:
        """Put the cursor on that entry as soon as it is there."""
        self._wanted = raw_path
        self._find_wanted()
        self.show_rows()

    def _find_wanted(self) -> None:
        entries = self._entries()
        if self._wanted is not None:
            found = next((n for n, entry in enumerate(entries) if entry.raw_path == self._wanted), None)
            if found is not None:
                self.cursor, self._wanted = found + 1, None
        if self.cursor > len(entries):
            self.cursor = len(entries)
        if self._listing is not None and self._listing.phase is ListingPhase.READY:
            self._wanted = None

    def _entries(self) -> tuple[DirectoryEntry, ...]:
        return self._visible.of(self._listing, self._typed, with_hidden=self._with_hidden)

    def _entry_at(self, index: int) -> DirectoryEntry | None:
        entries = self._entries()
        return entries[index - 1] if 1 <= index <= len(entries) else None

    @override
    def row_count(self) -> int:
        return 1 + len(self._entries()) if self._is_usable else 0

    @property
    def _is_usable(self) -> bool:
        """Whether the directory is known to be there."""
        return self._listing is not None and (self._listing.phase is ListingPhase.READY or bool(self._listing.entries))

    @override
    def row_line(self, index: int, width: int) -> Line:
        entry = self._entry_at(index)
        if entry is None:
            runs: tuple[Run, ...] = ((" ● ", ACCENT), ("this directory", BOLD))
        elif entry.is_directory:
            runs = ((" ▸ ", ACCENT), (entry.name, 0), ("/", MUTED))
        else:
            runs = (("   ", 0), (entry.name, MUTED))
        return Line(crop_runs(runs, width, self.glyphs.ellipsis))

    @override
    def head_lines(self, width: int) -> list[Line]:
        listing = self._listing
        path = shown_path(listing.raw_path or listing.place[1] or "~") if listing is not None else ""
        typed: tuple[Run, ...] = (("  ", 0), (f"“{self._typed}”", ACCENT)) if self._typed else ()
        room = max(4, width - runs_width(typed) - 2)
        # The end of a path says more than its beginning.
        while len(path) > 1 and runs_width(((path, 0),)) > room:
            path = f"…{path[2:]}"
        return [Line((((" ", 0)), (path, BOLD), *typed))]

    @override
    def foot_lines(self, width: int) -> list[Line]:
        if self._listing is None:
            return []
        return list(notes(self._listing, len(self._entries()), width, self._now, self._key_of, self._typed))

    @override
    def near_end(self) -> None:
        listing = self._listing
        if listing is None or not listing.has_more or listing.phase is not ListingPhase.READY or not self.has_focus:
            return
        if self._asked_after != listing.cursor:
            self._asked_after = listing.cursor
            self.post_message(self.MoreWanted())

    # -- keys ---------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self._type(event.character)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._type(" ".join(typable(event.text).split()))

    def _type(self, text: str) -> None:
        if self._typed and text == "/":
            self.action_enter()
        elif text in ("~", "/") and not self._typed:
            self.post_message(self.Entered("/" if text == "/" else None))
        else:
            self._narrow(self._typed + text)

    def _narrow(self, typed: str) -> None:
        self._typed = typed
        # What was typed is looked for among the entries: the directory itself is not what is meant.
        self.cursor = 1 if typed and self._entries() else 0
        self._top = 0
        self.show_rows()

    def action_rub_out(self) -> None:
        """Take back the last character, or go to the directory above."""
        if self._typed:
            self._narrow(self._typed[:-1])
        else:
            self.action_up()

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.move(step)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.move(pages * self.page_rows())

    def action_edge(self, index: int) -> None:
        """Go to the first or the last row."""
        self.go_to(index if index == 0 else self.row_count() - 1)

    def action_in(self) -> None:
        """Look into the directory under the cursor; from the first row, which is no way in, go to the entries."""
        if self._entry_at(self.cursor) is not None:
            self.action_enter()
        elif self._entries():
            self.go_to(1)
        else:
            self.app.bell()

    def action_enter(self) -> None:
        """Look into the directory under the cursor; on the first row, take this one."""
        entry = self._entry_at(self.cursor)
        if entry is None:
            self.action_directory_choose()
        elif entry.is_directory:
            self.post_message(self.Entered(entry.raw_path))
        else:
            self.app.bell()

    def action_up(self) -> None:
        """Go to the directory above, with the cursor on the one left."""
        path = self._listing.raw_path if self._listing is not None else None
        above = parent(path) if path is not None else None
        if above is None:
            self.app.bell()
            return
        self._wanted = path
        self.post_message(self.Entered(above))

    def action_leave(self) -> None:
        """Forget what is typed, or stop choosing."""
        if self._typed:
            self._narrow("")
        else:
            self.post_message(self.Left())

    def action_directory_choose(self) -> None:
        """Take the directory under the cursor; on the first row, the one that is shown."""
        entry = self._entry_at(self.cursor)
        path = entry.raw_path if entry is not None else self._listing.raw_path if self._listing is not None else None
        is_file = entry is not None and not entry.is_directory
        if is_file or path is None or (entry is None and not self._is_usable):
            self.app.bell()
        else:
            self.post_message(self.Chosen(path))

    def action_directory_hidden(self) -> None:
        """Show or hide hidden entries."""
        kept = self._entry_at(self.cursor)
        self._with_hidden = not self._with_hidden
        self.cursor = 0 if self.row_count() else NOWHERE
        if kept is not None:
            self.point_at(kept.raw_path)
        self._wanted = None
        self.show_rows()

    def action_directory_new(self) -> None:
        """Make a directory in this one."""
        if self._listing is None or self._listing.raw_path is None or not self._is_usable:
            self.app.bell()
        else:
            self.post_message(self.FolderWanted())
