"""The base of the lists one chooses from: any number of one-line rows, a cursor, and notes where there are none."""

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip
from typing_extensions import override

from omnigent_tui.rendering.lines import Line
from omnigent_tui.rendering.looks import CURRENT, CURRENT_BLURRED
from omnigent_tui.widgets.line_view import LineView, bar_cells

NOWHERE = -1
"""The cursor is on no row."""

_WHEEL_ROWS = 3
_NEAR_ROWS = 10


class RowList(LineView):
    """Subclasses say how many rows there are and what each one shows; rows are asked for only while they are on show.

    `is_used` draws the cursor as the one that keys move, whoever has the focus.
    """

    class RowClicked(Message):
        """A person clicked on that row."""

        def __init__(self, row_list: "RowList", index: int) -> None:
            super().__init__()
            self.row_list = row_list
            self.index = index

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.cursor = NOWHERE
        self.is_used = False
        self._top = 0

    # What subclasses say

    def row_count(self) -> int:
        """Return how many rows there are."""
        raise NotImplementedError

    def row_line(self, index: int, width: int) -> Line:
        """Return what a row shows in `width` cells."""
        raise NotImplementedError

    def head_lines(self, width: int) -> Sequence[Line]:  # noqa: ARG002
        """Return what stands above the rows."""
        return ()

    def foot_lines(self, width: int) -> Sequence[Line]:  # noqa: ARG002
        """Return what stands right below the last row: notes, and what takes the place of missing rows."""
        return ()

    def near_end(self) -> None:
        """Hook: the last rows are on show, or nearly so."""

    # What they get

    @override
    def show_rows(self) -> None:
        width, height = self.measure()
        if not width or not height:
            return
        head = list(self.head_lines(width))[:height]
        foot = list(self.foot_lines(width))
        room = max(1, height - len(head))
        count = self.row_count()
        self._top = self._fitting_top(count + len(foot), room)
        total = count + len(foot)
        bars = bar_cells(room, total, self._top) if total > room else [0] * room
        inner = width - (1 if total > room else 0)
        current = CURRENT if self.has_focus or self.is_used else CURRENT_BLURRED
        strips = [self.paint(line) for line in head]
        for y in range(height - len(head)):
            index = self._top + y
            if index < count:
                line = self.row_line(index, inner)
                if index == self.cursor:
                    strips.append(self.paint(self._pointed_at(line), bars[y], extra=current))
                else:
                    strips.append(self.paint(line, bars[y]))
            elif index < total:
                strips.append(self.paint(foot[index - count], bars[y]))
            else:
                strips.append(Strip.blank(width, self.rich_style))
        self.put(strips)
        if self._top + room + _NEAR_ROWS >= count:
            self.near_end()

    def _pointed_at(self, line: Line) -> Line:
        """Return the line with a sign in place of the blank it begins with: the cursor is not a matter of colour."""
        (text, look), *rest = line.runs or ((" ", 0),)
        return Line(((self.glyphs.user + text[1:], look), *rest)) if text[:1] == " " else line

    def _fitting_top(self, total: int, room: int) -> int:
        top = max(0, min(self._top, total - room))
        if self.cursor != NOWHERE:
            top = max(self.cursor - room + 1, min(top, self.cursor))
        return top

    def page_rows(self) -> int:
        """Return how many rows one page has."""
        return max(1, self.size.height - len(self.head_lines(max(1, self.size.width))) - 1)

    def go_to(self, index: int) -> None:
        """Put the cursor on a row: the nearest there is, nowhere in an empty list."""
        count = self.row_count()
        self.cursor = max(0, min(index, count - 1)) if count else NOWHERE
        self.show_rows()

    def move(self, step: int) -> None:
        """Move the cursor by `step` rows; from nowhere, downwards to the first and upwards to the last."""
        if self.cursor == NOWHERE:
            self.go_to(0 if step > 0 else self.row_count() - 1)
        else:
            self.go_to(self.cursor + step)

    def plain_text(self) -> str:
        """Return what is on the screen, one line a row."""
        return "\n".join(strip.text.rstrip() for strip in self._strips)

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        index = self._top + event.y - len(self.head_lines(max(1, self.size.width)))
        if 0 <= index < self.row_count():
            event.stop()
            self.go_to(index)
            self.post_message(self.RowClicked(self, index))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move down."""
        event.stop()
        self.move(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move up."""
        event.stop()
        self.move(-_WHEEL_ROWS)

    def on_focus(self) -> None:
        """Draw the cursor as the one that keys move."""
        self.show_rows()

    def on_blur(self) -> None:
        """Draw the cursor as resting."""
        self.show_rows()
