"""Going about in the transcript: by pages, by entries, to the next prompt or error, and back to where one was."""

from collections.abc import Callable

from omnigent_tui.rendering.tool_output import read_tool_output
from omnigent_tui.state.conversation import History
from omnigent_tui.state.transcript import Entry, ErrorNotice, Gap, ToolCall, UserMessage
from omnigent_tui.values import Value
from omnigent_tui.widgets.transcript.messages import BetweenWanted
from omnigent_tui.widgets.transcript.mouse import TranscriptMouse
from omnigent_tui.widgets.transcript.rows import Row


def is_prompt(row: Row) -> bool:
    """Whether a person said it."""
    return isinstance(row.entry, UserMessage)


def is_failure(row: Row) -> bool:
    """Whether something went wrong there: an error, or a tool call that failed or was denied."""
    if row.is_failure is None:
        # A thousand outputs take a tenth of a second to read.
        row.is_failure = _tells_of_failure(row.entry)
    return row.is_failure


def _tells_of_failure(entry: Entry) -> bool:
    if isinstance(entry, ToolCall):
        return entry.output is not None and read_tool_output(entry.output).problem not in {"", "cancelled"}
    return isinstance(entry, ErrorNotice) and entry.level not in {"info", "warning"}


class Bookmark(Value):
    """Where a reader was: the entry and the line at the top, or at the end.

    `item_id` is a stored item of the entry at the top, by which it can be loaded again.
    """

    key: str | None
    line: int
    chosen_key: str | None
    item_id: str | None = None


class TranscriptNavigation(TranscriptMouse):
    """Adds ways to go about."""

    # By lines and pages

    def page_up(self) -> None:
        """Move up by a screen, but for one line."""
        self.scroll_lines(-max(1, self._rows_high - 1))

    def page_down(self) -> None:
        """Move down by a screen, but for one line."""
        self.scroll_lines(max(1, self._rows_high - 1))

    def half_page(self, step: int) -> None:
        """Move by half a screen, down (1) or up (-1)."""
        self.scroll_lines(step * max(1, self._rows_high // 2))

    def go_top(self) -> None:
        """Go to the oldest loaded line."""
        if self._rows.rows:
            self._viewport.go_to(0, -self._rows.rows[0].gap)
            self._viewport.stay()
            self.moved()

    def go_bottom(self) -> None:
        """Go to the newest line and follow it."""
        self._viewport.follow()
        self.moved()

    # By entries

    def _find(self, key: str) -> int | None:
        return next((index for index, row in enumerate(self._rows.rows) if row.key == key), None)

    def _rows_on_show(self) -> list[int]:
        """The indexes of the rows of which a line is on show."""
        return list(dict.fromkeys(index for index, line in self._viewport.visible if line >= 0))

    def choose_neighbour(self, step: int) -> bool:
        """Choose the entry after (1) or before (-1) the chosen one, or one at the edge of the screen; false if none."""
        rows = self._rows.rows
        if not rows:
            return False
        shown = self._rows_on_show()
        current = next((i for i in shown if rows[i] is self._cursor), None)
        if current is None:
            index = (shown[-1] if step < 0 else shown[0]) if shown else len(rows) - 1
        else:
            index = current + step
        if index < 0 and self._older is not History.COMPLETE and (0, 0) not in self._viewport.visible:
            # More is loaded where the reader comes near the beginning.
            index = 0
        if not 0 <= index < len(rows):
            return False
        self._choose(index, to_top=not self._is_begun(index))
        return True

    def _is_begun(self, index: int) -> bool:
        """Whether an entry begins on the screen, with more than its first line, which alone says little."""
        shown = [line for at, line in self._viewport.visible if at == index and line >= 0]
        return 0 in shown and (len(shown) > 1 or len(self._lines(index)) == 1)

    def choose_next(self, is_wanted: Callable[[Row], bool], step: int) -> bool:
        """Choose the next (1) or previous (-1) entry of that kind and put it at the top; false if there is none.

        Without a chosen entry it is looked for from the reader's line on: the first one on show, at the end the last.
        """
        rows = self._rows.rows
        shown = self._rows_on_show()
        if not shown:
            return False
        at = next((i for i in shown if rows[i] is self._cursor), None)
        if at is None and step < 0 and self._viewport.is_at_end():
            at = len(rows)
        elif at is None:
            at = shown[0]
            # Reading in the middle of an entry, its own beginning is the previous place.
            at += step < 0 and (at, 0) not in self._viewport.visible
        candidates = range(at + 1, len(rows)) if step > 0 else range(at - 1, -1, -1)
        found = next((i for i in candidates if isinstance(rows[i].entry, Gap) or is_wanted(rows[i])), None)
        if found is None:
            return False
        if isinstance(rows[found].entry, Gap):
            # The next one may be among those that are not loaded.
            self.post_message(BetweenWanted(from_above=step > 0))
            return False
        self._choose(found, to_top=True)
        return True

    def _choose(self, index: int, *, to_top: bool) -> None:
        row = self._rows.rows[index]
        self._cursor = row
        if to_top:
            self._viewport.go_to(index, -row.gap)
        if index + 1 < len(self._rows):
            # What was chosen does not scroll away while more comes.
            self._viewport.stay()
        elif not to_top:
            self._viewport.release()
        self.moved()

    def entries_on_show(self) -> list[Entry]:
        """Return all entries on show, the lowest first."""
        return [self._rows.rows[index].entry for index in reversed(self._rows_on_show())]

    def chosen_entries(self) -> list[Entry]:
        """Return the chosen entry if it is on show, else all entries on show, the lowest first."""
        shown = self.entries_on_show()
        chosen = self._cursor.entry if self._cursor is not None else None
        return [entry for entry in shown if entry is chosen] or shown

    def choose_entry(self, key: str) -> None:
        """Make the entry with `key` the chosen one where it stands."""
        index = self._find(key)
        if index is not None:
            self._cursor = self._rows.rows[index]
            self.moved()

    # There and back

    def bookmark(self) -> Bookmark:
        """Return where the reader is."""
        viewport = self._viewport
        chosen = self._cursor.key if self._cursor is not None else None
        if viewport.following or viewport.place is None:
            return Bookmark(None, 0, chosen)
        entry = viewport.place.row.entry
        return Bookmark(entry.key, viewport.place.line, chosen, next(iter(entry.item_ids), None))

    def return_to(self, bookmark: Bookmark) -> bool:
        """Go back to where the reader was, to the end if that was there, or is gone; false if it has to be loaded."""
        index = self._find(bookmark.key) if bookmark.key is not None else None
        chosen = self._find(bookmark.chosen_key) if bookmark.chosen_key is not None else None
        self._cursor = self._rows.rows[chosen] if chosen is not None else None
        if index is None and bookmark.item_id is not None:
            return False
        if index is not None:
            self._viewport.go_to(index, bookmark.line)
            self._viewport.stay()
        elif not self._viewport.following:
            self._viewport.follow()
        self.moved()
        return True
