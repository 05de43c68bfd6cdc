"""The session list: any number of sessions, the cursor on a session (never on a row number), and a still screen."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from typing_extensions import override

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import Scope
from omnigent_tui.commands.rows.session_settings import LIST_KEYS
from omnigent_tui.rendering.glyphs import UNICODE, Glyphs
from omnigent_tui.state.badges import SidebarRow
from omnigent_tui.state.differences import differing
from omnigent_tui.state.sessions import ListPhase
from omnigent_tui.widgets.session_canvas import SessionCanvas
from omnigent_tui.widgets.session_row import lines_per_row

QUIET_SECONDS = 1.0
"""How long after a key the order of the rows stays as it is."""

MORE_ROWS = 10
"""More sessions are asked for when fewer than this are below the last one on show."""

_WHEEL_ROWS = 3
_NEARBY = 20


class SessionHighlighted(Message):
    """The cursor is on that session now."""

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id


class SessionOpened(Message):
    """That session is to be opened."""

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id


class MoreWanted(Message):
    """The end of the loaded sessions is near: the next page is wanted."""


class SessionsSeen(Message):
    """These sessions are on the screen now."""

    def __init__(self, session_ids: tuple[str, ...]) -> None:
        super().__init__()
        self.session_ids = session_ids


class SessionList(SessionCanvas, can_focus=True):
    """Lists sessions. `clock` (seconds, monotonic) can be replaced in tests."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor(-1)", "Up", show=False),
        Binding("down,j", "cursor(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "cursor_to(0)", "First", show=False),
        Binding("end", "cursor_to(-1)", "Last", show=False),
        Binding("enter", "open", "Open", show=False),
        # What is done to the session under the cursor is the screen's to do.
        *(
            replace(binding, action=f"screen.{binding.action}")
            for binding in bindings_for(Scope.SIDEBAR)
            if binding.id in LIST_KEYS
        ),
    ]

    def __init__(
        self,
        *,
        glyphs: Glyphs = UNICODE,
        empty: str = "No sessions yet.",
        clock: Callable[[], float] = monotonic,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(glyphs=glyphs, empty=empty, clock=clock, id=id, classes=classes)
        self._wanted: tuple[SidebarRow, ...] | None = None
        self._told_rows: tuple[SidebarRow, ...] | None = None
        self._told: tuple[object, ...] = ()
        self._has_more = False
        self._asked_at = -1
        self._seen: tuple[str, ...] = ()
        self._pressed_at = float("-inf")
        self._order_timer: Timer | None = None

    # What is shown

    def show(
        self,
        rows: tuple[SidebarRow, ...],
        open_id: str | None,
        now: float,
        footer: str = "",
        phase: ListPhase = ListPhase.READY,
        failure: str = "",
        *,
        has_more: bool = False,
    ) -> None:
        """Show `rows` in this order, ages as of `now` (Unix seconds); `open_id` is the session that is open."""
        told = (open_id, footer, phase, failure, has_more)
        if rows is self._told_rows and told == self._told and abs(now - self._now) < 1:
            return
        self._told_rows, self._told = rows, told
        if has_more != self._has_more:
            self._asked_at = -1
        self._open_id, self._now = open_id, now
        self._footer, self._phase, self._failure, self._has_more = footer, phase, failure, has_more
        if rows is not self._rows:
            if self._is_in_use() and not _continues(self._rows, rows):
                self._wanted = rows
                self._rows = _in_order_of(self._rows, rows)
                self._find_cursor()
                self._wait_for_quiet()
            else:
                self._wanted = None
                self._reorder(rows)
        self.show_rows()

    def _is_in_use(self) -> bool:
        return self.has_focus and self._clock() - self._pressed_at < QUIET_SECONDS

    def _wait_for_quiet(self) -> None:
        if self._order_timer is None:
            rest = QUIET_SECONDS - (self._clock() - self._pressed_at)
            self._order_timer = self.set_timer(max(0.01, rest), self._apply_order)

    def _apply_order(self) -> None:
        self._order_timer = None
        if self._wanted is None:
            return
        if self._is_in_use():
            self._wait_for_quiet()
            return
        rows, self._wanted = self._wanted, None
        self._reorder(rows)
        self.show_rows()

    def _reorder(self, rows: tuple[SidebarRow, ...]) -> None:
        """Take `rows`; what the reader looks at stays at its place on the screen."""
        old, top, cursor = self._rows, self._top, self._cursor
        shown = top <= cursor < top + self._page_rows()
        anchor: str | None = None
        if old and self.has_focus and shown:
            anchor = self._cursor_id
        elif old and top > 0:
            anchor = old[min(top, len(old) - 1)].session_id
            cursor = top
        self._rows = rows
        self._find_cursor()
        if anchor is not None:
            index = self._index(anchor, cursor)
            if index is not None:
                self._top = index - (cursor - top)

    @property
    def cursor_id(self) -> str | None:
        """The session under the cursor."""
        return self._cursor_id

    def move_cursor_to(self, session_id: str) -> None:
        """Put the cursor on a session and bring it into view."""
        index = self._index(session_id, self._cursor)
        if index is not None:
            self._put_cursor(index)

    def plain_text(self) -> str:
        """Return what is on the screen, one line a row."""
        return "\n".join(strip.text.rstrip() for strip in self._strips)

    # The cursor

    def _index(self, session_id: str | None, hint: int) -> int | None:
        rows = self._rows
        if 0 <= hint < len(rows) and rows[hint].session_id == session_id:
            return hint
        # Mostly it is near: rows move by one when another goes to the top.
        nearby = range(max(0, hint - _NEARBY), min(len(rows), hint + _NEARBY))
        return next((index for index in (*nearby, *range(len(rows))) if rows[index].session_id == session_id), None)

    def _find_cursor(self) -> None:
        """Find the cursor's session in the rows; when it is gone the cursor goes to what took its place."""
        index = self._index(self._cursor_id or self._open_id, self._cursor)
        if index is None:
            index = max(0, min(self._cursor, len(self._rows) - 1))
        self._cursor = index
        self._cursor_id = self._rows[index].session_id if self._rows else None

    def _put_cursor(self, index: int) -> None:
        if not self._rows:
            return
        self._pressed_at = self._clock()
        self._cursor = max(0, min(index, len(self._rows) - 1))
        page = self._page_rows()
        self._top = max(self._cursor - page + 1, min(self._top, self._cursor))
        before, self._cursor_id = self._cursor_id, self._rows[self._cursor].session_id
        self.show_rows()
        if before != self._cursor_id:
            self.post_message(SessionHighlighted(self._cursor_id))

    def action_cursor(self, step: int) -> None:
        """Move the cursor by `step` sessions."""
        self._put_cursor(self._cursor + step)

    def action_page(self, pages: int) -> None:
        """Move the cursor by `pages` screens."""
        self._put_cursor(self._cursor + pages * max(1, self._page_rows() - 1))

    def action_cursor_to(self, index: int) -> None:
        """Put the cursor on the first (0) or the last (-1) session."""
        self._put_cursor(index if index >= 0 else len(self._rows) + index)

    def action_open(self) -> None:
        """Open the session under the cursor."""
        self._pressed_at = self._clock()
        if self._cursor_id is not None:
            self.post_message(SessionOpened(self._cursor_id))

    def on_click(self, event: events.Click) -> None:
        """Open the session under the mouse."""
        index = self._top + event.y // lines_per_row(self._columns)
        if event.y < self._list_height() and index < len(self._rows):
            self._put_cursor(index)
            self.action_open()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        self._wheel(event, -_WHEEL_ROWS)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        self._wheel(event, _WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        self._pressed_at = self._clock()
        self._top += rows
        self.show_rows()

    def on_focus(self) -> None:
        """Draw the cursor as the one that keys move."""
        self.show_rows()

    def on_blur(self) -> None:
        """Draw the cursor as resting."""
        self._apply_order()
        self.show_rows()

    @override
    def shown(self) -> None:
        last = self._top + self._page_rows()
        if self._has_more and last + MORE_ROWS > len(self._rows) and self._asked_at != len(self._rows):
            self._asked_at = len(self._rows)
            self.post_message(MoreWanted())
        seen = tuple(row.session_id for row in self._rows[self._top : last])
        if seen != self._seen:
            self._seen = seen
            self.post_message(SessionsSeen(seen))


def _continues(old: tuple[SidebarRow, ...], new: tuple[SidebarRow, ...]) -> bool:
    """Whether `new` begins with the sessions of `old`, in the same order."""
    return len(new) >= len(old) and all(old[i].session_id == new[i].session_id for i in differing(old, new))


def _in_order_of(old: tuple[SidebarRow, ...], new: tuple[SidebarRow, ...]) -> tuple[SidebarRow, ...]:
    """Return the rows of `new` that were there before, in the order of `old`; those that are gone are left out."""
    start, end = 0, max(len(old), len(new))
    if len(old) == len(new):
        changed = list(differing(old, new))
        start, end = (changed[0], changed[-1] + 1) if changed else (0, 0)
    by_id = {row.session_id: row for row in new[start:end]}
    kept = (by_id[row.session_id] for row in old[start:end] if row.session_id in by_id)
    return (*old[:start], *kept, *old[end:])
