"""The mouse in the transcript: wheel, scroll bar, folding by a click, and selecting text to copy."""

from bisect import bisect_right
from itertools import accumulate

from textual import events
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip
from typing_extensions import override

from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.widgets.transcript.canvas import TranscriptCanvas
from omnigent_tui.widgets.transcript.selecting import entry_text, hit_segments, line_starts, selected_text, word_at

WHEEL_LINES = 3


class TranscriptMouse(TranscriptCanvas):
    """Adds the mouse to the rows."""

    ALLOW_SELECT = True
    FOCUS_ON_CLICK = False

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(glyphs=glyphs, id=id, classes=classes)
        self._dragging_bar = False

    def scroll_lines(self, lines: int) -> None:
        """Move by `lines`; negative is up, towards older entries."""
        self._viewport.scroll(lines)
        self.moved()

    def scroll_to_fraction(self, fraction: float) -> None:
        """Go to a part of the whole: 0.0 is the oldest loaded line, 1.0 the newest."""
        rows = self._rows
        if not rows.rows:
            return
        if fraction >= 1:
            self._viewport.follow()
        else:
            tops = list(accumulate(rows.heights, initial=0))
            target = int(max(0.0, fraction) * max(0, rows.total - self.size.height))
            index = min(len(rows) - 1, bisect_right(tops, target) - 1)
            self._viewport.go_to(index, target - tops[index] - rows.rows[index].gap)
        self.moved()

    def moved(self) -> None:
        """Show the rows at the new place."""
        if self._viewport.following:
            self._unseen = 0
        self.show_rows()

    # Wheel and scroll bar

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move up."""
        event.stop()
        self.scroll_lines(-WHEEL_LINES)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move down."""
        event.stop()
        self.scroll_lines(WHEEL_LINES)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar."""
        if event.x == self.size.width - 1 and self._rows.total > self.size.height:
            self._dragging_bar = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """Let go of the scroll bar."""
        if self._dragging_bar:
            self._dragging_bar = False
            self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move with the scroll bar, or on while text is being selected at an edge."""
        if self._dragging_bar:
            self._drag_to(event.y)
        elif event.button and self.text_selection is not None:
            if event.y <= 0:
                self.scroll_lines(-1)
            elif event.y >= self.size.height - 1 and not self._viewport.is_at_end():
                self.scroll_lines(1)

    def _drag_to(self, y: int) -> None:
        self.scroll_to_fraction(y / max(1, self.size.height - 1))

    # Clicks and selection

    async def _on_click(self, event: events.Click) -> None:
        """Fold, or select a word (double) or an entry (triple); Textual's own would select all of the widget."""
        event.prevent_default()
        event.stop()
        position = self._position(event.y)
        if position is None or event.x >= self.size.width - 1:
            return
        index, number = position
        row = self._rows.rows[index]
        if event.chain == 1:
            if number == 0 and self.face(row).is_foldable():
                self.toggle_fold(row.key)
            return
        _, offset = self.screen.get_widget_and_offset_at(event.screen_x, event.screen_y)
        if offset is None:
            return
        text = entry_text(self._lines(index))
        selection: Selection | None = Selection(Offset(0, row.serial), Offset(len(text), row.serial))
        if event.chain == 2:
            selection = word_at(text, offset.x, row.serial)
        if selection is not None:
            self.screen.selections = {self: selection}

    def toggle_fold(self, key: str | None = None) -> None:
        """Fold or unfold an entry."""
        raise NotImplementedError

    def _position(self, y: int) -> tuple[int, int] | None:
        visible = self._viewport.visible
        return visible[y] if 0 <= y < len(visible) and visible[y][1] >= 0 else None

    @override
    def render_line(self, y: int) -> Strip:
        visible = self._viewport.visible
        if not visible or y < 0:
            return super().render_line(y)
        index, number = visible[min(y, len(visible) - 1)]
        row = self._rows.rows[index]
        line, margin, start = self._blank, ("", 0), 0
        if number >= 0:
            lines = self._lines(index)
            line, margin, start = lines[number], self._margin(row, number), line_starts(lines)[number]
        segments = hit_segments(line, margin, start, row.serial, self.palette)
        return Strip(segments).adjust_cell_length(self._columns, self.palette.base)

    @override
    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selected_text(selection, self._rows, self._lines), "\n"

    @override
    def selection_updated(self, selection: Selection | None) -> None:
        self.show_rows()
